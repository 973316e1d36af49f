"""The study: every stage from articles to figures, each computed once and kept until what it rests on changes."""

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import numpy as np
import pandas as pd

from newsthemes.cache.hashing import digest
from newsthemes.corpus.readers.columns import named
from newsthemes.embedding.encoders import VIEWS
from newsthemes.errors import InputError
from newsthemes.exploration.shown import EXPORT_TO
from newsthemes.exploration.verbs import Exploration
from newsthemes.language.plural import plural
from newsthemes.memory import check_memory, limited, size_of
from newsthemes.parallel.executors import Workers
from newsthemes.results.folder import IN_PYTHON, check_out, read_record, result_folder
from newsthemes.seed import checked_seed
from newsthemes.study.checkpoint import Checkpoint
from newsthemes.study.inputs import digest_inputs
from newsthemes.study.outputs import recorded_themes, write_results
from newsthemes.study.results import StudyResults
from newsthemes.study.run_progress import RunProgress, passages_to_compute
from newsthemes.study.stage_store import StageStore
from newsthemes.study.stages import SHARES, STAGES, WHOLE, groupings
from newsthemes.themes import load_themes

if TYPE_CHECKING:
    from newsthemes.embedding.embedder import Embedder
    from newsthemes.topics.endpoint import Endpoint

__all__ = ["STAGES", "Study"]

BUNDLED = "bundled"  # where the themes are from when none are given


