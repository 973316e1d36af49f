"""An OpenAI-compatible endpoint of the user's own: asked only when the user names it, one short answer at a time."""

import json
import os
import re
import threading
from typing import Any
from urllib.parse import SplitResult, urlsplit

from newsthemes.errors import InputError
from newsthemes.web_address import web_address, without_login

KEY = "NEWSTHEMES_LLM_KEY"  # environment variable; no other key is ever sent anywhere
DEADLINE = 120.0  # seconds that an answer may take in all
LARGEST_ANSWER = 1 << 20  # bytes
LONGEST_REASON = 160  # characters of what a server says of its failure
LOOPBACK = ("localhost", "127.0.0.1", "::1")
THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)  # of models that reason before they answer


class NoAnswer(Exception):
    """The endpoint could not be reached, failed, stalled, or sent something that is no chat completion."""


class Endpoint:
    """Where a model is asked: ``url``, with the ``/v1`` or what it has in its place, and the ``model``'s name.

    Without ``model``, the only one that the endpoint lists. The key is read from the environment (KEY), is written
    nowhere, and goes to another machine over https only. Redirects are not followed. Raises InputError for a URL that
    can't be asked.

    >>> Endpoint("http://localhost:11434/v1/", "gemma3").name
    'gemma3 at localhost:11434'
    """

    def __init__(self, url: str, model: str | None = None) -> None:
        self.url, self.model = url.rstrip("/").removesuffix("/chat/completions"), model
        parts, secret = _parts(self.url), key()
        if parts.scheme == "http" and secret and parts.hostname not in LOOPBACK:
            raise InputError(f"--llm {self.url}: {KEY} would be sent in the clear; expected an https URL")

    @property
    def name(self) -> str:
        """The model and its host, as results name them."""
        return f"{self.model or 'a model'} at {urlsplit(self.url).netloc}"

    def find_model(self) -> None:
        """Take the only model that the endpoint lists, where none was named. Raises NoAnswer."""
        if self.model is not None:
            return
        listed = self._send("/models")
        try:
            names = [str(model["id"]) for model in listed["data"]]
        except (LookupError, TypeError):
            names = []
        if len(names) != 1:
            raise NoAnswer(f"it lists {len(names)} models; name one with --llm-model")
        self.model = names[0]

    def ask(self, prompt: str) -> str:
        """Return what the model answers to a prompt, without its thoughts. Raises NoAnswer."""
        messages = [{"role": "user", "content": prompt}]
        answer = self._send(
            "/chat/completions", {"model": self.model, "messages": messages, "temperature": 0}
        )
        try:
            said = answer["choices"][0]["message"]["content"]
        except (LookupError, TypeError):
            said = None
        if not isinstance(said, str):
            raise NoAnswer("its answer is no chat completion")
        return THOUGHT.sub("", said).strip()

    def _send(self, path: str, question: dict[str, Any] | None = None) -> Any:
        """The JSON that comes back from a path below the URL."""
        status, data = within(DEADLINE, lambda: _request(self.url + path, question))
        if status != 200:
            said = " ".join(without_key(data[:1000].decode("utf-8", "replace")).split())
            raise NoAnswer(f"HTTP {status} {said[:LONGEST_REASON]}".strip())
        if len(data) > LARGEST_ANSWER:
            raise NoAnswer("its answer is over 1 MB")
        try:
            return json.loads(data)
        except (ValueError, RecursionError):
            raise NoAnswer("its answer is not JSON") from None


def key() -> str | None:
    """The key of the environment, if any. Raises InputError for one that no header can hold; it is never shown."""
    given = os.environ.get(KEY, "").strip()
    if not (given.isascii() and given.isprintable()):
        raise InputError(f"{KEY}: expected a key of printable ASCII characters on one line")
    return given or None


def without_key(text: str) -> str:
    """``text`` with the key, which a server or a library may repeat, taken out."""
    return text.replace(os.environ.get(KEY, "").strip() or "\0", "…")


def within(seconds: float, call: Any) -> Any:
    """Return ``call()``; raises NoAnswer where it takes longer, however slowly bytes drip in, or fails."""
    done: list[Any] = []

    def work() -> None:
        try:
            done.append(call())
        except Exception as error:  # whatever a server sends, the run goes on
            done.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    if not done:
        raise NoAnswer(f"no whole answer within {seconds:.0f} s")
    if isinstance(done[0], Exception):
        said = without_key(str(done[0])).splitlines() or [type(done[0]).__name__]
        raise NoAnswer(said[0].rpartition(">: ")[2][:LONGEST_REASON])
    return done[0]


def _request(url: str, question: dict[str, Any] | None) -> tuple[int, bytes]:
    """(status, content up to a byte more than LARGEST_ANSWER) of a GET, or of a POST of a question."""
    import urllib3

    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if secret := key():
        headers["Authorization"] = f"Bearer {secret}"
    body = None if question is None else json.dumps(question)
    # Twice the time that an answer is waited for: who waits says so first, and the thread left behind still ends.
    with urllib3.PoolManager(timeout=2 * DEADLINE, retries=False) as pool:
        response = pool.request(
            "GET" if body is None else "POST",
            url,
            body=body,
            headers=headers,
            redirect=False,
            preload_content=False,
        )
        return response.status, response.read(LARGEST_ANSWER + 1, decode_content=True)


def _parts(url: str) -> SplitResult:
    """The parts of an endpoint's address. Raises InputError for one that can't be asked."""
    if not (parts := web_address(url)):
        raise InputError(
            f"--llm {without_login(url)}: expected a web address such as http://localhost:11434/v1"
        )
    if parts.username is not None or parts.query:
        raise InputError(f"--llm: expected a web address without a login or a query; put the key into {KEY}")
    return parts
