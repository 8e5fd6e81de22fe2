"""One publish at a time, and a lock that nobody can leave behind."""

import signal
import subprocess
import sys
import time

import pytest
from conftest import fresh_database
from sqlalchemy import text

from app.db.engine import connect
from app.db.lock import exclusive
from app.domain.errors import PublishBusy

pytestmark = pytest.mark.both_databases

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
    for _ in range(200):
        try:
            with exclusive(database):
                return
        except PublishBusy:
            time.sleep(0.05)
    pytest.fail("the lock was left behind")


def test_it_can_be_taken_again_after_a_failure(database):
    with pytest.raises(ZeroDivisionError), exclusive(database):
        raise ZeroDivisionError
    with exclusive(database):
        pass


def test_a_lock_whose_connection_broke_is_let_go_without_a_word(postgres_url, tmp_path, capfd):
    with fresh_database("postgresql", tmp_path, postgres_url) as url:
        holder, other = connect(url), connect(url)
        with exclusive(holder), other.connect() as connection:
            connection.execute(text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"))
        with exclusive(other):
            pass
        holder.dispose()
        other.dispose()
    assert capfd.readouterr().err == ""
