"""Addresses of the web: whether a text is one, and how it is shown without a secret."""

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit


def web_address(url: str) -> SplitResult | None:
    """Return the parts of an http or https URL with a host; None for anything else.

    >>> web_address("https://news.example/a").hostname, web_address("https://[::1"), web_address("ftp://news.example")
    ('news.example', None, None)
    """
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # a broken IPv6 address, a port that is no number
        return None
    return parts if sound else None


def without_login(url: str) -> str:
    """Return a URL without the user and the password that it may hold.

    >>> without_login("https://ada:s3cret@news.example/a?b=1"), without_login("http://ada:s3@cret@[news")
    ('https://news.example/a?b=1', 'http://[news')
    """
    try:
        parts = urlsplit(url)
        return (
            urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if "@" in parts.netloc else url
        )
    except ValueError:
        return re.sub(r"//[^/]*@", "//", url)
