"""A topic-modelling study of multilingual news whose every number can be checked."""

from importlib import import_module

__version__ = "0.1.0"

# Public names and where they live; imported at first use, because the modules below them are heavy.
_HOMES = {
    "InputError": "errors",
    "Study": "study",
    "Topics": "topics",
    "article_topics": "topics",
    "assign_stories": "stories",
    "embed": "embedding",
    "find_topics": "topics",
    "language_leak": "embedding",
    "language_support": "embedding",
    "load_themes": "themes",
    "read_corpus": "corpus",
    "score_themes": "themes",
    "split_passages": "passages",
    "theme_presence": "themes",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"newsthemes.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'newsthemes' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
