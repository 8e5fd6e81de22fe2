"""Record what a service answers to a fixed list of requests, to compare it with what another version answers.

Run from `tests/`, with the Python of the project:

    python -m answers.record URL FILE                            a service that runs already
    python -m answers.record --serve VAR_DIR FILE                a copy of a published VAR_DIR, served for as long as it takes
    python -m answers.record --serve VAR_DIR --code DIR FILE     the same, served by the code in another folder
    python -m answers.compare FILE FILE                          what differs; exit code 1 when anything does

`VAR_DIR` is what `VAR_DIR=... menukaart publish` filled once; it must hold its database in SQLite. It stays as it is: the copy gets an
old slug, a removed item, counted searches and a shortlist (see seed.py), so only `--serve` gives answers about those. A service
that runs already needs the settings of settings.py. Content, judged queries and requests are read from the folder that this file is
in; two recordings are worth comparing when those are the same.

`FILE` gets a line of JSON per request: name, request, status, headers, body. Exit code 1 when a route of the code got no request that
was answered with less than 400.
"""

import argparse
import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx2
import typer
from answers.calls import BODY, Call
from answers.masks import masked_body, masked_headers
from answers.of_api import api_calls
from answers.of_site import site_calls
from answers.seed import seed
from answers.settings import SETTINGS

ROOT = Path(__file__).parents[2]
MODULE = "app.cli"
START_SECONDS = 120
SECONDS = 90
# Prints method and path, as a regular expression, of every route, in their order.
LIST_ROUTES = """
import json
from app.main import create_app
from app.settings import Settings

def flat(routes):
    for route in routes:
        inner = getattr(route, "original_router", None)
        yield from flat(inner.routes) if inner else [route]

app = create_app(Settings(), "http://127.0.0.1:1", "")
print(json.dumps([(sorted(getattr(r, "methods", None) or ["GET"]), r.path, r.path_regex.pattern) for r in flat(app.routes)]))
"""


class Recorder:
    """Sends requests one after another, and remembers what later ones need."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.known = {"url": url}
        self.names: Counter[str] = Counter()
        self.jars: dict[str, httpx2.Client] = {}

    def line(self, call: Call) -> dict[str, object]:
        """The request and its answer, masked."""
        response = self._answer(call)
        for name, (where, pattern) in call.keep.items():
            text = response.text if where == BODY else response.headers.get(where, "")
            match = pattern.search(text)
            self.known[name] = match[1] if match else f"no-{name}"
        own = {value: f"<{name}>" for name, value in self.known.items() if name in {"url", "id", "editToken", "list", "key"}}
        own |= {self.url.partition("//")[2]: "<host>"}
        self.names[call.name] += 1
        count = self.names[call.name]
        return {
            "name": call.name if count == 1 else f"{call.name} #{count}",
            "request": {"method": call.method, "path": call.path, "headers": dict(call.headers), "body": call.body[:2000]},
            "status": response.status_code,
            "headers": masked_headers(response.headers.multi_items(), call.path, own),
            "body": masked_body(response.content, call.path, own),
        }

    def filled(self, text: str) -> str:
        for name, value in self.known.items():
            text = text.replace(f"${name}$", value)
        return text

    def _answer(self, call: Call) -> httpx2.Response:
        client = self.jars.setdefault(call.jar, httpx2.Client(base_url=self.url, trust_env=False, timeout=SECONDS))
        if not call.jar:
            client.cookies.clear()
        headers = {name: self.filled(value) for name, value in call.headers.items()}
        return client.request(call.method, self.filled(call.path), headers=headers, content=self.filled(call.body).encode())


def record(url: str, file: Path) -> list[dict[str, object]]:
    """The lines of the recording, written to a file."""
    recorder = Recorder(url.rstrip("/"))
    lines = [recorder.line(call) for call in (*api_calls(), *site_calls())]
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return lines


def uncovered(lines: list[dict[str, object]], code: Path) -> list[str]:
    """The routes of the code to which no request led that was answered well."""
    command = [sys.executable, "-c", LIST_ROUTES]
    routes = json.loads(subprocess.run(command, cwd=code, env=_environment(code, {}), check=True, capture_output=True).stdout)
    return [f"{method} {path}" for methods, path, pattern in routes for method in methods if not _covered(method, pattern, lines)]


def _covered(method: str, pattern: str, lines: list[dict]) -> bool:
    return any(
        line["status"] < 400 and line["request"]["method"] == method and re.match(pattern, line["request"]["path"].partition("?")[0])
        for line in lines
    )


@contextlib.contextmanager
def served(var_dir: Path, code: Path) -> Iterator[str]:
    """The address of a service over a copy of a folder, for as long as the block lasts."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="menukaart-answers-", ignore_cleanup_errors=True) as folder:
        copy = Path(shutil.copytree(var_dir, Path(folder) / "var"))
        seed(copy / "menukaart.db")
        given = {**SETTINGS, "PORT": str(port), "PUBLIC_URL": url, "VAR_DIR": str(copy)}
        process = subprocess.Popen([sys.executable, "-m", MODULE, "serve", "--no-publish"], cwd=code, env=_environment(code, given))
        try:
            _wait_until_ready(url, process)
            yield url
        finally:
            process.terminate()
            process.wait(30)


def _environment(code: Path, given: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(code), **given}


def _wait_until_ready(url: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(httpx2.HTTPError):
            if httpx2.get(f"{url}/ready", trust_env=False).status_code == httpx2.codes.OK:
                return
        time.sleep(0.2)
    raise SystemExit("The service did not become ready.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", help="the address of a service; with --serve a folder")
    parser.add_argument("file", type=Path, help="the file to write")
    parser.add_argument("--serve", action="store_true", help="serve a copy of the folder SOURCE")
    parser.add_argument("--code", type=Path, default=ROOT, help="the folder with the code that serves")
    asked = parser.parse_args()
    started, code = time.monotonic(), asked.code.resolve()
    with served(Path(asked.source).resolve(), code) if asked.serve else contextlib.nullcontext(asked.source) as url:
        lines = record(url, asked.file)
    statuses = ", ".join(f"{count} × {status}" for status, count in sorted(Counter(line["status"] for line in lines).items()))
    typer.echo(f"{len(lines)} requests in {time.monotonic() - started:.0f} s: {statuses}")
    missing = uncovered(lines, code)
    if missing:
        raise SystemExit("No request that is answered well leads to: " + ", ".join(missing))


if __name__ == "__main__":
    main()
