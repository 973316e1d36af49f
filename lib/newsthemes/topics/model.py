"""Topics found: what they are, how surely, and their life on disk."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from newsthemes.errors import InputError
from newsthemes.topics.article_context import in_context, told
from newsthemes.topics.assign import Placement
from newsthemes.topics.table import plain
from newsthemes.topics.update import extended

RECORD, ARRAYS = "newsthemes.json", "newsthemes.safetensors"
TABLES = ("table", "hierarchy", "quotes")
FORMAT, READABLE = 2, (1, 2)


@dataclass(frozen=True)
class Topics:
    """Topics 0 to k - 1, by falling size.

    ``assignment`` (n,): a topic a text, -1 for none; ``strength`` (n,): 0 to 1, the share of resampled runs in
    which the text landed in its topic (0 for none); ``finer`` (n,): the finer topic inside the topic, -1 for
    none. ``table``: one row a topic: topic, label, terms and terms_english ('; ' between them, aligned), size,
    stability (0 to 1, mean Jaccard similarity with its copies under resampling), solid, language_leak,
    stories, sources, single_source, parent. ``hierarchy``: topics and the finer ones underneath. ``quotes``:
    topic, rank, row. ``rung`` and ``claims``: how much the evidence carries, in words.

    ``fitted_on``: the number of texts the topics were found in; ``fitted`` (n,): which of the present ones are among
    those. They differ once the topics were ``extended``, and ``added`` and ``gone`` say by how many texts.
    ``context``: whether articles lent their passages context; ``refuted``: whether the words spoke against topics.
    """

    assignment: np.ndarray
    strength: np.ndarray
    finer: np.ndarray
    table: pd.DataFrame
    hierarchy: pd.DataFrame
    quotes: pd.DataFrame
    rung: str
    claims: list
    placement: Placement = field(repr=False)
    centroids: np.ndarray = field(repr=False)
    fitted: np.ndarray = field(repr=False)
    fitted_on: int
    context: bool = False
    refuted: bool = False

    def __len__(self):
        return len(self.table)

    @property
    def added(self):
        """How many of the texts came after the topics were found."""
        return int((~self.fitted).sum())

    @property
    def gone(self):
        """How many of the texts that the topics were found in are no longer there."""
        return self.fitted_on - int(self.fitted.sum())

    def extended(self, texts, vectors, languages=None, *, articles=None, stories=None, sources=None, earlier):
        """The same topics in a corpus that has grown, or lost texts, since; without refitting.

        ``earlier`` (n,): for each text its row in the corpus of these topics, each at most once, -1 for a new one.
        The rest as in ``find_topics``, of all the present texts. Old texts keep topic, strength and finer topic, and
        so do new copies of them; new ones go where ``assign`` puts them, in the light of all that their articles now
        say, and to the finer topic that most of their neighbours in the topic are in. What was found stays: ids,
        though they may no longer run by falling size, labels, terms, stability, cohesion and centroids; a topic
        whose texts are all gone stays with size 0. What is counted in texts is counted anew. Quotes stay, but
        where one is gone, or there were too few and texts came, the topic's are chosen anew. ``added`` and
        ``gone`` count from the fit, however often topics were extended. Raises InputError as ``find_topics`` does,
        and where ``earlier`` does not answer to these topics.
        """
        about = {"languages": languages, "articles": articles, "stories": stories, "sources": sources}
        return extended(self, texts, vectors, about, earlier)

    def assign(self, vectors, languages=None, articles=None):
        """(ids, strength) of new texts by their vectors, without refitting; -1 and 0 where none fits.
        ``languages`` and ``articles``: one label a text, as in ``find_topics``; articles count only where they did
        when the topics were found."""
        vectors = np.asarray(vectors, np.float32)
        self.placement.check(vectors)
        spoken = None if languages is None else np.array([name or "" for name in languages], object)
        said_where = told(articles if self.context else None, np.arange(len(vectors)))
        return self.placement.place(in_context(vectors, said_where), spoken)

    def save(self, folder):
        """Write safetensors, parquet and JSON into ``folder``; :meth:`load` and ``BERTopic.load`` both read it."""
        from safetensors.numpy import save_file

        from newsthemes.topics.bertopic_io import write_bertopic

        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        arrays = {
            "assignment": self.assignment,
            "strength": self.strength,
            "finer": self.finer,
            "fitted": self.fitted,
            "centroids": self.centroids,
            "placement.vectors": self.placement.vectors,
            "placement.membership": self.placement.membership,
            "placement.centre": self.placement.centre,
            "placement.finer": self.placement.finer,
        }
        save_file({name: np.ascontiguousarray(array) for name, array in arrays.items()}, folder / ARRAYS)
        for name in TABLES:
            getattr(self, name).to_parquet(folder / f"{name}.parquet", index=False)
        record = {
            "format": FORMAT,
            "rung": self.rung,
            "claims": self.claims,
            "fitted_on": self.fitted_on,
            "context": self.context,
            "refuted": self.refuted,
            "least_similarity": self.placement.least_similarity,
            "languages": self.placement.languages.tolist(),
        }
        (folder / RECORD).write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
        write_bertopic(self, folder)

    @classmethod
    def load(cls, folder):
        """The topics that :meth:`save` wrote; InputError where there are none."""
        from safetensors.numpy import load_file

        folder = Path(folder)
        try:
            record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
            arrays = load_file(folder / ARRAYS)
            tables = {name: pd.read_parquet(folder / f"{name}.parquet") for name in TABLES}
        except (OSError, ValueError) as error:
            raise InputError(f"{folder}: no topics that can be read there ({error})") from None
        if record.get("format") not in READABLE:
            raise InputError(
                f"{folder}/{RECORD}: format {record.get('format')}, expected {FORMAT}; find the topics again"
            )
        if record["format"] == 1:  # which knew no growth
            every = arrays["assignment"]
            arrays["fitted"] = np.ones(len(every), bool)
            arrays["placement.finer"] = np.full(len(arrays["placement.vectors"]), -1)
            record = {"fitted_on": len(every), "context": True, "refuted": False, **record}
        return cls(
            arrays["assignment"],
            arrays["strength"],
            arrays["finer"],
            **{name: plain(table) for name, table in tables.items()},
            rung=record["rung"],
            claims=record["claims"],
            placement=Placement(
                arrays["placement.vectors"],
                np.array(record["languages"], object),
                arrays["placement.membership"],
                arrays["placement.centre"],
                record["least_similarity"],
                arrays["placement.finer"],
            ),
            centroids=arrays["centroids"],
            fitted=arrays["fitted"],
            fitted_on=record["fitted_on"],
            context=record["context"],
            refuted=record["refuted"],
        )

    def to_bertopic(self, texts):
        """A fitted ``BERTopic`` with these topics and the texts they were found in (imports BERTopic: slow)."""
        from newsthemes.topics.bertopic_io import fitted_bertopic

        return fitted_bertopic(self, list(texts))
