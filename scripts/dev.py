"""The service for whoever works on it, by `make dev`: saved code starts it anew, a saved content file is checked and published."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from watchfiles import Change, DefaultFilter, watch

ROOT = Path(__file__).resolve().parents[1]
MENUKAART = Path(sys.executable).with_name("menukaart")
CODE = (ROOT / "app", ROOT / "migrations")
CONTENT = Path(os.environ.get("CONTENT_DIR") or ROOT / "content").resolve()
BUILT = ROOT / "app/web/static/vendor"
SOURCES_OF_STATIC = {".css", ".html", ".js", ".mjs", ".svg"}  # the style sheet keeps only what templates and scripts use
STOP_SECONDS = 30.0


def main() -> None:
    """Serve until Ctrl-C."""
    signal.signal(signal.SIGTERM, _interrupt)
    service = _serve()
    try:
        for changes in watch(*CODE, CONTENT, watch_filter=DefaultFilter(ignore_paths=[BUILT]), raise_interrupt=True):
            code, content = _sorted(changes)
            if code:
                _tell("starting anew", code)
                _stop(service)
                _build_static(code)
                service = _serve()
            elif service.poll() is not None:  # it ended by an error; it may well start now
                service = _serve()
            elif content:
                _tell("publishing", content)
                _run(MENUKAART, "publish")
    except KeyboardInterrupt:
        pass
    finally:
        _stop(service)


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _serve() -> subprocess.Popen[bytes]:
    return subprocess.Popen([MENUKAART, "serve"], cwd=ROOT)


def _stop(service: subprocess.Popen[bytes]) -> None:
    """End the service and wait for it. Ctrl-C has reached it already, as it reaches every process of the terminal."""
    if service.poll() is None:
        service.terminate()
    try:
        service.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        service.kill()
        service.wait()


def _sorted(changes: Iterable[tuple[Change, str]]) -> tuple[list[Path], list[Path]]:
    """Changed files of the code and of the content."""
    paths = sorted(Path(path) for _, path in changes)
    content = [path for path in paths if path.is_relative_to(CONTENT)]
    return [path for path in paths if path not in content], content


def _build_static(code: Iterable[Path]) -> None:
    if any(path.suffix in SOURCES_OF_STATIC for path in code):
        _run("npm", "run", "--silent", "build")


def _run(*command: str | Path) -> None:
    """Wait for a command, which tells its own errors."""
    subprocess.run(command, cwd=ROOT, check=False)


def _tell(work: str, paths: list[Path]) -> None:
    names = ", ".join(path.name for path in paths[:3]) + (" and others" if len(paths) > 3 else "")  # noqa: PLR2004 - a short line
    sys.stderr.write(f"{time.strftime('%H:%M:%S')}  {names}: {work}\n")


if __name__ == "__main__":
    main()
