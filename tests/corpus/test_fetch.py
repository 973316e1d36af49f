"""Lists of URLs, fetched from a server on this machine."""

import gzip
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from newsthemes.corpus import fetch as web
from newsthemes.corpus import read
from newsthemes.corpus.discover import Input
from newsthemes.study.incremental import PreviousRun

PARAGRAPH = (
    "The night train will stop at the harbour again from May, the regional operator said after a vote. "
)
PAGE = (
    "<!doctype html><html lang='en'><head><title>Night train</title></head>"
    f"<body><article><h1>Night train</h1><p>{PARAGRAPH * 3}</p></article></body></html>"
)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        with server.lock:
            server.asked.append((self.path, time.monotonic()))
            server.open += 1
            server.most_open = max(server.most_open, server.open)
        status, headers, body = server.pages.get(self.path, (404, {}, b"not here"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        with server.lock:
            server.open -= 1

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.pages, server.asked, server.lock, server.open, server.most_open = (
            {},
            [],
            threading.Lock(),
            0,
            0,
        )
        server.site = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def fetch(server, tmp_path, *targets, pause=0.0, allow_private=True):
    file = tmp_path / "urls.txt"
    file.write_text("# pages\n" + "\n".join(server.site + target for target in targets))
    return web.read_urls(Input(file, "urls.txt"), file.read_text(), pause, allow_private)


def test_pages_become_articles_in_the_order_of_lines(server, tmp_path):
    server.pages["/a"] = (200, {"Content-Type": "text/html"}, PAGE.encode())
    server.pages["/b"] = (
        200,
        {"Content-Encoding": "gzip"},
        gzip.compress(PAGE.replace("Night", "Day").encode()),
    )
    articles, problems = fetch(server, tmp_path, "/b", "/a", "/b")
    assert [(a["path"], a["row"], a["url"], a["title"], a["language"]) for a in articles] == [
        ("urls.txt", "2", f"{server.site}/b", "Day train", "en"),
        ("urls.txt", "3", f"{server.site}/a", "Night train", "en"),
    ]
    assert problems == []
    assert [path for path, _ in server.asked] == ["/robots.txt", "/b", "/a"]


def test_a_page_that_is_gone_is_reported_by_its_line(server, tmp_path):
    articles, problems = fetch(server, tmp_path, "/gone")
    assert articles == []
    assert problems == [("urls.txt:2", "HTTP 404", f"{server.site}/gone")]


def test_robots_txt_is_obeyed(server, tmp_path):
    server.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /private\n")
    server.pages["/private/a"] = server.pages["/open"] = (200, {}, PAGE.encode())
    articles, problems = fetch(server, tmp_path, "/private/a", "/open")
    assert [a["url"] for a in articles] == [f"{server.site}/open"]
    assert problems == [("urls.txt:2", "robots.txt forbids it", f"{server.site}/private/a")]
    assert "/private/a" not in [path for path, _ in server.asked]


def test_a_site_whose_robots_txt_fails_is_left_alone(server, tmp_path):
    server.pages["/robots.txt"] = (503, {}, b"")
    server.pages["/a"] = (200, {}, PAGE.encode())
    assert fetch(server, tmp_path, "/a")[1] == [("urls.txt:2", "robots.txt forbids it", f"{server.site}/a")]


def test_a_host_is_asked_one_page_at_a_time_with_pauses(server, tmp_path):
    server.pages.update({f"/{i}": (200, {}, PAGE.encode()) for i in range(4)})
    fetch(server, tmp_path, "/0", "/1", "/2", "/3", pause=0.1)
    times = [when for _, when in server.asked]
    assert server.most_open == 1
    assert all(later - earlier >= 0.09 for earlier, later in zip(times, times[1:], strict=False))


@pytest.mark.slow
def test_a_large_page_is_refused(server, tmp_path, monkeypatch):
    monkeypatch.setattr(web, "LARGEST_PAGE", 1 << 20)
    server.pages["/plain"] = (200, {}, b"a" * (2 << 20))
    server.pages["/packed"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(200 << 20)))
    problems = fetch(server, tmp_path, "/plain", "/packed")[1]
    assert [(p.item, p.reason) for p in problems] == [
        ("urls.txt:2", "too large"),
        ("urls.txt:3", "too large"),
    ]


def test_private_addresses_are_refused_without_a_request(server, tmp_path):
    articles, problems = fetch(server, tmp_path, "/a", allow_private=False)
    assert articles == [] and server.asked == []
    assert problems == [("urls.txt:2", "address not public", f"{server.site}/a")]


@pytest.mark.parametrize(
    "address", ["10.0.0.1", "169.254.169.254", "[::1]", "0.0.0.0", "192.168.1.1", "[::ffff:127.0.0.1]"]
)
def test_every_kind_of_private_address_is_refused(address):
    with pytest.raises(web.Refused, match="address not public"):
        web.Host(0, allow_private=False).fetch(f"http://{address}/")


def test_a_redirect_to_a_private_address_is_refused(server, monkeypatch):
    server.pages["/a"] = (302, {"Location": "http://169.254.169.254/secret"}, b"")
    host = web.Host(0, allow_private=False)
    real = host._address
    monkeypatch.setattr(
        host, "_address", lambda name, *rest: "127.0.0.1" if name == "127.0.0.1" else real(name, *rest)
    )
    with pytest.raises(web.Refused, match="address not public"):
        host.fetch(f"{server.site}/a")


def test_redirects_are_followed_but_not_for_ever(server, tmp_path):
    server.pages["/old"] = (301, {"Location": "/new"}, b"")
    server.pages["/new"] = (200, {}, PAGE.encode())
    server.pages["/loop"] = (302, {"Location": "/loop"}, b"")
    articles, problems = fetch(server, tmp_path, "/old", "/loop")
    assert [a["url"] for a in articles] == [f"{server.site}/new"]
    assert problems == [("urls.txt:3", "too many redirects", f"{server.site}/loop")]


def test_a_response_that_is_no_article_is_reported(server, tmp_path):
    server.pages["/image"] = (200, {}, b"\x89PNG\r\n" + bytes(100))
    server.pages["/empty"] = (200, {}, b"")
    problems = fetch(server, tmp_path, "/image", "/empty")[1]
    assert [(p.item, p.reason, p.detail) for p in problems] == [
        ("urls.txt:2", "not text", f"{server.site}/image: an image"),
        ("urls.txt:3", "empty", f"{server.site}/empty"),
    ]


def test_a_host_that_does_not_answer_is_reported(tmp_path):
    text = "http://127.0.0.1:9/\nhttp://no-such-host.invalid/a\nhttp://[bad/\n"
    _, problems = web.read_urls(Input(tmp_path / "u.txt", "u.txt"), text, 0.0, allow_private=True)
    assert sorted(p.item for p in problems) == ["u.txt:1", "u.txt:2", "u.txt:3"]


def test_a_list_in_a_folder_is_not_fetched(tmp_path, monkeypatch):
    (tmp_path / "list.txt").write_text("https://news.example/a\nhttps://news.example/b\n")
    (tmp_path / "a.txt").write_text(PARAGRAPH)
    monkeypatch.setattr(web.Host, "fetch", lambda *_: pytest.fail("the network was asked"))
    report = read(tmp_path).report
    assert report.iloc[0].tolist() == [
        "read", "list.txt", "list of URLs", "give this file by itself to have its pages fetched",
    ]  # fmt: skip


def test_a_list_that_is_named_is_fetched(tmp_path, monkeypatch):
    (tmp_path / "list.txt").write_text("https://news.example/a\n")
    monkeypatch.setattr(web.Host, "fetch", lambda _, url, conditions: web.Page(PAGE.encode(), url))
    articles = read(tmp_path / "list.txt").articles
    assert articles[["article_id", "url", "path"]].iloc[0].tolist() == [
        "list.txt#1",
        "https://news.example/a",
        "list.txt",
    ]


def drip(address, begin):
    """A server that sends one byte after the other, for ever."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                connection = listener.accept()[0]
            except OSError:
                return
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    def answer(connection):
        asked = connection.recv(4096)
        try:
            if b"robots.txt" in asked:
                connection.sendall(b"HTTP/1.1 404 no\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                connection.close()
                return
            connection.sendall(begin)
            while True:
                connection.sendall(b"x")
                time.sleep(0.05)
        except OSError:
            pass

    threading.Thread(target=serve, daemon=True).start()
    return listener


@pytest.mark.slow
@pytest.mark.parametrize(
    "begin",
    [
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n",
    ],
)
def test_a_server_that_drips_meets_the_deadline(tmp_path, monkeypatch, begin):
    monkeypatch.setattr(web, "DEADLINE", 0.5)
    with drip(tmp_path, begin) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/a"
        begun = time.monotonic()
        articles, problems = web.read_urls(Input(tmp_path / "u.txt", "u.txt"), url, 0.0, allow_private=True)
    assert time.monotonic() - begun < 5 and articles == []
    assert [p.reason for p in problems] == ["not fetched"] and "no whole answer" in problems[0].detail


def test_a_host_that_is_not_reached_says_so_once_for_all_its_pages(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    text = f"http://127.0.0.1:{port}/a\nhttp://127.0.0.1:{port}/b\nhttp://no-such-host.invalid/c\n"
    problems = web.read_urls(Input(tmp_path / "u.txt", "u.txt"), text, 0.0, allow_private=True)[1]
    assert {p.item: p.reason for p in problems} == dict.fromkeys(
        ("u.txt:1", "u.txt:2", "u.txt:3"), "host not reached"
    )
    assert all(web.asked_again(p.reason) for p in problems)


def test_a_user_and_a_password_are_sent_and_written_nowhere(server, tmp_path):
    server.pages["/a"] = (200, {}, PAGE.encode())
    site = server.site.replace("//", "//ada:s3cret@")
    text = f"{site}/a\n{site}/gone\nhttp://ada:s3cret@[bad/\nhttp://ada:s3cret@no-such-host.invalid/c"
    articles, problems = web.read_urls(Input(tmp_path / "u.txt", "u.txt"), text, 0.0, allow_private=True)
    assert articles[0]["url"] == f"{server.site}/a" and len(problems) == 3
    assert "s3cret" not in f"{articles}{problems}" and "ada" not in f"{articles}{problems}"


@pytest.mark.parametrize(
    "address",
    [
        "224.0.0.1",
        "ff02::1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",
        "::ffff:127.0.0.1",
        "100.64.0.1",
    ],
)
def test_addresses_that_lead_elsewhere_are_refused(address):
    assert not web.is_public(address) and web.is_public("93.184.216.34")


def test_one_machine_under_several_names_is_asked_in_turn(server, tmp_path):
    server.pages.update({f"/{i}": (200, {}, PAGE.encode()) for i in range(3)})
    port = server.server_port
    text = f"http://127.0.0.1:{port}/0\nhttp://LOCALHOST:{port}/1\nhttp://u@127.0.0.1.:{port}/2\n"
    web.read_urls(Input(tmp_path / "u.txt", "u.txt"), text, 0.1, allow_private=True)
    times = [when for _, when in server.asked]
    assert server.most_open == 1 and all(b - a >= 0.09 for a, b in zip(times, times[1:], strict=False))


def conditional(server):
    """Have the server answer 304 to who has the page already, and take down with what it was asked."""
    conditions = []

    def answer(self):
        status, headers, body = server.pages.get(self.path, (404, {}, b""))
        given = self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
        if self.path != "/robots.txt":
            conditions.append(given)
        same = (given[0] and given[0] == headers.get("ETag")) or (
            given[1] and given[1] == headers.get("Last-Modified")
        )
        self.send_response(304 if same else status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0" if same else str(len(body)))
        self.end_headers()
        self.wfile.write(b"" if same else body)

    server.RequestHandlerClass = type("Conditional", (Handler,), {"do_GET": answer})
    return conditions


def test_a_page_that_has_not_changed_is_not_sent_again(server, tmp_path):
    conditions = conditional(server)
    day = "Tue, 05 Mar 2024 08:00:00 GMT"
    server.pages |= {
        "/a": (200, {"ETag": '"a1"'}, PAGE.encode()),
        "/b": (200, {"Last-Modified": day}, PAGE.replace("Night", "Day").encode()),
        "/c": (200, {}, PAGE.replace("Night", "Slow").encode()),
    }
    file = tmp_path / "urls.txt"
    fetched = {}
    for lines in (["/a", "/b", "/c"], ["/c", "/b", "/a"]):
        file.write_text("\n".join(server.site + line for line in lines))
        articles, problems = web.read_urls(Input(file, "urls.txt"), file.read_text(), 0.0, True, fetched)
        assert [a["title"] for a in articles] == [
            {"/a": "Night", "/b": "Day", "/c": "Slow"}[p] + " train" for p in lines
        ]
        assert [a["row"] for a in articles] == ["1", "2", "3"] and problems == []
    assert conditions == [(None, None)] * 4 + [(None, day), ('"a1"', None)]
    assert set(fetched) == {f"{server.site}/a", f"{server.site}/b"}
    server.pages["/a"] = (200, {"ETag": '"a2"'}, PAGE.replace("Night", "New").encode())
    articles, _ = web.read_urls(Input(file, "urls.txt"), file.read_text(), 0.0, True, fetched)
    assert articles[2]["title"] == "New train" and fetched[f"{server.site}/a"].etag == '"a2"'


def test_a_run_after_the_list_grew_asks_for_what_has_changed(server, tmp_path, monkeypatch):
    from newsthemes import Study
    from newsthemes.study.stages import STAGES

    conditions = conditional(server)
    monkeypatch.setattr(web, "is_public", lambda address: True)
    monkeypatch.setattr(web, "PAUSE", 0.0)
    monkeypatch.setattr(web.read_urls, "__defaults__", (0.0, False, None))
    server.pages["/a"] = (200, {"ETag": '"a1"'}, PAGE.encode())
    server.pages["/b"] = (200, {"ETag": '"b1"'}, PAGE.replace("Night", "Day").encode())
    file = tmp_path / "urls.txt"
    file.write_text(server.site + "/a")
    first = STAGES["reading"].compute(Study(file, encoder="minilm"), None)
    file.write_text(server.site + "/b\n" + server.site + "/a")
    previous = PreviousRun(lambda stage: first)
    second = STAGES["reading"].compute(Study(file, encoder="minilm"), previous)
    assert second["read"]["title"].tolist() == ["Day train", "Night train"]
    assert second["read"]["article_id"].tolist() == ["urls.txt#1", "urls.txt#2"]
    assert second["read"]["text"][1] == first["read"]["text"][0]
    assert [etag for etag, _ in conditions] == [None, None, '"a1"']
    assert second["inputs"]["validators"].notna().tolist() == [True, True]
