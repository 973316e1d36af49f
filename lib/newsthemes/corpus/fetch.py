"""A list of URLs: each page fetched politely, then read as a saved page would be.

trafilatura's own downloader follows redirects by itself, where a private address could hide, so the
fetching is urllib3 (trafilatura's own dependency); the reading is trafilatura, as for any page.
"""

import ipaddress
import re
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from urllib.parse import SplitResult, unquote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from newsthemes.corpus.discover import Input, Problem
from newsthemes.corpus.read_file import Articles, read_content, reason_of
from newsthemes.corpus.readers.content import Content
from newsthemes.corpus.validators import Fetched, validator
from newsthemes.web_address import web_address, without_login

if TYPE_CHECKING:
    from urllib3 import HTTPConnectionPool
    from urllib3.response import BaseHTTPResponse

AGENT = "newsthemes/0.1 (topic study; one request at a time)"
PAUSE = 1.0  # seconds between two requests to one host, more where its robots.txt asks for more
LONGEST_PAUSE = 30.0
TIMEOUT = 20.0  # seconds without a byte
DEADLINE = 60.0  # seconds that an answer may take in all, its header and its content
LARGEST_PAGE = 16 << 20  # bytes
REDIRECTS = 5
NOT_PUBLIC = "address not public"
NOT_REACHED = "host not reached"
NAT64 = [ipaddress.ip_network(network) for network in ("64:ff9b::/96", "64:ff9b:1::/48")]
HOSTS = 8  # hosts that are asked at the same time


class Refused(Exception):
    """A page that was not fetched: (reason, detail)."""


class Page(NamedTuple):
    """``data`` is None where the page is the same as before; ``url`` that after redirects."""

    data: bytes | None
    url: str
    etag: str | None = None
    modified: str | None = None


def url_lines(text: str) -> list[tuple[int, str]]:
    """(line number, URL) of every line that is no comment."""
    lines = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
    return [(number, line) for number, line in lines if line and not line.startswith("#")]


def read_urls(
    found: Input,
    text: str,
    pause: float = PAUSE,
    allow_private: bool = False,
    fetched: dict[str, Fetched] | None = None,
) -> Articles:
    """Fetch a list of URLs: one request at a time a host, as its robots.txt allows, at most 16 MB each.

    Addresses that are not public (loopback, private networks, link-local, multicast, and those that lead to others
    by NAT64, 6to4 or Teredo) are refused, also after a redirect; `allow_private` lets a test use a server of its own.
    A user and a password in a URL are sent to its host and written nowhere. Articles come in the order of lines.

    ``fetched``: {URL: what is known of it from an earlier run}; a page that its server says is still the same is not
    sent again. What is known now takes its place.
    """
    fetched = {} if fetched is None else fetched
    hosts: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, url in dict((url, (number, url)) for number, url in reversed(url_lines(text))).values():
        hosts[_host(url)].append((number, url))
    turns = Turns()
    with ThreadPoolExecutor(HOSTS) as pool:
        visits = [
            pool.submit(_visit, found.path, sorted(urls), Host(pause, allow_private, turns), fetched)
            for urls in hosts.values()
        ]
        results = [result for visit in visits for result in visit.result()]
    articles = [article for _, articles, _ in sorted(results, key=lambda r: r[0]) for article in articles]
    return articles, [problem for _, _, problems in results for problem in problems]


def asked_again(reason: str) -> bool:
    """Whether the next run should ask for a page anew: its host or its server failed, and may not fail again."""
    return reason in ("not fetched", NOT_REACHED, "HTTP 408", "HTTP 429") or reason.startswith("HTTP 5")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:  # no address at all: reported when its turn comes
        return ""


class Turns:
    """Whose turn it is to ask an address, however many names it has: one request at a time, with a pause between."""

    def __init__(self) -> None:
        self.locks: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self.last: dict[str, float] = {}

    @contextmanager
    def at(self, address: str, pause: float) -> Iterator[None]:
        with self.locks[address]:
            time.sleep(max(0.0, self.last.get(address, 0.0) + pause - time.monotonic()))
            try:
                yield
            finally:
                self.last[address] = time.monotonic()


