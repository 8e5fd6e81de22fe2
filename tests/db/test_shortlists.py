"""Shortlists as the database keeps them: secrets, versions, two writers at once, expiry."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from app.db import shortlists
from app.db.engine import reading, sessions, writing
from app.db.models import ShortlistItemRow, ShortlistRow
from app.domain.errors import NotFound, Outdated
from app.domain.shortlists import Draft, Entry

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAYS = 400


def draft(title="Ons plan", *slugs):
    return Draft(title, ("po",), tuple(Entry(slug, f"over {slug}") for slug in slugs))


@pytest.fixture
def write(database):
    """One change to the database."""

    def changing(change, *arguments, **options):
        with writing(sessions(database)) as session:
            return change(session, *arguments, **options)

    return changing


@pytest.fixture
def create(write):
    """A new list: its row and its token."""
    return lambda *slugs, now=NOW: write(shortlists.create, draft("Ons plan", *slugs), now=now, days=DAYS)


@pytest.fixture
def look(database):
    """One question to the database."""

    def looking(question, *arguments):
        with reading(sessions(database)) as session:
            return question(session, *arguments)

    return looking


@pytest.fixture
def stored(database):
    """The rows of both tables, as they are."""

    def storing():
        with reading(sessions(database)) as session:
            entries = session.scalars(select(ShortlistItemRow).order_by(ShortlistItemRow.position)).all()
            return session.scalars(select(ShortlistRow)).all(), [(entry.slug, entry.note) for entry in entries]

    return storing


def test_addresses_and_tokens_cannot_be_guessed_and_tokens_are_not_kept(create, stored):
    made = [create() for _ in range(50)]
    assert len({row.id for row, _ in made}) == len({token for _, token in made}) == len(made)
    for row, token in made:
        assert shortlists.ID.fullmatch(row.id)
        assert len(token) * 6 >= 160
        assert row.token_sha256 == hashlib.sha256(token.encode()).hexdigest()
    kept = [str(value) for row in stored()[0] for value in vars(row).values()]
    assert not {token for _, token in made}.intersection(kept)


def test_only_its_own_token_fits(create):
    (row, token), (_, other) = create(), create()
    assert shortlists.admits(row, token)
    for wrong in (other, "", token[:-1], token + "x", row.token_sha256, "\xe9"):
        assert not shortlists.admits(row, wrong)


def test_a_list_reads_back_in_its_order(create, look):
    row, _ = create("b", "a", "c")
    found = look(lambda session: shortlists.load(session, shortlists.find(session, row.id, NOW)))
    assert [(entry.slug, entry.note) for entry in found.choice.entries] == [("b", "over b"), ("a", "over a"), ("c", "over c")]
    assert (found.row.title, found.row.school_types, found.row.version) == ("Ons plan", ["po"], 1)
    assert found.row.expires_at == NOW + timedelta(days=DAYS)


def test_a_change_replaces_everything_and_starts_the_time_anew(create, write, stored):
    row, token = create("a", "b")
    later = NOW + timedelta(days=300)
    write(shortlists.replace, row.id, 1, draft("Anders", "c"), now=later, days=DAYS)
    (changed,), entries = stored()
    assert entries == [("c", "over c")]
    assert (changed.title, changed.version, changed.created_at, changed.updated_at) == ("Anders", 2, NOW, later)
    assert changed.expires_at == later + timedelta(days=DAYS)
    assert shortlists.admits(changed, token)


def test_an_old_version_changes_nothing(create, write, stored):
    row, _ = create("a")
    write(shortlists.replace, row.id, 1, draft("Anders", "b"), now=NOW, days=DAYS)
    for change in (
        lambda: write(shortlists.replace, row.id, 1, draft("Te laat", "c"), now=NOW, days=DAYS),
        lambda: write(shortlists.remove, row.id, 1, NOW),
    ):
        with pytest.raises(Outdated) as outdated:
            change()
        assert outdated.value.version == 2
    (kept,), entries = stored()
    assert (kept.title, kept.version, entries) == ("Anders", 2, [("b", "over b")])


@pytest.mark.parametrize("turn", range(5))
@pytest.mark.parametrize("kind", ["two changes", "a change and a deletion"])
def test_of_two_writers_at_once_exactly_one_wins(create, database, stored, kind, turn):
    row, _ = create("a")
    together = Barrier(2)

    def change(number):
        try:
            together.wait()
            with writing(sessions(database)) as session:
                if number and kind != "two changes":
                    shortlists.remove(session, row.id, 1, NOW)
                else:
                    shortlists.replace(session, row.id, 1, draft(f"Van {number}", f"van-{number}"), now=NOW, days=DAYS)
        except (Outdated, NotFound) as error:
            return type(error)
        return None

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(change, range(2)))
    assert results.count(None) == 1
    winner, rows = results.index(None), stored()
    if winner and kind != "two changes":
        assert (results[0], rows) == (NotFound, ([], []))
    else:
        assert results[1 - winner] is Outdated
        assert [(one.title, one.version) for one in rows[0]] == [(f"Van {winner}", 2)]
        assert rows[1] == [(f"van-{winner}", f"over van-{winner}")]


def test_a_second_writer_waits_for_the_first_and_then_sees_that_it_lost(create, database, stored):
    row, _ = create("a")
    make = sessions(database)

    def second():
        with writing(make) as session:
            shortlists.replace(session, row.id, 1, draft("De tweede"), now=NOW, days=DAYS)

    with ThreadPoolExecutor(1) as pool:
        with writing(make) as session:
            shortlists.replace(session, row.id, 1, draft("De eerste"), now=NOW, days=DAYS)
            waiting = pool.submit(second)
            with pytest.raises(TimeoutError):
                waiting.result(0.3)
        with pytest.raises(Outdated):
            waiting.result(20)
    assert [one.title for one in stored()[0]] == ["De eerste"]


def test_a_deleted_list_leaves_nothing(create, write, stored):
    row, _ = create("a", "b")
    other, _ = create("c")
    write(shortlists.remove, row.id, 1, NOW)
    rows, entries = stored()
    assert ([one.id for one in rows], entries) == ([other.id], [("c", "over c")])


def test_expired_deleted_and_never_made_are_the_same(create, write, look):
    expired, _ = create(now=NOW - timedelta(days=DAYS))
    deleted, _ = create()
    write(shortlists.remove, deleted.id, 1, NOW)
    said = set()
    for list_id in (expired.id, deleted.id, "A" * 22, "", "\0", "x" * 5000, "é" * 22):
        with pytest.raises(NotFound) as gone:
            look(shortlists.find, list_id, NOW)
        said.add(str(gone.value))
    assert len(said) == 1


def test_an_expired_list_cannot_be_changed_or_deleted(create, write, stored):
    row, _ = create("a", now=NOW - timedelta(days=DAYS))
    with pytest.raises(NotFound):
        write(shortlists.replace, row.id, 1, draft("Terug"), now=NOW, days=DAYS)
    with pytest.raises(NotFound):
        write(shortlists.remove, row.id, 1, NOW)
    assert [one.version for one in stored()[0]] == [1]


def test_purging_deletes_what_has_expired_and_nothing_else(create, write, look, stored):
    create("oud", now=NOW - timedelta(days=DAYS))
    kept, _ = create("nieuw", now=NOW - timedelta(days=DAYS) + timedelta(seconds=1))
    assert look(shortlists.any_expired, NOW)
    assert write(shortlists.delete_expired, NOW) == 1
    rows, entries = stored()
    assert ([row.id for row in rows], entries) == ([kept.id], [("nieuw", "over nieuw")])
    assert not look(shortlists.any_expired, NOW)
    assert write(shortlists.delete_expired, NOW) == 0
