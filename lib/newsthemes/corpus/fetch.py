"""A list of URLs: each page fetched politely, then read as a saved page would be.

trafilatura's own downloader follows redirects by itself, where a private address could hide, so the
fetching is urllib3 (trafilatura's own dependency); the reading is trafilatura, as for any page.
"""

import ipaddress
import re
import socket
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from newsthemes.corpus.discover import Input, Problem
from newsthemes.corpus.read_file import Articles, read_content, reason_of
from newsthemes.corpus.readers.content import Content

AGENT = "newsthemes/0.1 (topic study; one request at a time)"
PAUSE = 1.0  # seconds between two requests to one host, more where its robots.txt asks for more
LONGEST_PAUSE = 30.0
TIMEOUT = 20.0
LARGEST_PAGE = 16 << 20  # bytes
REDIRECTS = 5
NOT_PUBLIC = "address not public"
HOSTS = 8  # hosts that are asked at the same time


class Refused(Exception):
    """A page that was not fetched: (reason, detail)."""


class Page(NamedTuple):
    data: bytes
    url: str  # after redirects


def url_lines(text: str) -> list[tuple[int, str]]:
    """(line number, URL) of every line that is no comment."""
    lines = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
    return [(number, line) for number, line in lines if line and not line.startswith("#")]


def read_urls(found: Input, text: str, pause: float = PAUSE, allow_private: bool = False) -> Articles:
    """Fetch a list of URLs: one request at a time a host, as its robots.txt allows, at most 16 MB each.

    Addresses that are not public (loopback, private networks, link-local) are refused, also after a
    redirect; `allow_private` lets a test use a server of its own. Articles come in the order of lines.
    """
    hosts: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, url in dict((url, (number, url)) for number, url in reversed(url_lines(text))).values():
        hosts[_host(url)].append((number, url))
    with ThreadPoolExecutor(HOSTS) as pool:
        visits = [
            pool.submit(_visit, found.path, sorted(urls), pause, allow_private) for urls in hosts.values()
        ]
        results = [result for visit in visits for result in visit.result()]
    articles = [article for _, articles, _ in sorted(results, key=lambda r: r[0]) for article in articles]
    return articles, [problem for _, _, problems in results for problem in problems]


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:  # no address at all: reported when its turn comes
        return ""


def _visit(
    path: str, urls: list[tuple[int, str]], pause: float, allow_private: bool
) -> list[tuple[int, list, list]]:
    """All pages of one host, one after the other."""
    host = Host(pause, allow_private)
    return [(number, *_read_page(host, path, number, url)) for number, url in urls]


def _read_page(host: "Host", path: str, number: int, url: str) -> Articles:
    item = f"{path}:{number}"
    try:
        page = host.fetch(url)
        articles, problems = read_content(
            Content(item, urlsplit(page.url).path, {}, bytes_=page.data, url=page.url)
        )
    except Refused as refused:
        return [], [Problem(item, *refused.args)]
    except Exception as error:  # whatever a server sends, the other pages are read
        _, reason, detail = reason_of(item, error)
        return [], [Problem(item, reason, f"{url}: {detail}" if detail else url)]
    problems = [p._replace(detail=f"{url}: {p.detail}" if p.detail else url) for p in problems]
    return [
        a | {"path": path, "row": _row(number, a), "url": a.get("url") or page.url} for a in articles
    ], problems


def _row(number: int, article: dict) -> str:
    """The line of the list, and which article of that page where it has several."""
    return f"{number}#{article['row']}" if article.get("row") else str(number)


class Host:
    """Requests to one host, spaced, within its robots.txt."""

    def __init__(self, pause: float, allow_private: bool):
        self.pause, self.allow_private = pause, allow_private
        self.robots: dict[str, RobotFileParser] = {}
        self.last = 0.0

    def fetch(self, url: str) -> Page:
        """Raises Refused with the reason and its detail."""
        for _ in range(REDIRECTS + 1):
            if not self._robots(url).can_fetch(AGENT, url):
                raise Refused("robots.txt forbids it", url)
            status, headers, data = self._get(url)
            if status in (301, 302, 303, 307, 308) and headers.get("Location"):
                url = urljoin(url, headers["Location"])
                continue
            if status != 200:
                raise Refused(f"HTTP {status}", url)
            return Page(data, url)
        raise Refused("too many redirects", url)

    def _robots(self, url: str) -> RobotFileParser:
        """As RFC 9309 says: a robots.txt that is missing allows all, one behind a server error nothing."""
        parts = _web_address(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self.robots:
            rules = RobotFileParser()
            try:
                status, _, data = self._get(site + "/robots.txt")
            except Refused as refused:
                if refused.args[0] == NOT_PUBLIC:
                    raise Refused(NOT_PUBLIC, url) from refused
                status, data = 503, b""
            if status >= 500:
                rules.disallow_all = True
            else:
                rules.parse(data.decode("utf-8", "replace").splitlines() if status == 200 else [])
            self.robots[site] = rules
            self.pause = max(self.pause, min(float(rules.crawl_delay(AGENT) or 0), LONGEST_PAUSE))
        return self.robots[site]

    def _get(self, url: str) -> tuple[int, dict, bytes]:
        import urllib3

        parts = _web_address(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        address = self._address(parts.hostname, port, url)
        time.sleep(max(0.0, self.last + self.pause - time.monotonic()))
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        # The address that was checked is the one that is asked, so a name cannot be pointed elsewhere in between.
        secure = (
            {"assert_hostname": parts.hostname, "server_hostname": parts.hostname}
            if parts.scheme == "https"
            else {}
        )
        kind = urllib3.HTTPSConnectionPool if secure else urllib3.HTTPConnectionPool
        try:
            with kind(address, port, timeout=TIMEOUT, retries=False, **secure) as pool:
                headers = {
                    "Host": parts.netloc.rpartition("@")[2],
                    "User-Agent": AGENT,
                    "Accept-Encoding": "gzip",
                }
                response = pool.request("GET", target, headers=headers, redirect=False, preload_content=False)
                return response.status, response.headers, _body(response, url)
        except urllib3.exceptions.HTTPError as error:
            raise Refused("not fetched", f"{url}: {_why(error)}") from error
        finally:
            self.last = time.monotonic()

    def _address(self, name: str, port: int, url: str) -> str:
        try:
            found = [info[4][0] for info in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError) as error:
            raise Refused("not fetched", f"{url}: the host is not known") from error
        if not self.allow_private and not all(
            ipaddress.ip_address(a.partition("%")[0]).is_global for a in found
        ):
            raise Refused(NOT_PUBLIC, url)
        return found[0]


def _web_address(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # a broken IPv6 address, a port that is no number
        sound = False
    if not sound:
        raise Refused("not a web address", url)
    return parts


def _body(response, url: str) -> bytes:
    """The content, unpacked as it comes, so that neither its length nor its packing can exceed the cap."""
    deadline = time.monotonic() + 3 * TIMEOUT
    parts, size = [], 0
    for part in response.stream(65_536, decode_content=True):
        parts.append(part)
        size += len(part)
        if size > LARGEST_PAGE:
            raise Refused("too large", f"{url}: over {LARGEST_PAGE >> 20} MB")
        if time.monotonic() > deadline:
            raise Refused("not fetched", f"{url}: too slow")
    return b"".join(parts)


def _why(error: Exception) -> str:
    return re.sub(r"^.*?: ", "", str(error).splitlines()[0])[:200] if str(error) else type(error).__name__
