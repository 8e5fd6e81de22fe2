"""When two catalogues are the same, and when all documents must be made anew."""

import re

from app.catalogue import corpus
from app.catalogue.corpus import fingerprint, structure
from app.domain.language import NO_LANGUAGE, Language
from app.search.index.documents import FORMAT


def test_what_every_document_depends_on_is_the_same_for_the_same_and_another_for_anything_else(vocabularies, monkeypatch):
    known = structure(vocabularies, NO_LANGUAGE, "a-model")
    assert re.fullmatch("[0-9a-f]{64}", known)
    assert known == structure(dict(reversed(vocabularies.items())), NO_LANGUAGE, "a-model")
    fewer = {name: vocabulary for name, vocabulary in vocabularies.items() if name != "partners"}
    others = [
        structure(fewer, NO_LANGUAGE, "a-model"),
        structure(vocabularies, Language(filler=("de",)), "a-model"),
        structure(vocabularies, NO_LANGUAGE, "another"),
        structure(vocabularies, NO_LANGUAGE, None),
    ]
    monkeypatch.setattr(corpus, "FORMAT", FORMAT + 1)
    others.append(structure(vocabularies, NO_LANGUAGE, "a-model"))
    assert len({known, *others}) == len(others) + 1


def test_a_catalogue_is_another_when_an_item_is_another_or_what_all_depend_on():
    known = fingerprint("structure", {"a": "1", "b": "2"})
    assert known == fingerprint("structure", {"b": "2", "a": "1"})
    others = [
        fingerprint("structure", {"a": "1", "b": "3"}),
        fingerprint("structure", {"a": "2", "b": "1"}),
        fingerprint("structure", {"a": "1"}),
        fingerprint("another", {"a": "1", "b": "2"}),
    ]
    assert len({known, *others}) == len(others) + 1
