"""The commands, as an operator types them."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from typing import Any

import pytest
from commands import run_command
from factories import edit_item, make_content, slug
from faults.conftest import Installation
from ports import free_port
from typer.main import get_command
from typer.testing import CliRunner

from app import __version__
from app.cli.main import MODULES, cli
from app.db import insights, items, runs
from app.db.engine import connect, sessions, writing
from app.db.migrate import migrate
from app.db.runs import PublishedIndex
from app.domain.insights import Counts
from app.settings import Settings

COMMANDS = {
    "serve": ["serve"],
    "check": ["check"],
    "publish": ["publish"],
    "reindex": ["reindex"],
    "doctor": ["doctor"],
    "migrate": ["migrate"],
    "insights": ["insights"],
    "new": ["new", "guide", "nieuw"],
    "schema": ["schema"],
    "embed": ["embed"],
    "bench": ["bench", "search"],
    "evaluate": ["evaluate"],
}


@pytest.fixture
def operator(tmp_path):
    """Someone who types commands beside a small catalogue in files."""
    made = Installation(tmp_path)
    make_content(made.content, 5)
    return made


def done(result):
    """What a command that went well has said."""
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


@pytest.mark.both_databases
def test_a_catalogue_from_the_first_check_to_a_healthy_index(operator, database_url, index_server):
    operator.settings |= {
        "DATABASE_URL": database_url,
        "MEILI_URL": index_server.url,
        "MEILI_API_KEY": index_server.key,
        "MEILI_INDEX_PREFIX": index_server.prefix,
    }
    assert done(operator.run("check")) == "5 items are in order."
    assert done(operator.run("migrate")) == "The database is ready."
    assert done(operator.run("migrate")) == "The database was ready already."
    first = operator.run("publish", "--by", "de redactie")
    done(first)
    assert "serving 5 items: 5 added, 0 changed, 0 removed" in first.stderr
    assert done(operator.run("reindex")) == "5 items are in the new index."
    assert done(operator.run("doctor")) == "Content, database and index agree."
    edit_item(operator.content, slug(0), title="Anders")
    ill = operator.run("doctor")
    assert (ill.returncode, ill.stderr) == (1, "")
    assert ill.stdout == "content: item-00 differs from what is published; run `menukaart publish`\n"


def test_problems_are_told_by_file_and_line_and_nothing_is_written(operator):
    path = edit_item(operator.content, slug(0), goal="Z")
    for command in ("check", "publish"):
        result = operator.run(command)
        assert (result.returncode, result.stdout) == (1, "")
        assert f"{path}:" in result.stderr
        assert result.stderr.endswith("1 problem; nothing has been written.\n")
    assert operator.run("doctor").stderr.endswith("run `menukaart migrate`.\n")


@pytest.mark.both_databases
def test_what_was_searched_is_told_in_three_tables_and_as_json(operator, database, database_url):
    operator.settings["DATABASE_URL"] = database_url
    period = f"From {date.today() - timedelta(days=29)} to {date.today()}: "
    assert done(operator.run("insights")).splitlines() == [
        f"{period}0 searches, 0 of them without results,",
        "and 0 opened results.",
        *("", "Most searched", "  none"),
        *("", "Without results", "  none"),
        *("", "With results, but none was opened", "  none"),
    ]
    with writing(sessions(database)) as session:
        days_ago = {(date.today() - timedelta(days=40), "oud"): Counts(9)}
        insights.add(session, {(date.today(), "lezen"): Counts(12, 1, 1), (date.today(), "padel"): Counts(3, 3, 0), **days_ago})
    head = "  searches  without results  opened  query"
    assert done(operator.run("insights", "--days", "41", "--limit", "2")).splitlines()[1:] == [
        "and 1 opened result.",
        *("", "Most searched", head, "        12                1       1  lezen", "         9                0       0  oud"),
        *("", "Without results", head, "         3                3       0  padel", "        12                1       1  lezen"),
        *("", "With results, but none was opened", head, "         9                0       0  oud"),
    ]
    answer = json.loads(done(operator.run("insights", "--json")))
    assert (answer["searches"], [row["query"] for row in answer["queriesWithoutResults"]]) == (15, ["padel", "lezen"])
    assert operator.run("insights", "--days", "401").returncode == 2


def test_one_file_can_be_checked_by_itself(operator):
    wrong = edit_item(operator.content, slug(0), goal="Z")
    right = edit_item(operator.content, slug(1))
    assert done(operator.run("check", str(right))) == "1 item is in order."
    assert operator.run("check", str(wrong), str(right)).returncode == 1


def test_a_new_file_asks_to_be_filled_in(operator):
    told = done(operator.run("new", "good-practice", "ons-voorbeeld"))
    path = operator.content / "good-practices" / "ons-voorbeeld.md"
    assert str(path) in told
    assert operator.run("check", str(path)).returncode == 1
    again = operator.run("new", "good-practice", "ons-voorbeeld")
    assert again.returncode == 1
    assert "exists already" in again.stderr
    assert "must be lower-case" in operator.run("new", "guide", "../../etc/passwd").stderr


def test_the_schema_holds_the_terms_of_the_vocabularies(operator):
    schema = json.loads(done(operator.run("schema")))
    assert "sg-samenwerking" in json.dumps(schema)


def test_the_reader_of_the_schema_may_leave_early(operator):
    command = f"{sys.executable} -m app.cli schema | head -c 10"
    result = subprocess.run(["bash", "-c", command], env=operator.environment, capture_output=True, text=True, check=True)
    assert "Traceback" not in result.stderr


def test_the_installed_command_says_its_version():
    program = os.path.join(os.path.dirname(sys.executable), "menukaart")  # noqa: PTH118, PTH120 - resolving would leave the environment
    assert subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout == f"{__version__}\n"


def test_a_process_ends_with_the_exit_code_and_the_message_alone(operator):
    command = [sys.executable, "-m", "app.cli", "check"]
    environment = operator.environment | {"CONTENT_DIR": "/nowhere"}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (1, "")
    assert "/nowhere" in result.stderr
    assert "Traceback" not in result.stderr


def test_every_command_has_help_and_is_tried_here():
    assert MODULES.keys() == {*COMMANDS, "version"}
    group: Any = get_command(cli)
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        assert command.help, name
        for option in (*command.params, *getattr(command, "commands", {}).values()):
            assert option.help, f"{name} {option.name}"
        shown = CliRunner().invoke(cli, [name, "--help"])
        assert (shown.exit_code, shown.stderr) == (0, "")


@pytest.fixture
def attempt(tmp_path):
    """What a command said, after it failed in order."""
    healthy = {
        "CONTENT_DIR": str(make_content(tmp_path / "content", 5)),
        "VAR_DIR": str(tmp_path / "var"),
        "EMBEDDER": "none",
        # One that is free, so that a service that runs meanwhile is not in the way.
        "PORT": str(free_port()),
    }

    def attempting(command, **given):
        result = run_command(*COMMANDS[command], **healthy | given)
        assert (result.returncode, result.stdout) == (1, "")
        return result.stderr

    return attempting


@pytest.mark.parametrize("command", COMMANDS)
def test_bad_settings_are_told_all_at_once(attempt, command):
    told = attempt(command, PORT="x", DATABASE_URL="mysql://u:secret@host/name")
    assert [line.split(":")[:2] for line in told.splitlines()] == [["menukaart", " PORT"], ["menukaart", " DATABASE_URL"]]
    assert "secret" not in told


@pytest.mark.parametrize("command", ["check", "publish", "schema", "bench", "evaluate"])
def test_content_that_is_not_there_is_told(attempt, command):
    assert "/nowhere" in attempt(command, CONTENT_DIR="/nowhere").splitlines()[-2]


@pytest.mark.parametrize("command", ["publish", "reindex", "doctor", "serve", "bench", "evaluate"])
def test_an_engine_that_cannot_be_reached_is_told(attempt, tmp_path, vocabularies, command):
    url = Settings(database_url=f"sqlite:///{tmp_path}/catalogue.db").database
    database = connect(url)
    migrate(database)
    with writing(sessions(database)) as session:
        items.save_vocabularies(session, vocabularies)
        runs.point_to(session, PublishedIndex("menukaart-0123456789abcdef", 1, "", "", 0, None), b"")
    database.dispose()
    told = attempt(command, DATABASE_URL=url, MEILI_URL="http://127.0.0.1:9", MEILI_API_KEY="secret").splitlines()[-1]
    assert told.endswith("The search engine at http://127.0.0.1:9 cannot be reached; see that it runs and that MEILI_URL is right.")
    assert "secret" not in told


@pytest.mark.parametrize("command", ["reindex", "doctor", "insights"])
def test_a_database_that_was_not_prepared_is_told(attempt, command):
    told = attempt(command, MEILI_URL="http://127.0.0.1:9")
    assert told.endswith("run `menukaart migrate`.\n")


@pytest.mark.parametrize("command", ["publish", "reindex", "doctor", "migrate", "insights", "serve", "bench", "evaluate"])
def test_a_database_that_cannot_be_reached_is_told(attempt, command):
    told = attempt(command, DATABASE_URL="postgresql://u:secret@127.0.0.1:9/x", MEILI_URL="http://127.0.0.1:9").splitlines()[-1]
    assert told.startswith("menukaart: The database gave no answer: ")
    assert "secret" not in told


@pytest.mark.parametrize("command", ["publish", "migrate", "serve"])
def test_a_folder_that_cannot_be_used_is_told(attempt, command):
    assert "/dev/null/menukaart.db cannot be made: " in attempt(command, VAR_DIR="/dev/null", MEILI_URL="http://127.0.0.1:9")


def test_judged_queries_that_cannot_be_read_are_told(attempt, tmp_path):
    path = tmp_path / "judged.csv"
    path.write_text("query\n")
    result = CliRunner().invoke(cli, ["evaluate", "--judgements", str(path)])
    assert (result.exit_code, result.stderr) == (
        1,
        f"menukaart: {path}:1: the first line must be query,filters,slug,grade,group\n",
    )


def test_meaning_cannot_be_measured_without_an_embedder(attempt):
    result = CliRunner().invoke(cli, ["bench", "meaning"], env={"EMBEDDER": "none"})
    assert (result.exit_code, result.stderr) == (
        1,
        "menukaart: EMBEDDER is none, so there is no search by meaning to measure; leave it empty\n",
    )


def test_a_content_folder_that_cannot_be_written_is_told(attempt):
    assert attempt("new", CONTENT_DIR="/dev/null").startswith("menukaart: /dev/null/guides cannot be used: ")
