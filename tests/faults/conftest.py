"""Real processes of the product, in a folder of their own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys

import httpx2
import pytest

from app.measure.bench.search import wait_until_ready
from app.settings import Settings


class Installation:
    """The product in one folder: its content, its data, its processes."""

    def __init__(self, folder, **settings):
        self.folder = folder
        self.content = folder / "content"
        inherited = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
        self.environment = {**inherited, "CONTENT_DIR": str(self.content), "VAR_DIR": str(folder / "var"), "EMBEDDER": "none", **settings}

    def run(self, *command, **settings):
        """A command, to its end."""
        environment = {**self.environment, **settings}
        return subprocess.run(self._command(command), env=environment, capture_output=True, text=True, check=False, timeout=120)

    def start(self, *command, **settings):
        """A command in a session of its own, going on."""
        environment = {**self.environment, **settings}
        with (self.folder / f"{command[0]}.log").open("a") as output:
            return subprocess.Popen(self._command(command), env=environment, stdout=output, stderr=output, start_new_session=True)

    @contextlib.contextmanager
    def serving(self, *options):
        """A service on a free port, and its address."""
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        process = self.start("serve", *options, PORT=str(port))
        try:
            wait_until_ready(f"http://127.0.0.1:{port}")
            with httpx2.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=20) as client:
                yield process, client
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait(30)
        assert "Traceback" not in self.log("serve")

    def log(self, name):
        return (self.folder / f"{name}.log").read_text()

    def _command(self, command):
        return [sys.executable, "-m", "app.cli", *command]


def kill(process):
    """End a process as a power cut does."""
    process.send_signal(signal.SIGKILL)
    process.wait(20)


@pytest.fixture
def installation(tmp_path):
    return Installation(tmp_path)
