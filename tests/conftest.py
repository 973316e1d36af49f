import os
import shutil
from pathlib import Path

import pytest

os.environ["HF_HUB_OFFLINE"] = "1"  # a test that reaches for the network fails at once
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

ROOT = Path(__file__).parents[1]


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
