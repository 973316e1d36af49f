"""Encode what every run needs besides its corpus, and keep it with the package: python scripts/build_bundled_vectors.py

To be run after a change to the reference sentences, the bundled themes, labels or articles, or a glossary: the vectors
stay right without it, but a first run then encodes what is missing.
"""

from tempfile import TemporaryDirectory

from newsthemes.cache.bundled_vectors import write_ahead
from newsthemes.embedding import Embedder
from newsthemes.embedding.language_offset import reference
from newsthemes.themes import load_themes
from newsthemes.themes.classifier import learned_from


def encode_bundled(embedder):
    """Have ``embedder`` encode the reference sentences and all that the bundled themes learn from."""
    for language in reference():
        embedder.reads(language)
        embedder.glosses(language)
    themes = load_themes()
    learned_from(themes, embedder)


def main():
    with TemporaryDirectory() as cache:
        embedder = Embedder(cache=cache)
        embedder.store.ahead = {}
        encode_bundled(embedder)
        write_ahead(embedder.encoder.key, embedder.store.everything())
        embedder.store.close()


if __name__ == "__main__":
    main()
