"""Learn the bundled themes and score the background, once for all: python scripts/build_bundled_results.py

To be run after ``build_bundled_vectors.py``, and after a change to the code of themes or what it imports: results stay
right without it, but a first run then spends some ten seconds of processor time on them.
"""

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from newsthemes.cache.location import VARIABLE
from newsthemes.cache.memo import BUNDLED
from newsthemes.embedding import Embedder
from newsthemes.themes import load_themes
from newsthemes.themes.classifier import background_scores

KINDS = "learned", "backgroundscores"  # what is small and slow


def main():
    shutil.rmtree(BUNDLED, ignore_errors=True)
    BUNDLED.mkdir()
    with TemporaryDirectory() as cache:
        os.environ[VARIABLE] = cache
        background_scores(load_themes(), Embedder())
        for path in sorted(Path(cache, "memo").glob("*.npz")):
            if path.name.startswith(KINDS):
                shutil.copy(path, BUNDLED / f"{path.stem}.zip")


if __name__ == "__main__":
    main()
