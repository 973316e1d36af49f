"""The study: every stage from articles to figures, each computed once and kept until what it rests on changes."""

import platform
import resource
import sys
import time
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from newsthemes.errors import InputError
from newsthemes.fingerprint import digest, digest_code, digest_corpus
from newsthemes.results import RECORD, ResultFolder, check_out, plain, read_record, read_table, write_table
from newsthemes.themes import load_themes

VERSIONS_OF = (
    "newsthemes",
    "bertopic",
    "torch",
    "transformers",
    "scikit-learn",
    "numpy",
    "pandas",
    "matplotlib",
)
GROUPS = ("source", "language")  # what prevalence.csv is broken down by


class Stage(NamedTuple):
    """``files``: {result name: file}; a result is a frame, an array, or an object with ``save`` and ``load``."""

    needs: tuple
    files: dict


STAGES = {
    "reading": Stage(
        (), {"read": "articles.parquet", "passages": "passages.parquet", "unread": "report.csv"}
    ),
    "embedding": Stage(("reading",), {"vectors": "vectors.npy"}),
    "stories": Stage(("reading", "embedding"), {"articles": "articles.parquet"}),
    "topics": Stage(("stories", "embedding"), {"topics": "topics"}),
    "themes": Stage(("stories", "embedding"), {"themes": "passage_themes.parquet"}),
    "prevalence": Stage(("themes",), {"shares": "prevalence.csv"}),
    "evidence": Stage(("themes",), {"evidence": "evidence.csv", "contradictions": "contradictions.csv"}),
}


