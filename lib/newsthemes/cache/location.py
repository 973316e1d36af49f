"""Where the cache is."""

import os
from pathlib import Path

VARIABLE = "NEWSTHEMES_CACHE"


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