class Study(StudyResults, Exploration):
    """A corpus, and everything the study says about it: data, and the verbs of :class:`Exploration`.

    ``corpus``: a file, a folder, a list of them, or a DataFrame. ``columns``: which columns of tables hold what, as in
    :func:`newsthemes.read_corpus`; those not named are found. ``out``: a result folder; when it holds an earlier run,
    stages that rest on nothing that changed are read from it, and ``save()`` writes it. ``themes``: a themes
    file, by default the bundled ten. ``encoder``: see :func:`newsthemes.embed`. ``workers``: who computes the
    parts of a stage, by default this process; see ``newsthemes.parallel.executors``. ``refit``: find topics anew, also
    where the corpus changed so little since they were found that new passages would be assigned to them. ``llm``: an
    endpoint that is asked for names of topics (``newsthemes.topics.endpoint``), by default none.
    ``max_memory``: what ``save()`` may hold with all its processes, such as "4GB" (``newsthemes.memory``); no result
    depends on it. Raises InputError with one line for anything the user can put right.

    >>> table = pd.DataFrame({"body": ["The ferry will sail twice a day from June. Bread costs more."]})
    >>> ferries = Study(table, themes={"ferries": "When ferries sail"}, columns={"text": "body"})
    >>> ferries.passages["text"].tolist(), ferries.theme_definitions.names
    (['The ferry will sail twice a day from June.', 'Bread costs more.'], {'ferries': 'ferries'})
    >>> ferries
    <Study of a table of 1 row>
    """

    def __init__(
        self,
        corpus: Any,
        out: str | Path | None = None,
        themes: Any = None,
        encoder: str | Callable[[list[str]], np.ndarray] = VIEWS,
        seed: int = 0,
        progress: bool = False,
        workers: Workers | None = None,
        refit: bool = False,
        columns: Mapping[str, str | Sequence[str]] | None = None,
        llm: "Endpoint | None" = None,
        max_memory: str | int | None = None,
    ) -> None:
        self.max_memory = None if max_memory is None else size_of(max_memory)
        self.columns = {field: list(names) for field, names in named(columns).items()}
        self.corpus, self.encoder, self.seed = corpus, encoder, checked_seed(seed)
        self.out = None if out is None else result_folder(out)
        self.progress, self.workers, self.refit = progress, workers or Workers(), refit
        self.llm, self.llm_model, self.llm_answers = llm, llm and llm.model, True
        self.themes_from = _origin(themes)
        self.theme_definitions = load_themes(themes)
        self.store = StageStore(self)

    @classmethod
    def open(
        cls,
        out: str | Path,
        figures: str | Path | None = None,
        encoder: str | Callable[[list[str]], np.ndarray] | None = None,
    ) -> "Study":
        """Return the study of a finished run as it was computed: nothing is computed again, nothing is checked anew.

        ``out``: the result folder. ``figures``: a folder to which ``show`` exports what it shows; by default nothing is
        written, unless `newsthemes notebooks` runs the notebook. ``encoder``: needed for ``find(meaning=True)``,
        ``explain`` and ``theme`` where the run was given its encoder as a function. Raises InputError where there is no
        finished run.

        >>> again = Study.open(study.out)
        >>> len(again.articles), again.theme_definitions.names, again.presence.equals(study.presence)
        (7, {'harbour': 'Harbour', 'bread': 'Bread'}, True)
        """
        out = result_folder(out)
        record = read_record(out)
        if not record:
            raise InputError(f"{out} holds no finished run; first: newsthemes run CORPUS --out {out}")
        themes, named = recorded_themes(record), encoder or record["encoder"]
        study = cls(record["corpus"], out, themes, named, record["seed"], columns=record.get("columns"))
        study.themes_from, study.store.as_recorded = record["themes"], True
        folder = figures or os.environ.get(EXPORT_TO)
        study.figures_folder = Path(folder) if folder else None
        return study

    def __repr__(self) -> str:
        return f"<Study of {self.title}>"

    @property
    def title(self) -> str:
        """What the study is called where nobody named it: its corpus."""
        if isinstance(self.corpus, pd.DataFrame):
            return f"a table of {plural(len(self.corpus), 'row')}"
        if self.corpus == IN_PYTHON:  # a finished run over such a table
            return f"a table of {plural(len(self.articles), 'article')}"
        roots = self.corpus if isinstance(self.corpus, (list, tuple)) else [self.corpus]
        names = [Path(str(root)).name or str(root) for root in roots]
        return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")

    def prevalence(
        self, by: str | None = None, unit: str = "stories", measure: str = "mentions"
    ) -> pd.DataFrame:
        """Share of stories or articles about each theme, with intervals; see :mod:`newsthemes.prevalence`.

        ``false_alarms``: the share of unrelated articles in which the theme is found, for main themes and mentions.
        Where the user's own themes file names labelled sentences, shares are corrected for the errors that the
        classifier makes on those that are passages of this corpus.

        >>> table = study.prevalence(by="language", measure="main")
        >>> table[["language", "theme", "share", "count", "n"]].values.tolist()[:2]
        [['en', 'harbour', 0.5, 2, 4], ['en', 'bread', 0.5, 2, 4]]
        """
        from newsthemes.prevalence import prevalence, with_types

        if by in (None, *groupings(self.articles)) and (measure, unit) in SHARES:
            shares = self.result("prevalence", "shares")
            wanted = shares["group"].eq(by or WHOLE) & shares["unit"].eq(unit) & shares["measure"].eq(measure)
            there = with_types(shares[wanted].reset_index(drop=True))
            return there.drop(columns="group" if by else ["group", "value"]).rename(columns={"value": by})
        return prevalence(
            self.articles,
            self.content.passages,
            self.content.presence,
            by,
            unit,
            measure,
            seed=self.seed,
            labels=self.labels_here,
            about=self.article_themes,
            measured=self.content.measured,
        )

    def save(self) -> bool:
        """Compute what is missing and put all results into ``out``; returns whether anything had changed.

        Everything is written beside ``out`` first and swapped in at the end. A run that is interrupted or killed
        leaves the stages it has finished there, and the next one goes on from them. Raises InputError while another
        process saves into ``out``.

        >>> study.save()  # it was saved before, and nothing has changed
        False
        """
        if self.out is None:
            raise InputError("this study has no result folder; give Study(..., out='folder')")
        check_out(self.out)
        if self.unchanged():
            return False
        self.store.note_changes()
        from newsthemes.figures.render import Drawing

        whole = limited(self.max_memory)
        with whole, Checkpoint(self.out) as checkpoint, RunProgress(self.progress) as progress:
            if not self.store.is_recorded("embedding") and self.workers.threads is None:
                self.embedder.warm()  # the encoder loads while the corpus is read
            self.store.checkpoint = checkpoint
            drawing = Drawing(self, checkpoint.stage_folder("figures"), self.store.drawn_figures())
            try:
                for stage in STAGES:
                    progress.plan(passages_to_compute(self), known=stage != "reading")
                    progress.begin(stage)
                    self.store.ensure(stage)
                    drawing.begin(stage)
                    self.store.save_stage(stage)
                    check_memory(stage, len(self.passages))
                progress.begin("figures")
                write_results(self, checkpoint.results(), drawing)
            finally:
                drawing.stop()
                self.store.checkpoint = None
            checkpoint.finish()
        self.store.commit()
        return True

    def unchanged(self) -> bool:
        """Whether ``out`` already holds a finished run of exactly this."""
        return self.store.is_unchanged()

    @cached_property
    def embedder(self) -> "Embedder":
        """The encoder with its store and offsets."""
        from newsthemes.embedding import Embedder

        return Embedder(self.encoder)

    @cached_property
    def encoder_key(self) -> str:
        """What identifies the encoder. A function has no key that lasts: its results are never reused."""
        return self.embedder.encoder.key or f"function {uuid4()}"

    @property
    def llm_asked(self) -> dict[str, Any] | None:
        """Who was asked for names of topics, in this run or, where it asks nobody, in the one before."""
        if self.llm is None:
            return self.store.record.get("llm")
        return {"url": self.llm.url, "model": self.llm_model, "answers": self.llm_answers}

    @cached_property
    def inputs(self) -> dict[str, str]:
        """{path: digest} of every file of the corpus."""
        return self._inputs[0]

    @cached_property
    def input_hash(self) -> str:
        """A digest of the whole corpus."""
        return digest(*self._inputs, self.columns)

    def note_failed_pages(self, unread: pd.DataFrame) -> None:
        """Have results that lack pages of failing hosts stand for another corpus, so that the next run asks again."""
        from newsthemes.corpus.fetch import asked_again

        failed = sorted(unread.loc[unread["reason"].map(asked_again), "item"])
        if failed:
            self.input_hash = digest(self.input_hash, failed)

    @property
    def has_bundled_themes(self) -> bool:
        return self.themes_from == BUNDLED

    @cached_property
    def _inputs(self) -> tuple[dict[str, str], list]:
        return digest_inputs(self.corpus)

    @cached_property
    def labels_here(self) -> pd.DataFrame | str | Path | None:
        """The labels of the user's themes file, or None where none of them is a passage of this corpus."""
        from newsthemes.themes.labelled_sentences import read_labels

        labels = self.theme_definitions.labels
        if labels is None or self.has_bundled_themes:
            return None
        known = read_labels(labels, self.theme_definitions.ids)
        return labels if self.kept["text"].isin(known.texts).any() else None


def _origin(themes: Any) -> str:
    """Where themes are from, as run.json records it: "bundled", "python", or the file's path."""
    if themes is None:
        return BUNDLED
    return str(Path(themes).absolute()) if isinstance(themes, (str, Path)) else "python"
