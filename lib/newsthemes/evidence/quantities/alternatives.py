"""One pattern for many forms, that shares what they begin with: its time does not grow with their number."""

import re
from collections.abc import Container, Iterable
from typing import Any

from newsthemes.evidence.quantities.word_boundaries import PREFIXED, UNSPACED_LANGUAGES

NEVER = "(?!)"
LONGEST_PREFIX = 3
ENDINGS = ("", r"\w*+", r"(?!\w)")
LETTER_BEFORE = r"(?<![^\W\d_])"


def alternatives(forms: Iterable[str], language: str) -> str:
    """A pattern of whole words, the longest first; a form that ends in ``*`` goes on to the end of its word.

    >>> re.findall(alternatives(["more", "more than", "percent*"], "en"), "more than ten percentages, more")
    ['more than', 'percentages', 'more']
    """
    tree = {}
    for form in sorted(set(forms)):
        node = tree
        for atom in _atoms(form, language):
            node = node.setdefault(atom, {})
        node[""] = {}
    return f"(?>{_joined(tree)})" if tree else NEVER


def plain_form(text: str) -> str:
    """A form, or what a pattern of forms matched, as the key of a table: lower case, single spaces for hyphens."""
    return re.sub(r"[\s\u00a0\u202f-]", " ", text.lower()).rstrip("*").strip()


def known_form(text: str, table: Container[str]) -> str:
    """The key of a table of :func:`plain_form` that a match stands for: itself, or the longest that it begins with.

    >>> known_form("Milliarden", {"milliard": 1e9})
    'milliard'
    """
    form = plain_form(text)
    starts = range(
        min(LONGEST_PREFIX, len(form) - 1) + 1
    )  # Arabic writes "the" and "with" as parts of the word
    spans = ((start, end) for start in starts for end in range(len(form), start, -1))
    return next(form[start:end] for start, end in spans if form[start:end] in table)


def _atoms(form: str, language: str) -> list[str]:
    """A form letter by letter, with the boundaries that its first and last letters need."""
    stem = form.rstrip("*").strip()
    letters = [r"[\s\u00a0\u202f-]" if letter in " -" else re.escape(letter) for letter in stem.lower()]
    if language in UNSPACED_LANGUAGES and not stem.isascii():
        return letters
    opening = [LETTER_BEFORE + PREFIXED.get(language, "")] if stem[:1].isalpha() else []
    closing = ENDINGS[1:2] if form.endswith("*") else ENDINGS[2:] if stem[-1:].isalpha() else []
    return [*opening, *letters, *closing]


def _joined(tree: dict[str, Any]) -> str:
    """The pattern below a place of the tree; that a form ends here is tried last."""
    ordered = sorted(tree, key=lambda atom: (atom in ENDINGS, atom))
    branches = [atom + _joined(tree[atom]) if atom else "" for atom in ordered]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