def _visit(
    path: str, urls: list[tuple[int, str]], host: "Host", fetched: dict[str, Fetched]
) -> list[tuple[int, list, list]]:
    """All pages of one host, one after the other."""
    return [(number, *_read_page(host, path, number, url, fetched)) for number, url in urls]


def _read_page(host: "Host", path: str, number: int, url: str, fetched: dict[str, Fetched]) -> Articles:
    item, address, url = f"{path}:{number}", url, without_login(url)
    before = fetched.pop(url, None)
    try:
        page = host.fetch(address, before.conditions() if before else {})
        if page.data is None:
            same = before.articles if before else []
            articles, problems = [a | {"row": a["row"].partition("#")[2]} for a in same], []
        else:
            articles, problems = read_content(
                Content(item, urlsplit(page.url).path, {}, bytes_=page.data, url=page.url)
            )
    except Refused as refused:
        return [], [Problem(item, *refused.args)]
    except Exception as error:  # whatever a server sends, the other pages are read
        _, reason, detail = reason_of(item, error)
        return [], [Problem(item, reason, f"{url}: {detail}" if detail else url)]
    problems = [p._replace(detail=f"{url}: {p.detail}" if p.detail else url) for p in problems]
    articles = [a | {"path": path, "row": _row(number, a), "url": a.get("url") or page.url} for a in articles]
    if (page.etag or page.modified) and not problems:  # else it is asked for anew, and says so again
        fetched[url] = Fetched(page.etag, page.modified, articles)
    return articles, problems


def _row(number: int, article: dict) -> str:
    """The line of the list, and which article of that page where it has several."""
    return f"{number}#{article['row']}" if article.get("row") else str(number)


