"""Where the cache is, and that nothing breaks where there can be none."""

import os
import subprocess
import sys
from pathlib import Path

from newsthemes.cache.location import cache_folder

EMBED_ONE = "from newsthemes.cache.vectors import VectorCache; print(VectorCache('key').get(['text']))"


def test_the_variable_names_it(monkeypatch, tmp_path):
    monkeypatch.setenv("NEWSTHEMES_CACHE", str(tmp_path / "mine"))
    assert cache_folder() == tmp_path / "mine"


def test_by_default_it_is_in_the_users_cache_folder(monkeypatch, tmp_path):
    monkeypatch.delenv("NEWSTHEMES_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "newsthemes" or sys.platform != "linux"


def test_without_a_home_nothing_is_cached_and_nothing_breaks():
    environment = {key: value for key, value in os.environ.items() if key in ("PATH", "PYTHONPATH")}
    done = subprocess.run(
        [sys.executable, "-c", EMBED_ONE],
        capture_output=True,
        text=True,
        env={**environment, "HOME": str(Path("/proc/none"))},
    )
    assert (done.returncode, done.stdout.strip()) == (0, "{}"), done.stderr
