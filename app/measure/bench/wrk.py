"""Load from `wrk`, a client in C that leaves the processors to what is measured; a client in Python takes half of two of them.

Each connection has a thread of its own, so that the moments between its requests are exact: wrk's own percentiles are corrected for
requests that it would have liked to send, which makes 2.4 ms into 65 when one answer in ten is late.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from app.domain.errors import MenukaartError

SCRIPT = Path(__file__).with_suffix(".lua")
ANSWER_SECONDS = 10
PATIENCE_SECONDS = 60
ERROR_KINDS = ("connect", "read", "write", "status", "timeout")


@dataclass(frozen=True, slots=True)
class PreparedRequest:
    """A request to send: `target` is the path with the query."""

    target: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def wire(self, host: str) -> bytes:
        """The bytes of HTTP/1.1."""
        headers = {"Host": host, **self.headers} | ({"Content-Length": str(len(self.body))} if self.body else {})
        lines = [f"{self.method} {self.target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        return "\r\n".join(lines).encode() + self.body


@dataclass(frozen=True, slots=True)
class LoadFigures:
    """The figures of one load. `waits` are the seconds of each request; of the last one on each connection there is none.

    `errors` are by kind, `status` is for answers of 400 and above. `counts` says in how many answers each text stood. `repeated` tells
    how many requests were sent again because all had been sent, `used` up to which one they were sent.
    """

    requests: int
    seconds: float
    waits: npt.NDArray[np.float64]
    errors: Mapping[str, int]
    counts: Mapping[str, int]
    repeated: int
    used: int

    @property
    def throughput(self) -> float:
        """Answers a second."""
        return self.requests / self.seconds

    def percentile(self, percent: float) -> float:
        """Seconds within which this part of the requests was answered."""
        return float(np.percentile(self.waits, percent)) if len(self.waits) else float("nan")


def load(url: str, prepared: Sequence[PreparedRequest], connections: int, seconds: int, counted: Sequence[str] = ()) -> LoadFigures:
    """The figures of this many connections, each asking the next request as soon as it has an answer, for so many seconds.

    `counted` are texts to look for in the answers. Raises MenukaartError when there is no wrk or when it cannot do its work.
    """
    program = shutil.which("wrk")
    if program is None:
        raise MenukaartError("There is no wrk, the program that makes the load; install it: apt install wrk")
    if len(prepared) < connections:
        raise MenukaartError(f"there are {len(prepared)} requests for {connections} connections; give at least one for each")
    with tempfile.TemporaryDirectory(prefix="menukaart-load-") as folder:
        requests, outcome = Path(folder, "requests"), Path(folder, "outcome")
        _write(requests, prepared, url.partition("//")[2])
        command = [program, f"-t{connections}", f"-c{connections}", f"-d{seconds}s", f"--timeout={ANSWER_SECONDS}s", "-s", str(SCRIPT)]
        command += [url, "--", str(requests), str(outcome), str(connections), *counted]
        try:
            ended = subprocess.run(command, capture_output=True, text=True, timeout=seconds + PATIENCE_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise MenukaartError(f"wrk did not end {PATIENCE_SECONDS} seconds after it should have, asking {url}") from None
        if ended.returncode or not outcome.exists():
            raise MenukaartError(f"wrk could not ask {url}: {(ended.stderr or ended.stdout).strip()[-200:]}")
        return _figures(orjson.loads(outcome.read_bytes()), counted)


def _write(path: Path, prepared: Sequence[PreparedRequest], host: str) -> None:
    """Each request behind a line with its length."""
    with path.open("wb") as file:
        for request in prepared:
            wire = request.wire(host)
            file.write(b"%d\n%b" % (len(wire), wire))


def _figures(outcome: Mapping[str, Any], counted: Sequence[str]) -> LoadFigures:
    threads = outcome["threads"]
    return LoadFigures(
        requests=outcome["requests"],
        seconds=outcome["seconds"],
        waits=np.concatenate([np.diff(thread["moments"]) for thread in threads]),
        errors={kind: outcome[kind] for kind in ERROR_KINDS if outcome[kind]},
        counts={text: sum(thread["counts"][place] for thread in threads) for place, text in enumerate(counted)},
        repeated=sum(max(0, len(thread["moments"]) - thread["prepared"]) for thread in threads),
        used=len(threads) * max(len(thread["moments"]) for thread in threads),
    )
