"""One publish at a time, and a lock that nobody can leave behind."""

import signal
import subprocess
import sys

import pytest

from app.db.lock import exclusive
from app.domain.errors import PublishBusy

HOLDER = """
import sys, time
from app.db.engine import connect
from app.db.lock import exclusive
with exclusive(connect(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_second_says_so_at_once_and_a_killed_holder_lets_go(database, database_url):
    with subprocess.Popen([sys.executable, "-c", HOLDER, database_url], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(PublishBusy, match="Another publish is running"), exclusive(database):
            pass
        holder.send_signal(signal.SIGKILL)
        holder.wait(20)
    for _ in range(100):
        try:
            with exclusive(database):
                return
        except PublishBusy:
            continue
    pytest.fail("the lock was left behind")
