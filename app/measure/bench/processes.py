"""Menukaart's own commands as processes, as an operator starts them: their time, their memory, and the service until it is ready."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx2

from app.domain.errors import MenukaartError, SearchUnavailable

START_SECONDS = 30
STOP_SECONDS = 20
LOOK_SECONDS = 0.1
ENGINE = "meilisearch"
COMMAND = (sys.executable, "-m", "app.cli")


class OutOfTime(MenukaartError):
    """A step of the bench did not end in the time that it has."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A command that ended well: its seconds, the most memory in bytes that all its processes had, the engine apart, and what it said."""

    seconds: float
    peak: int
    said: str


@dataclass(frozen=True, slots=True)
class RunningService:
    """A service that is ready, and the seconds from its start until then."""

    url: str
    pid: int
    seconds: float


def run(arguments: Sequence[str], settings: Mapping[str, str], seconds: float) -> Ended:
    """A command of Menukaart, run to its end. Raises OutOfTime after so many seconds, and MenukaartError when it fails."""
    started = time.monotonic()
    with _started([*COMMAND, *arguments], settings, subprocess.PIPE) as process:
        peak = _Peak(process.pid)
        try:
            said, _ = process.communicate(timeout=max(0.0, seconds))
        except subprocess.TimeoutExpired:
            raise OutOfTime(f"`menukaart {' '.join(arguments)}` did not end within {seconds:.0f} seconds") from None
        finally:
            most = peak.end()
    if process.returncode:
        raise MenukaartError(f"`menukaart {' '.join(arguments)}` failed ({process.returncode}): {said.strip()[-500:]}")
    return Ended(time.monotonic() - started, most, said)


@contextlib.contextmanager
def service(
    settings: Mapping[str, str], command: Sequence[str] = (*COMMAND, "serve", "--no-publish"), seconds: float = START_SECONDS
) -> Iterator[RunningService]:
    """The service as it runs in production, on a free port. Raises SearchUnavailable when it is not ready in time."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    started = time.monotonic()
    # These searches are not what visitors look for.
    given = {"PORT": str(port), "HOST": "127.0.0.1", "PUBLIC_URL": "", "COUNT_SEARCHES": "false", **settings}
    with _started(command, given) as process:
        wait_until_ready(url, seconds, process)
        yield RunningService(url, process.pid, time.monotonic() - started)


def wait_until_ready(url: str, seconds: float = START_SECONDS, process: subprocess.Popen[str] | None = None) -> None:
    """Return when the service says that it is ready. Raises SearchUnavailable after so many seconds, or when its process has ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process and process.poll() is not None:
            raise SearchUnavailable(f"the service ended with code {process.returncode} before it was ready")
        with contextlib.suppress(httpx2.HTTPError):
            if httpx2.get(f"{url}/ready", trust_env=False).status_code == httpx2.codes.OK:
                return
        time.sleep(LOOK_SECONDS)
    raise SearchUnavailable(f"{url} was not ready within {seconds:.0f} seconds.")


def free_port() -> int:
    """A port on loopback that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def memory(pid: int) -> int:
    """Bytes of a process and all below it, what they share counted once (PSS); the engine apart."""
    return sum(_proportional(each) for each in _family(pid) if _name(each) != ENGINE)


def engine_memory(folder: Path) -> int:
    """Bytes of the engine that has its data in this folder (PSS); 0 when there is none."""
    wanted = f"--db-path\0{folder}/data\0".encode()
    return sum(_proportional(pid) for pid in _all_processes() if wanted in _read(pid, "cmdline") and _name(pid) == ENGINE)


@contextlib.contextmanager
def _started(command: Sequence[str], settings: Mapping[str, str], output: int | None = None) -> Iterator[subprocess.Popen[str]]:
    """A process that is gone afterwards."""
    environment = {**os.environ, **settings}
    error = subprocess.STDOUT if output else None
    with subprocess.Popen(command, env=environment, stdout=output, stderr=error, text=True) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


class _Peak:
    """The most memory that a process and all below it have had, looked at ten times a second."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._most = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> int:
        """The most, in bytes."""
        self._ended.set()
        self._thread.join()
        return self._most

    def _look(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            self._most = max(self._most, memory(self._pid))


def _family(pid: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for each in _all_processes():
        fields = _read(each, "stat").rpartition(b") ")[2].split()
        if fields:
            children.setdefault(int(fields[1]), []).append(each)
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found


def _all_processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").glob("[0-9]*")]


def _proportional(pid: int) -> int:
    for line in _read(pid, "smaps_rollup").splitlines():
        if line.startswith(b"Pss:"):
            return 1024 * int(line.split()[1])
    return 0


def _name(pid: int) -> str:
    return _read(pid, "comm").decode().strip()


def _read(pid: int, name: str) -> bytes:
    """What the kernel tells of a process; nothing when it is gone."""
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""
