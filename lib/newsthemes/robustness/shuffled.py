"""The negative control: topics found in the same words shuffled across passages."""

import numpy as np
import pandas as pd

from newsthemes.results.study_tables import StudyTables
from newsthemes.robustness.survival import find_again, texts_of
from newsthemes.topics.evidence_level import SOLID


def shuffled_control(study: StudyTables) -> pd.DataFrame:
    """corpus, topic, stability, size, bar: the study's topics, and those found in the same words shuffled across
    passages of the same language and embedded anew. A corpus without topics has one row with a null stability."""
    from newsthemes.embedding import Embedder
    from newsthemes.topics import shuffled_words

    if not len(study.kept):
        return pd.DataFrame(columns=["corpus", "topic", "stability", "size", "bar"])
    written_texts, languages, articles, stories = texts_of(study, np.ones(len(study.kept), bool))
    texts = shuffled_words(written_texts, study.seed, languages)
    vectors = Embedder(study.encoder).embed(texts, languages)
    shuffled = find_again(texts, languages, articles, stories, vectors, study.seed)
    written = study.topics.table
    found = {
        "as written": (written["stability"], written["size"]),
        "words shuffled": (shuffled["stability"], shuffled["size"]),
    }
    return pd.concat([_stabilities(name, *topics) for name, topics in found.items()], ignore_index=True)


def _stabilities(corpus: str, stability: np.ndarray, size: np.ndarray) -> pd.DataFrame:
    table = pd.DataFrame({"stability": np.asarray(stability, float), "size": np.asarray(size, int)})
    table = table.rename_axis("topic").reset_index()
    if table.empty:
        table = pd.DataFrame({"topic": [-1], "stability": [np.nan], "size": [0]})
    return table.assign(corpus=corpus, bar=SOLID)[["corpus", "topic", "stability", "size", "bar"]]
