"""The ``study`` of the examples in docstrings: a finished run on seven invented articles, made when one asks for it."""

import os
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest

if TYPE_CHECKING:
    import numpy as np

ARTICLES = [
    ("a", "Desk", "2024-01-05", "en", "Harbour to be dredged",
     "The harbour will be dredged in June. The ferry company welcomes a deeper harbour."),
    ("b", "Post", "2024-01-09", "en", "Ferry pier closed",
     "The ferry pier is closed until the harbour is deeper."),
    ("c", "Revue", "2024-02-01", "fr", "Le port reste fermé",
     "Le port est fermé aux ferries."),
    ("d", "Desk", "2024-02-20", "en", "Bread prices rise",
     "Bakers raised the price of bread again. Flour is scarce after a dry summer.\nSubscribe to our newsletter!"),
    ("e", "Post", "2024-03-02", "en", "Flour is dear",
     "The price of flour rose by a third."),
    ("f", "Revue", "2024-03-04", "fr", "Le prix du pain augmente",
     "Les boulangers paient plus pour la farine."),
    ("g", "Echo", "2024-01-06", "en", "Harbour to be dredged",
     "The harbour will be dredged in June. The ferry company welcomes a deeper harbour."),
]  # fmt: skip
# Fourteen different passages: a map of fifteen is laid out by UMAP, which takes seconds to compile.
THEMES = [
    {"id": "harbour", "name": "Harbour", "definition": "Ports, ferries and dredging",
     "seeds": {"en": ["The harbour is deeper."], "fr": ["Le port est fermé."]}},
    {"id": "bread", "name": "Bread", "definition": "What bread and flour cost"},
]  # fmt: skip


def hashed_words(texts: list[str]) -> "np.ndarray":
    """Return the words of each text counted in 256 columns: an encoder without weights."""
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(n_features=256, alternate_sign=False).transform(texts).toarray()


def finished_study(folder: Path) -> Any:
    """Return a study of ARTICLES that is saved in ``folder``, without figures: they take most of a run this small."""
    import pandas as pd

    from newsthemes import Study
    from newsthemes.figures.registry import FIGURES

    os.environ.setdefault("NEWSTHEMES_CACHE", str(folder / "cache"))  # never the user's own
    table = pd.DataFrame(ARTICLES, columns="id source date language title text".split())
    study = Study(table, folder / "out", THEMES, encoder=hashed_words)
    with patch.dict(FIGURES, clear=True):
        study.save()
    return study


class OnDemand:
    """Stands for what ``make`` returns, and makes it when it is first asked for anything."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Any:
        return self._make()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._made, name)


@pytest.fixture(scope="session", autouse=True)
def study_of_the_examples(
    doctest_namespace: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Give every example the name ``study``."""
    doctest_namespace["study"] = OnDemand(partial(finished_study, tmp_path_factory.mktemp("examples")))
