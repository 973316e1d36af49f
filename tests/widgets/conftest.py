import pandas as pd
import pytest


@pytest.fixture
def study(asked_study, tmp_path):
    """The small study with verbs, in a result folder of its own."""
    asked = asked_study
    asked.themes_from, asked.labels_here = "bundled", None
    asked.scores = pd.DataFrame({"chips": [0.9, 0.1, 0.8, 0.7, 0.6], "licences": [0.0, 0.9, 0.1, 0.0, 0.2]})
    asked.out = tmp_path / "out"
    return asked
