"""The product in a folder of its own, in real processes where that matters."""

import contextlib
import os
import signal
import subprocess
import sys
import time

import httpx2
import pytest
from commands import run_command
from ports import free_port

from app.measure.bench.processes import wait_until_ready
from app.settings import Settings


class Installation:
    """The product in one folder: its content, its data, its processes."""

    def __init__(self, folder, **settings):
        self.folder = folder
        self.content = folder / "content"
        self.settings = {"CONTENT_DIR": str(self.content), "VAR_DIR": str(folder / "var"), "EMBEDDER": "none", **settings}

    @property
    def environment(self):
        """The environment of a process of the product, without settings of anyone else."""
        return {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields} | self.settings

    def run(self, *command, **settings):
        """A command in this process, to its end."""
        return run_command(*command, **{**self.settings, **settings})

    def start(self, *command, **settings):
        """A command in a process and a session of its own, going on."""
        with (self.folder / f"{command[0]}.log").open("a") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "app.cli", *command],
                env=self.environment | settings,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    @contextlib.contextmanager
    def serving(self, *options):
        """A service on a free port, and its address."""
        port = free_port()
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


def eventually(condition, seconds=30):
    """Whether a condition comes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def kill(process):
    """End a process as a power cut does."""
    process.send_signal(signal.SIGKILL)
    process.wait(20)


@pytest.fixture
def installation(tmp_path):
    return Installation(tmp_path)
