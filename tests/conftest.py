import os
import re
import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

os.environ["HF_HUB_OFFLINE"] = "1"  # a test that reaches for the network fails at once
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

ROOT = Path(__file__).parents[1]
SLOW_AS_A_WHOLE = re.compile(r"^pytestmark = \[?pytest\.mark\.slow\b", re.MULTILINE)
collect_ignore = ["conftest.py"]  # has no examples, and its name is that of lib/conftest.py too


def pytest_ignore_collect(collection_path, config):
    """Where slow tests are left out, a module of slow tests only isn't even imported: that took half of the time."""
    left_out = "not slow" in config.option.markexpr and collection_path.suffix == ".py"
    if left_out and SLOW_AS_A_WHOLE.search(collection_path.read_text(encoding="utf-8")):
        return True
    return None


@pytest.fixture(scope="session", autouse=True)
def vector_cache(tmp_path_factory):
    """One store for all tests, never the user's own."""
    folder = tmp_path_factory.mktemp("cache")
    os.environ["NEWSTHEMES_CACHE"] = str(folder)
    return folder


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def corpus(root, tmp_path_factory):
    """Four trios of the bundled corpus: twelve articles, three languages; no test changes it."""
    folder = tmp_path_factory.mktemp("corpus")
    for name in ("a01", "a05", "b01", "b03"):
        for language in ("en", "fr", "id"):
            shutil.copy(root / "data" / "articles" / f"{name}-{language}.md", folder)
    return folder


DRAWN = ("theme-shares", "themes-together", "topic-map", "topic-words")


@pytest.fixture(scope="module")
def few_figures():
    """Runs draw four figures: half of a small run's time is drawing, and what these tests are about is the stages."""
    from newsthemes.figures.registry import FIGURES, variants

    variants()
    every = dict(FIGURES)
    FIGURES.update({name: replace(made, in_run=()) for name, made in every.items() if name not in DRAWN})
    yield
    FIGURES.update(every)


class Definitions:
    ids = ["chips", "licences"]
    names = {"chips": "Chips", "licences": "Licences"}


def frame(columns, *rows):
    return pd.DataFrame(rows, columns=columns.split()).astype(object)


@pytest.fixture
def small_study():
    """Three articles in two languages, two of them one story; every number below can be counted by hand."""
    articles = frame(
        "article_id title source date language story_id text",
        ("a", "Chips", "Desk", "2024-01-05", "en", "a", "Menu. Chips are scarce. Weights are open."),
        ("b", "Chips", "Review", None, "fr", "a", "Les puces manquent. Chips are scarce too."),
        ("c", None, None, "2024-03-01", "en", "c", "Chips again."),
    )
    passages = frame(
        "passage_id article_id start end text language kept reason",
        ("a:0", "a", 0, 5, "Menu.", "en", False, "menu"),
        ("a:6", "a", 6, 23, "Chips are scarce.", "en", True, None),
        ("a:24", "a", 24, 41, "Weights are open.", "en", True, None),
        ("b:0", "b", 0, 19, "Les puces manquent.", "fr", True, None),
        ("b:20", "b", 20, 41, "Chips are scarce too.", "en", True, None),
        ("c:0", "c", 0, 12, "Chips again.", "en", True, None),
    ).astype({"start": int, "end": int, "kept": bool})
    kept = passages[passages["kept"]].reset_index(drop=True)
    presence = pd.DataFrame(
        {"chips": [True, False, True, True, True], "licences": [False, True, False, False, False]}
    )
    table = pd.DataFrame(
        {
            "topic": [0, 1], "label": ["chip", "weight"], "terms": ["chips; puces", "weights"],
            "terms_english": ["chips; chips", "weights"], "typical": ["Chips are scarce.", "Weights are open."],
            "terms_stories": ["2; 1", "1"], "stories": [2, 1], "size": [3, 1], "stability": [0.9, 0.5],
            "language_leak": [0.0, 1.0], "sources": [2, 1], "single_source": [False, True],
            "largest_story": [0.5, 1.0],
        }
    )  # fmt: skip
    topics = SimpleNamespace(
        assignment=np.array([0, 1, 0, 0, -1]), table=table,
        hierarchy=frame(
            "id parent label size", ("0", None, "chip", 3), ("0.0", "0", "scarce", 2), ("1", None, "weight", 1)
        ),
        articles=np.array([0, 0, 1, 1, 2]), stories=np.array([0, 0, 0, 0, 1]),
        quotes=pd.DataFrame({"topic": [0, 0, 1], "rank": [1, 2, 1], "row": [0, 2, 1]}), rung="some",
    )  # fmt: skip
    vectors = np.eye(5, dtype=np.float32)[[0, 1, 0, 0, 2]]

    from newsthemes.prevalence import prevalence

    def shares(by=None, unit="stories", measure="mentions"):
        return prevalence(study.articles, study.kept, study.presence, by, unit, measure, draws=10)

    study = SimpleNamespace(
        articles=articles, passages=passages, kept=kept, presence=presence, scores=presence.astype(float),
        topics=topics, vectors_of_kept=vectors, theme_definitions=Definitions(), prevalence=shares, seed=0,
    )  # fmt: skip
    return study


class FirstDirection:
    """An embedder that places a text at the first unit vector."""

    def embed(self, texts, languages):
        return np.eye(5, dtype=np.float32)[[0] * len(texts)]

    def warm(self, idle=0):
        pass


@pytest.fixture
def asked_study(small_study):
    """The small study with verbs."""
    from newsthemes.exploration.verbs import Exploration

    class Asked(Exploration):
        title, encoder, embedder = "three articles", "none", FirstDirection()

    asked = Asked()
    for name, value in vars(small_study).items():
        setattr(asked, name, value)
    asked.topics.strength = np.array([0.9, 0.8, 0.7, 0.6, 0.0])
    asked.topics.finer = np.array([0, -1, 0, -1, -1])
    asked.topics.claims, asked.topics.rung = ["Two topics hold."], "some"
    asked.contradictions = pd.DataFrame({"passage_a": ["a:6"], "passage_b": ["c:0"]})
    return asked
