"""Where the cache is, and where libraries find a place for theirs."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

VARIABLE = "NEWSTHEMES_CACHE"
COMPILED = "NUMBA_CACHE_DIR"
MODELS = "HF_HOME"  # what Hugging Face has downloaded


def cache_folder() -> Path | None:
    """Return the folder of the cache: ``$NEWSTHEMES_CACHE``, or that of newsthemes in the user's cache folder.

    None where there is neither, as for a user without a home: nothing is cached then.
    """
    if named := os.environ.get(VARIABLE):
        return Path(named)
    from platformdirs import user_cache_path

    try:
        return user_cache_path("newsthemes", appauthor=False)
    except (RuntimeError, OSError):
        return None


def provide_home() -> None:
    """Give libraries a home until this process ends, where the user has none that can be written.

    numba (by way of UMAP), matplotlib and Jupyter keep files there, and raise an error or complain without. Models that
    are kept in a home that can only be read are still found.
    """
    if os.environ.get(COMPILED) and not _writable(Path(os.environ[COMPILED])):
        del os.environ[COMPILED]
    home = os.path.expanduser("~")
    if not home.startswith("~") and _writable(Path(home)):
        return
    models = Path(home, ".cache", "huggingface")
    if MODELS not in os.environ and os.access(models, os.R_OK):
        os.environ[MODELS] = str(models)
    os.environ["HOME"] = tempfile.mkdtemp(prefix="newsthemes-home-")
    atexit.register(shutil.rmtree, os.environ["HOME"], ignore_errors=True)


def _writable(folder: Path) -> bool:
    """Whether a file can be made in a folder; as root, all permissions say yes, also for /proc."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
