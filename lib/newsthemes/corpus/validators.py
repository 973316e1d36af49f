"""What servers said of pages that were read before, so that a page which has not changed is not sent again.

ETag and Last-Modified are the validators of a page (RFC 9110, 13.1); asked with them, a server answers 304, without
the page, where it is still the same.
"""

from collections.abc import Mapping
from typing import NamedTuple

LONGEST = 300  # characters of a validator that is kept


class Fetched(NamedTuple):
    """A page that was read: its validators, and the articles that it gave.

    >>> Fetched('"a1"', None, []).conditions()
    {'If-None-Match': '"a1"'}
    """

    etag: str | None
    modified: str | None
    articles: list[dict]

    def conditions(self) -> dict[str, str]:
        """Return the headers of a request for the page unless it is the same; none where its server said nothing."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in asked.items() if value}


def validator(headers: Mapping[str, str], name: str) -> str | None:
    """Return a header's value where it is one that may be sent back.

    >>> validator({"ETag": '"a1"'}, "ETag"), validator({"ETag": "x" * 400}, "ETag")
    ('"a1"', None)
    """
    value = headers.get(name) or ""
    return value if 0 < len(value) <= LONGEST and value.isascii() and value.isprintable() else None
