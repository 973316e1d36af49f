"""A theme that is being written: its name, definition and seeds, and the edits made to it, which can be undone."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from newsthemes.errors import InputError
from newsthemes.themes import Theme

MOST_SEED = 400  # characters of a passage that becomes a seed


class DraftTheme:
    """The theme as it stands (``theme``) and as it stood before each edit (``earlier``, the last at the end).

    >>> draft = DraftTheme(Theme("chips", "Chips", "Who gets chips."))
    >>> draft.add_seed("fr", "Les puces manquent.").seeds
    (('fr', 'Les puces manquent.'),)
    >>> draft.undo().seeds
    ()
    """

    def __init__(self, theme: Theme) -> None:
        self.theme, self.earlier = theme, []

    def edit(self, **changes: Any) -> Theme:
        """Change name, definition or seeds ((language, phrase), …). Raises InputError where a theme has no words."""
        changed = replace(self.theme, **_cleaned(changes))
        if not changed.name:
            raise InputError("theme: give it a name")
        if changed != self.theme:
            self.earlier.append(self.theme)
            self.theme = changed
        return self.theme

    def add_seed(self, language: str | None, phrase: str) -> Theme:
        """Add a phrase or quote to the seeds, once."""
        return self.edit(seeds=(*self.theme.seeds, (language or self.theme.language, phrase)))

    def undo(self) -> Theme:
        """Go back by one edit; at the first there is none to take back."""
        if self.earlier:
            self.theme = self.earlier.pop()
        return self.theme


def theme_id(name: str, taken: Collection[str] = ()) -> str:
    """Return an id for a new theme: its name in Latin letters, digits and _, not among those taken.

    >>> theme_id("Vie privée"), theme_id("隐私", {"theme"})
    ('vie_privee', 'theme_2')
    """
    latin = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]++", "_", latin).strip("_0123456789") or "theme"
    number, found = 1, slug
    while found in taken:
        number += 1
        found = f"{slug}_{number}"
    return found


def changes(before: Theme | None, after: Theme) -> str:
    """Return in words what an edit changed.

    >>> changes(Theme("a", "A"), Theme("a", "B", seeds=(("en", "rain"),)))
    'name; seeds added: rain'
    """
    if before is None:
        return "new theme"
    parts = [name for name in ("name", "definition") if getattr(before, name) != getattr(after, name)]
    for verb, one, other in (("added", after, before), ("removed", before, after)):
        phrases = [phrase for language, phrase in one.seeds if (language, phrase) not in other.seeds]
        parts += [f"seeds {verb}: {' | '.join(phrases)}"] if phrases else []
    return "; ".join(parts) or "nothing"


def _cleaned(changes: dict[str, Any]) -> dict[str, Any]:
    cleaned: dict[str, Any] = {
        name: " ".join(str(value).split()) for name, value in changes.items() if name != "seeds"
    }
    if "seeds" in changes:
        pairs = [
            (code or "en", " ".join(str(phrase).split())[:MOST_SEED]) for code, phrase in changes["seeds"]
        ]
        cleaned["seeds"] = tuple(dict.fromkeys((code, phrase) for code, phrase in pairs if phrase))
    return cleaned
