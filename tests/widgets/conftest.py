import numpy as np
import pandas as pd
import pytest

from newsthemes.exploration.verbs import Exploration


class Embedder:
    """Places a text at the first unit vector."""

    def embed(self, texts, languages):
        return np.eye(5, dtype=np.float32)[[0] * len(texts)]


@pytest.fixture
def study(small_study, tmp_path):
    """The small study with verbs, in a result folder of its own."""

    class Asked(Exploration):
        title, encoder, embedder = "three articles", "none", Embedder()
        themes_from, labels_here = "bundled", None

    asked = Asked()
    for name, value in vars(small_study).items():
        setattr(asked, name, value)
    asked.topics.strength = np.array([0.9, 0.8, 0.7, 0.6, 0.0])
    asked.topics.finer = np.array([0, -1, 0, -1, -1])
    asked.topics.claims, asked.topics.rung = ["Two topics hold."], "some"
    asked.contradictions = pd.DataFrame({"passage_a": ["a:6"], "passage_b": ["c:0"]})
    asked.scores = pd.DataFrame({"chips": [0.9, 0.1, 0.8, 0.7, 0.6], "licences": [0.0, 0.9, 0.1, 0.0, 0.2]})
    asked.out = tmp_path / "out"
    return asked