class Host:
    """Requests to one host, spaced, within its robots.txt."""

    def __init__(self, pause: float, allow_private: bool, turns: Turns | None = None) -> None:
        self.pause, self.allow_private, self.turns = pause, allow_private, turns or Turns()
        self.robots: dict[str, RobotFileParser] = {}
        self.dead: dict[str, str] = {}  # why a site could not be reached: it is asked once
        self.logins: dict[str, str] = {}  # of a site, never part of a URL

    def fetch(self, url: str, conditions: Mapping[str, str] | None = None) -> Page:
        """Raises Refused with the reason and its detail. ``conditions``: headers that ask only for a changed page."""
        conditions = conditions or {}
        url = self._without_login(url)
        for _ in range(REDIRECTS + 1):
            if not self._robots(url).can_fetch(AGENT, url):
                raise Refused("robots.txt forbids it", url)
            status, headers, data = self._get(url, conditions)
            etag, modified = validator(headers, "ETag"), validator(headers, "Last-Modified")
            if status == 304 and conditions:
                etag = etag or conditions.get("If-None-Match")
                return Page(None, url, etag, modified or conditions.get("If-Modified-Since"))
            if status in (301, 302, 303, 307, 308) and headers.get("Location"):
                url = without_login(urljoin(url, headers["Location"]))
                continue
            if status != 200:
                raise Refused(f"HTTP {status}", url)
            return Page(data, url, etag, modified)
        raise Refused("too many redirects", url)

    def _without_login(self, url: str) -> str:
        parts = _parts(url)
        shown = without_login(url)
        if parts.username is not None:
            self.logins[_site(_parts(shown))] = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        return shown

    def _robots(self, url: str) -> RobotFileParser:
        """As RFC 9309 says: a robots.txt that is missing allows all, one behind a server error nothing."""
        site = _site(_parts(url))
        if site in self.dead:
            raise Refused(NOT_REACHED, f"{url}: {self.dead[site]}")
        if site not in self.robots:
            rules = RobotFileParser()
            try:
                status, _, data = self._get(site + "/robots.txt")
            except Refused as refused:
                if refused.args[0] == NOT_PUBLIC:
                    raise Refused(NOT_PUBLIC, url) from refused
                if refused.args[0] != NOT_REACHED:
                    raise Refused(refused.args[0], f"{url}: its robots.txt: {refused.args[1]}") from refused
                self.dead[site] = refused.args[1].partition(": ")[2]
                raise Refused(NOT_REACHED, f"{url}: {self.dead[site]}") from refused
            if status >= 500:
                rules.disallow_all = True  # type: ignore[attr-defined]
            else:
                rules.parse(data.decode("utf-8", "replace").splitlines() if status == 200 else [])
            self.robots[site] = rules
            self.pause = max(self.pause, min(float(rules.crawl_delay(AGENT) or 0), LONGEST_PAUSE))
        return self.robots[site]

    def _get(
        self, url: str, conditions: Mapping[str, str] | None = None
    ) -> tuple[int, Mapping[str, str], bytes]:
        import urllib3

        parts = _parts(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        address = self._address(parts.hostname, port, url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        # The address that was checked is the one that is asked, so a name cannot be pointed elsewhere in between.
        secure: dict[str, Any] = (
            {"assert_hostname": parts.hostname, "server_hostname": parts.hostname}
            if parts.scheme == "https"
            else {}
        )
        kind = urllib3.HTTPSConnectionPool if secure else urllib3.HTTPConnectionPool
        headers = {"Host": parts.netloc, "User-Agent": AGENT, "Accept-Encoding": "gzip", **(conditions or {})}
        if login := self.logins.get(_site(parts)):
            headers |= urllib3.make_headers(basic_auth=login)
        with (
            self.turns.at(address, self.pause),
            kind(address, port, timeout=TIMEOUT, retries=False, **secure) as pool,
            Deadline(pool) as deadline,
        ):
            try:
                response = pool.request("GET", target, headers=headers, redirect=False, preload_content=False)
                answer = response.status, response.headers, _body(response, url)
            except (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError) as error:
                raise Refused(NOT_REACHED, f"{url}: {parts.hostname} {_why(error)}") from error
            except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
                why = f"no whole answer within {DEADLINE:.0f} s" if deadline.passed else _why(error)
                raise Refused("not fetched", f"{url}: {why}") from error
        if deadline.passed:
            raise Refused("not fetched", f"{url}: no whole answer within {DEADLINE:.0f} s")
        return answer

    def _address(self, name: str, port: int, url: str) -> str:
        try:
            found = [str(info[4][0]) for info in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError) as error:
            raise Refused(NOT_REACHED, f"{url}: no host is called {name[:80]}") from error
        if not self.allow_private and not all(is_public(a.partition("%")[0]) for a in found):
            raise Refused(NOT_PUBLIC, url)
        return found[0]


class Deadline:
    """Ends connections when an answer takes too long: each byte of one that drips resets the timeout."""

    def __init__(self, pool: "HTTPConnectionPool") -> None:
        self.passed, self.open = False, []
        plain: Any = pool.ConnectionCls

        class Watched(plain):
            def connect(connection: Any) -> None:
                super().connect()
                self.open.append(connection.sock)

        pool.ConnectionCls = Watched
        self.timer = threading.Timer(DEADLINE, self._end)
        self.timer.daemon = True

    def _end(self) -> None:
        self.passed = True
        for connected in self.open:
            with suppress(OSError):
                connected.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        self.timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.timer.cancel()


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, and does not lead to another one inside it.

    >>> is_public("93.184.216.34"), is_public("64:ff9b::7f00:1"), is_public("224.0.0.1"), is_public("2002:7f00:1::")
    (True, False, False, False)
    """
    ip = ipaddress.ip_address(address)
    tunnelled = ip.version == 6 and (
        ip.sixtofour or ip.teredo or any(ip in network for network in NAT64) or ip.ipv4_mapped
    )
    return ip.is_global and not ip.is_multicast and not tunnelled


def _site(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def _parts(url: str) -> SplitResult:
    """The parts of a web address. Raises Refused for anything else."""
    if not (parts := web_address(url)):
        raise Refused("not a web address", without_login(url))
    return parts


def _body(response: "BaseHTTPResponse", url: str) -> bytes:
    """The content, unpacked as it comes, so that neither its length nor its packing can exceed the cap."""
    parts, size = [], 0
    for part in response.stream(65_536, decode_content=True):
        parts.append(part)
        size += len(part)
        if size > LARGEST_PAGE:
            raise Refused("too large", f"{url}: over {LARGEST_PAGE >> 20} MB")
    return b"".join(parts)


def _why(error: Exception) -> str:
    return re.sub(r"^.*?: ", "", str(error).splitlines()[0])[:200] if str(error) else type(error).__name__
