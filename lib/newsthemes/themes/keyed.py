"""Arguments that can't be compared, for functions that keep their results: compared by a key instead."""

from dataclasses import fields

from newsthemes.remembered import remembered


class Keyed:
    """``embedder`` and ``rest``, equal to another when ``key`` and the embedder's ways are.

    An encoder without a key (a function) is only equal to itself.
    """

    def __init__(self, key, embedder, *rest):
        encoder = embedder.encoder.key or f"function {id(embedder.encoder)}"
        self.key = (key, encoder, embedder.gloss, embedder.offset)
        self.embedder, self.rest = embedder, rest

    def __hash__(self):
        return hash(self.key)

    def __eq__(self, other):
        return self.key == other.key

    def remembered(self, kind, make):
        """``make()``, a dataclass of a ``kind``, made once for all processes; with an encoder that has no key, anew."""
        if self.embedder.encoder.key is None:
            return make()
        name = kind.__name__.lower()
        return kind(**remembered(name, [self.key], lambda: _fields(make())))


def _fields(made):
    return {field.name: getattr(made, field.name) for field in fields(made)}
