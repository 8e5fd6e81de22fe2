"""The client that makes the load, against a small server that counts what it is asked."""

import http.server
import threading
from collections import Counter
from typing import ClassVar

import pytest

from app.domain.errors import MenukaartError
from app.measure.bench import wrk
from app.measure.bench.wrk import PreparedRequest

pytestmark = pytest.mark.servers


class Counting(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    asked: ClassVar[Counter] = Counter()

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.asked[self.command, self.path, self.headers["X-Sort"], body] += 1
        answer = b'{"sort": "word"}' if self.path.startswith("/words") else b'{"sort": "other"}'
        self.send_response(503 if self.path == "/broken" else 200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = answer  # noqa: N815 - the names that http.server looks for

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    Counting.asked.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counting) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}", Counting.asked
        serving.shutdown()


def test_every_request_is_sent_as_prepared_and_counted(server):
    url, asked = server
    prepared = [PreparedRequest(f"/words/{number}") for number in range(20)]
    prepared += [PreparedRequest("/others", "POST", {"X-Sort": "other"}, f'{{"é": {number}}}'.encode()) for number in range(20)]
    figures = wrk.load(url, prepared, 2, 1, counted=('"word"', '"nowhere"'))
    assert set(asked) == {("GET", f"/words/{number}", None, b"") for number in range(20)} | {
        ("POST", "/others", "other", f'{{"é": {number}}}'.encode()) for number in range(20)
    }
    # What is under way at the end was sent and has no figures.
    assert 0 <= sum(asked.values()) - figures.requests <= 2
    assert figures.errors == {}
    assert figures.repeated == sum(asked.values()) - 40
    assert figures.counts['"nowhere"'] == 0
    assert abs(figures.counts['"word"'] - figures.requests / 2) <= 20
    assert len(figures.waits) in range(figures.requests - 2, figures.requests + 1)
    assert 0 < figures.percentile(50) <= figures.percentile(95) <= 1


def test_an_error_is_told_by_kind(server):
    url, _ = server
    figures = wrk.load(url, [PreparedRequest("/words"), PreparedRequest("/broken")], 1, 1)
    assert figures.errors == {"status": figures.errors["status"]}
    assert abs(figures.errors["status"] - figures.requests / 2) <= 1


def test_nobody_who_answers_is_told():
    with pytest.raises(MenukaartError, match=r"wrk could not ask http://127.0.0.1:9: "):
        wrk.load("http://127.0.0.1:9", [PreparedRequest("/")], 1, 1)


def test_too_few_requests_are_told():
    with pytest.raises(MenukaartError, match="there are 1 requests for 2 connections"):
        wrk.load("http://127.0.0.1:9", [PreparedRequest("/")], 2, 1)


def test_a_missing_wrk_is_told(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(MenukaartError, match=r"There is no wrk, .* apt install wrk"):
        wrk.load("http://127.0.0.1:9", [PreparedRequest("/")], 1, 1)
