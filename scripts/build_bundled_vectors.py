"""Encode what every run needs besides its corpus, and keep it with the package: python scripts/build_bundled_vectors.py

To be run after a change to the reference sentences, the bundled themes, labels or articles, or a glossary: the vectors
stay right without it, but a first run then encodes what is missing.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from newsthemes.cache.bundled_vectors import write_ahead
from newsthemes.cache.vectors import VectorCache
from newsthemes.embedding import Embedder
from newsthemes.embedding.language_offset import reference
from newsthemes.themes import load_themes
from newsthemes.themes.classifier import background_scores


def encode_bundled(embedder):
    """Have ``embedder`` encode the reference sentences and all that the bundled themes learn from."""
    for language, sentences in reference().items():
        embedder.embed(sentences, [language] * len(sentences))
    background_scores(load_themes(), embedder)


def main():
    with TemporaryDirectory() as cache:
        embedder = Embedder(cache=cache)
        stores = {}
        for name, view in embedder.views.items():
            view.store = stores[view.encoder.key] = VectorCache(view.encoder.key, Path(cache) / name)
            view.store.ahead = {}
        encode_bundled(embedder)
        write_ahead({key: store.everything() for key, store in stores.items()})
        for store in stores.values():
            store.close()


if __name__ == "__main__":
    main()
