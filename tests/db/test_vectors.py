"""Vectors of texts, kept on both kinds of database."""

import pytest

from app.db import vectors
from app.db.engine import reading, sessions, writing

pytestmark = pytest.mark.both_databases


def kept(database, model, checksums):
    with reading(sessions(database)) as session:
        return vectors.known(session, model, checksums)


def save(database, model, found):
    with writing(sessions(database)) as session:
        vectors.save(session, model, found)


def test_vectors_are_kept_by_model_and_text(database):
    save(database, "one", {"a": b"\x00\x01", "b": b"\xff"})
    save(database, "other", {"a": b"other"})
    assert kept(database, "one", {"a", "b", "c"}) == {"a": b"\x00\x01", "b": b"\xff"}
    assert kept(database, "other", {"a", "b"}) == {"a": b"other"}
    assert kept(database, "one", ()) == {}
    save(database, "one", {"a": b"new"})
    assert kept(database, "one", {"a"}) == {"a": b"new"}


def test_vectors_of_other_models_and_of_texts_that_are_gone_are_forgotten(database):
    save(database, "one", {"a": b"a", "b": b"b"})
    save(database, "other", {"a": b"a", "c": b"c"})
    with writing(sessions(database)) as session:
        vectors.forget_others(session, "one", {"a", "z"})
    assert kept(database, "one", {"a", "b"}) == {"a": b"a"}
    assert kept(database, "other", {"a", "c"}) == {}


def test_more_than_fit_in_one_query(database):
    many = {f"{number:064}": bytes([number % 256]) for number in range(2 * vectors.AT_ONCE + 1)}
    save(database, "one", many)
    assert kept(database, "one", many.keys()) == many
    with writing(sessions(database)) as session:
        vectors.forget_others(session, "one", {f"{0:064}"})
    assert kept(database, "one", many.keys()) == {f"{0:064}": b"\x00"}
