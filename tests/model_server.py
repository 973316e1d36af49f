"""An OpenAI-compatible server on loopback, whose answers a test decides."""

import json
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def completion(said):
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": said}}]}).encode()


@contextmanager
def served(answer, models=("small",)):
    """(address, requests so far) of a server whose answers ``answer(prompt)`` gives, as bytes or (status, bytes)."""
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append((self.path, dict(self.headers), None))
            self._send(200, json.dumps({"data": [{"id": name} for name in models]}).encode())

        def do_POST(self):
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            seen.append((self.path, dict(self.headers), question))
            given = answer(question["messages"][0]["content"])
            self._send(*(given if isinstance(given, tuple) else (200, given)))

        def _send(self, status, body):
            self.send_response(status)
            if status == 302:
                self.send_header("Location", body.decode())
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):  # the other side has gone
                self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", seen
    finally:
        server.shutdown()
        server.server_close()