class Study:
    """A corpus, and everything the study says about it.

    ``corpus``: a file, a folder or a list of them. ``out``: a result folder; when it holds an earlier run,
    stages that rest on nothing that changed are read from it, and ``save()`` writes it. ``themes``: a themes
    file, by default the bundled ten. ``encoder``: see :func:`newsthemes.embed`. Raises InputError with one
    line for anything the user can put right.
    """

    def __init__(self, corpus, out=None, themes=None, encoder="minilm", seed=0, progress=False):
        self.corpus, self.out, self.encoder, self.seed = corpus, out and Path(out), encoder, int(seed)
        self.progress = progress
        self.themes_from = _origin(themes)
        self.theme_definitions = load_themes(themes)
        self._results, self._timings, self._reused = {}, {}, set()
        self._record = read_record(self.out)

    # What was asked

    @property
    def articles(self):
        """One row an article, with its story; see the data dictionary in README.md."""
        return self._result("stories", "articles")

    @property
    def passages(self):
        """One row a passage, kept or not; ``text[start:end]`` of its article is the passage."""
        return self._result("reading", "passages")

    @cached_property
    def kept(self):
        """The passages that are content, with row numbers from 0."""
        return self.passages[self.passages["kept"]].reset_index(drop=True)

    @property
    def vectors(self):
        """float32 (passages, d), row-aligned with ``passages``; zero rows for passages that were not kept."""
        return self._result("embedding", "vectors")

    @cached_property
    def kept_vectors(self):
        """float32 (kept passages, d), row-aligned with ``kept``."""
        return self.vectors[self.passages["kept"].to_numpy(bool)]

    @property
    def topics(self):
        """The :class:`newsthemes.Topics` of the kept passages."""
        return self._result("topics", "topics")

    @property
    def themes(self):
        """One row a kept passage and theme: passage_id, theme, score (0 to 1), present."""
        return self._result("themes", "themes")

    @cached_property
    def presence(self):
        """Which theme is in which kept passage: a boolean column a theme, rows as in ``kept``."""
        return self._wide("present").astype(bool)

    @cached_property
    def scores(self):
        """The score of each theme in each kept passage: a column a theme, rows as in ``kept``."""
        return self._wide("score")

    @property
    def evidence(self):
        """The passages behind the theme figures, verbatim, best first."""
        return self._result("evidence", "evidence")

    @property
    def contradictions(self):
        """Pairs of passages that give different figures for what may be the same thing."""
        return self._result("evidence", "contradictions")

    @property
    def unread(self):
        """One row for each input that was not read in full, with the reason."""
        return self._result("reading", "unread")

    def prevalence(self, by=None, unit="articles"):
        """Share of articles, passages or words about each theme, with 95% intervals; see ``prevalence.py``."""
        from newsthemes.prevalence import prevalence

        return prevalence(self.articles, self.kept, self.presence, by=by, unit=unit, seed=self.seed)

    @cached_property
    def report(self):
        """What was not read in full, and the counts in and out of every stage: step, item, reason, detail."""
        counts = [
            {"step": stage, "item": "", "reason": "count", "detail": f"{name}: {number}"}
            for stage, numbers in self.counts().items()
            for name, number in numbers.items()
        ]
        return pd.concat([self.unread, pd.DataFrame(counts, dtype=object)], ignore_index=True)

    def counts(self):
        """{stage: {what: how many}} for the stages from reading to themes."""
        kept = self.passages["kept"]
        return {
            "reading": {
                "articles": len(self.articles),
                "inputs not read in full": len(self.unread),
                "passages": len(self.passages),
                "passages kept": int(kept.sum()),
                "passages set aside": int((~kept).sum()),
            },
            "stories": {"articles": len(self.articles), "stories": int(self.articles["story_id"].nunique())},
            "topics": {
                "passages": len(self.kept),
                "topics": len(self.topics.table),
                "passages in no topic": int((self.topics.assignment < 0).sum()),
            },
            "themes": {
                "passages": len(self.kept),
                "passages with a theme": int(self.presence.any(axis=1).sum()) if len(self.kept) else 0,
            },
        }

    def save(self):
        """Compute what is missing and put all results into ``out``; returns whether anything had changed.

        Everything is written beside ``out`` first and moved into place at the end.
        """
        if self.out is None:
            raise InputError("this study has no result folder; give Study(..., out='folder')")
        check_out(self.out)
        if self.unchanged():
            return False
        for stage in STAGES:
            self._load_or_compute(stage)
        with ResultFolder(self.out) as folder:
            self._write(folder)
        self._record = read_record(self.out)
        return True

    def unchanged(self):
        """Whether ``out`` already holds a finished run of exactly this."""
        recorded = self._record.get("stages", {})
        return all(recorded.get(stage, {}).get("key") == self._key(stage) for stage in STAGES) and all(
            (self.out / file).exists() for file in self._record["files"]
        )

    # The stages

    def _compute_reading(self):
        from newsthemes.corpus import read
        from newsthemes.passages import article_languages, split_passages

        articles, unread = read(self.corpus, progress=self.progress)
        passages = split_passages(articles, progress=self.progress)
        found = articles["article_id"].map(article_languages(passages))
        articles["language"] = articles["language"].where(articles["language"].notna(), found)
        return {"read": articles, "passages": passages, "unread": unread}

    def _compute_embedding(self):
        passages = self.passages
        kept = passages["kept"].to_numpy(bool)
        embedded = self._embedder.embed(
            passages.loc[kept, "text"].tolist(),
            passages.loc[kept, "language"].tolist(),
            progress=self.progress,
        )
        vectors = np.zeros((len(passages), embedded.shape[1]), np.float32)
        vectors[kept] = embedded
        return {"vectors": vectors}

    def _compute_stories(self):
        from newsthemes.duplicates import assign_stories

        articles = self._result("reading", "read").copy()
        articles["story_id"] = assign_stories(articles, self.passages, self.vectors)
        return {"articles": articles}

    def _compute_topics(self):
        from newsthemes.topics import find_topics

        about = self._of_article(["story_id", "source"])
        topics = find_topics(
            self.kept["text"].tolist(),
            self.kept_vectors,
            self.kept["language"].tolist(),
            seed=self.seed,
            articles=self.kept["article_id"].tolist(),
            stories=about["story_id"].tolist(),
            sources=about["source"].tolist(),
            progress=self.progress,
        )
        return {"topics": topics}

    def _compute_themes(self):
        from newsthemes.themes import present, score_themes

        texts, languages = self.kept["text"].tolist(), self.kept["language"].tolist()
        known = {"articles": self.kept["article_id"].tolist(), "encoder": self._embedder}
        scores = score_themes(texts, self.kept_vectors, languages, self.theme_definitions, **known)
        long = scores.assign(passage_id=self.kept["passage_id"]).melt(
            "passage_id", var_name="theme", value_name="score"
        )
        presence = present(scores, self.theme_definitions)
        long["present"] = presence.melt(value_name="present")["present"].astype(bool)
        return {"themes": long}

    def _compute_prevalence(self):
        units = ("articles", "passages", "words")
        shares = [self.prevalence(unit=unit).assign(group="all", value="all") for unit in units]
        for by in GROUPS:
            shares += [
                self.prevalence(by, unit).assign(group=by).rename(columns={by: "value"}) for unit in units
            ]
        together = pd.concat(shares, ignore_index=True)
        first = ["group", "value", "theme", "unit"]
        return {"shares": together[first + [name for name in together if name not in first]]}

    def _compute_evidence(self):
        from newsthemes.evidence import evidence
        from newsthemes.quantities import contradictions

        return {
            "evidence": evidence(self.articles, self.kept, self.scores, self.presence),
            "contradictions": contradictions(self.articles, self.kept, self.kept_vectors),
        }

    @cached_property
    def _embedder(self):
        from newsthemes.embedding import Embedder

        return Embedder(self.encoder)

    def _of_article(self, columns):
        """Columns of the article each kept passage is from, row-aligned with ``kept``."""
        return self.articles.set_index("article_id").loc[self.kept["article_id"], columns]

    def _wide(self, column):
        wide = self.themes.pivot(index="passage_id", columns="theme", values=column)
        wide = wide.reindex(index=self.kept["passage_id"], columns=self.theme_definitions.ids)
        return wide.reset_index(drop=True).rename_axis(columns=None)

    # Keeping what was computed

    def _result(self, stage, name):
        if stage not in self._results:
            self._load_or_compute(stage)
        return self._results[stage][name]

    def _load_or_compute(self, stage):
        if stage in self._results:
            return
        if self._recorded(stage):
            try:
                self._results[stage] = self._load(stage)
                self._reused.add(stage)
                return
            except (OSError, ValueError, KeyError):
                pass  # a damaged result folder is as good as none
        for needed in STAGES[stage].needs:
            self._load_or_compute(needed)
        begun = time.perf_counter()
        computed = getattr(self, f"_compute_{stage}")()
        self._results[stage] = {name: plain(result) for name, result in computed.items()}
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        self._timings[stage] = {
            "seconds": round(time.perf_counter() - begun, 3),
            "peak_memory_mb": round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1),
        }

    def _recorded(self, stage):
        return self._record.get("stages", {}).get(stage, {}).get("key") == self._key(stage)

    def _load(self, stage):
        loaded = {}
        for name, file in STAGES[stage].files.items():
            path = self.out / file
            if name == "topics":
                from newsthemes.topics import Topics

                loaded[name] = Topics.load(path)
            else:
                loaded[name] = read_table(path)
        if stage == "reading":
            loaded["read"] = loaded["read"].assign(story_id=None)
            loaded["unread"] = loaded["unread"][loaded["unread"]["reason"] != "count"]
        return loaded

    @cached_property
    def input_hash(self):
        """A digest of every file of the corpus."""
        return digest_corpus(self.corpus)

    def _key(self, stage):
        settings = {
            "reading": lambda: [self.input_hash],
            "embedding": lambda: [self._encoder_key],
            "topics": lambda: [self.seed],
            "themes": lambda: [self.theme_definitions.fingerprint],
            "prevalence": lambda: [self.seed],
        }.get(stage, list)
        return digest(digest_code(), stage, settings(), [self._key(needed) for needed in STAGES[stage].needs])

    @cached_property
    def _encoder_key(self):
        """A function has no key that lasts: its results are never taken from an earlier run."""
        return self._embedder.encoder.key or f"function {id(self.encoder)}"

    # Writing

    def _write(self, folder):
        from newsthemes.topics import article_topics

        topics, kept = self.topics, self.kept
        tables = {
            "articles.parquet": self.articles,
            "passages.parquet": self.passages,
            "vectors.npy": self.vectors,
            "topics.csv": topics.table,
            "passage_topics.parquet": pd.DataFrame(
                {"passage_id": kept["passage_id"], "topic": topics.assignment, "strength": topics.strength}
            ),
            "article_topics.parquet": article_topics(topics.assignment, topics.strength, kept["article_id"]),
            "passage_themes.parquet": self.themes,
            "prevalence.csv": self._result("prevalence", "shares"),
            "evidence.csv": self.evidence,
            "contradictions.csv": self.contradictions,
            "report.csv": self.report,
        }
        for name, table in tables.items():
            write_table(table, folder / name)
        topics.save(folder / "topics")
        self._draw(folder / "figures")
        self._write_record(folder, [*tables, "topics", "figures"])

    def _draw(self, folder):
        from newsthemes.exhibits import draw_all

        begun = time.perf_counter()
        draw_all(self, folder)
        self._timings["figures"] = {"seconds": round(time.perf_counter() - begun, 3)}

    def _write_record(self, folder, files):
        import json

        earlier = self._record.get("stages", {})
        stages = {}
        for stage in STAGES:
            kept = stage in self._reused
            measured = earlier[stage] if kept else self._timings[stage]
            stages[stage] = {**measured, "key": self._key(stage), "reused": kept}
        roots = [Path(path).absolute() for path in np.atleast_1d(self.corpus)]
        record = {
            "corpus": [str(path) for path in roots]
            if isinstance(self.corpus, (list, tuple))
            else str(roots[0]),
            "input_hash": self.input_hash,
            "encoder": self.encoder if isinstance(self.encoder, str) else "function",
            "seed": self.seed,
            "themes": self.themes_from,
            "evidence_rung": self.topics.rung,
            "claims": list(self.topics.claims),
            "versions": {
                "python": platform.python_version(),
                **{name: version(name) for name in VERSIONS_OF},
            },
            "counts": self.counts(),
            "stages": stages,
            "figures": self._timings["figures"],
            "files": files,
        }
        text = json.dumps(record, indent=2, ensure_ascii=False)
        (folder / RECORD).write_text(text + "\n", encoding="utf-8")


def _origin(themes):
    """Where themes are from, as run.json records it: "bundled", "python", or the file's path."""
    if themes is None:
        return "bundled"
    return str(Path(themes).absolute()) if isinstance(themes, (str, Path)) else "python"
