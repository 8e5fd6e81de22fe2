"""A real embedding service on loopback, in the form of OpenAI's, that can be told to break."""

import contextlib
import http.server
import json
import threading
import time
import zlib

import numpy as np

SIZE = 64


def vector(text):
    """A vector in which texts with the same words are near each other."""
    found = np.full(SIZE, 0.01)
    for word in text.lower().split():
        found[zlib.crc32(word.encode()) % SIZE] += 1
    return found / np.linalg.norm(found)


class Service:
    """What it was asked, and what it does next. `answer` makes the body from the texts; `seconds` is how long it takes."""

    def __init__(self, server):
        self.url = f"http://127.0.0.1:{server.server_port}/v1"
        self.asked = []
        self.headers = []
        self.status = 200
        self.seconds = 0.0
        self.answer = right

    @property
    def texts(self):
        """Every text that it got."""
        return [text for request in self.asked for text in request["input"]]


def right(texts):
    """The answer of a service that is well, in an order of its own."""
    entries = [{"object": "embedding", "index": place, "embedding": (7 * vector(text)).tolist()} for place, text in enumerate(texts)]
    return {"object": "list", "data": entries[::-1]}


@contextlib.contextmanager
def serving():
    """A service on a free port."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            service.asked.append({"path": self.path, **request})
            service.headers.append({name.lower(): value for name, value in self.headers.items()})
            time.sleep(service.seconds)
            answer = service.answer(request["input"])
            body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            with contextlib.suppress(OSError):  # whoever asked may have left
                self.send_response(service.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        service = Service(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
        yield service
        server.shutdown()
