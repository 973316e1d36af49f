"""A headline is part of its article in every container: the first line of its text."""

import re
import unicodedata

from newsthemes.corpus.readers.frontmatter import front_matter

FIRST_LINES = 6  # among which a headline stands, below a kicker, a date or a byline
LABEL = 20  # characters that may stand beside it, such as "Title:" or Markdown marks
LOOKED_AT = 5_000  # characters


def with_headline(text: str, title: str | None) -> str:
    """The text with its title as its first line; as it is where it begins with it, or states it in its front matter.

    >>> with_headline("The ferry sails again.", "Ferry news")
    'Ferry news\\n\\nThe ferry sails again.'
    """
    if not title or not letters(title) or begins_with(text, title):
        return text
    body = front_matter(text)[1]
    return f"{text[:body]}{title}\n\n{text[body:]}"


def begins_with(text: str, title: str) -> bool:
    begin = front_matter(text)[1]
    if title in text[:begin]:
        return True
    body = text[begin:][:LOOKED_AT]
    lines = [line for line in body.splitlines() if line.strip()][:FIRST_LINES]
    return any(is_headline(line, title) for line in lines) or letters(body).startswith(letters(title))


def is_headline(line: str, title: str) -> bool:
    """Whether a line is the title, whatever its case and marks, with a label at most."""
    spelled = letters(title)
    return (
        len(line) <= 2 * len(title) + LABEL
        and bool(spelled)
        and spelled in (said := letters(line))
        and (len(said) <= len(spelled) + LABEL)
    )


def letters(text: str) -> str:
    """Letters and digits alone, without case and width."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())
