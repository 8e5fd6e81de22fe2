"""How much words say about texts."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from search.small import draft

from app.domain.language import Language
from app.search.index.statistics import CatalogueStatistics
from app.search.ranking.bm25 import Bm25, Bm25Index
from app.search.ranking.features import FIELD_WEIGHTS, fields, form_counts, pack, unpack
from app.search.understanding.lexicon import Lexicon

LEXICON = Lexicon.of(
    ["ziekteverzuim ziekte verzuim kind dyslexie school"],
    Language(filler=("de", "het"), forms={"verzuim": "verzuim"}),
)


@dataclass
class Packed:
    """A text by its forms, as a record has it."""

    forms: Any
    length: float


@dataclass
class Texts:
    """Texts of a catalogue, scored like items."""

    packed: list[Packed]
    bm25: Bm25

    def score(self, wanted):
        return self.bm25.scores(self.packed, wanted)


def scored(*texts):
    """Texts as items are scored: by their packed forms and the statistics of all."""
    packed, statistics = [], CatalogueStatistics()
    for text in texts:
        counts = pack(form_counts(text, LEXICON))
        statistics.add([draft("x") | {"forms": counts, "vector": ""}])
        forms = unpack(counts)
        packed.append(Packed(forms, sum(forms.values())))
    return Texts(packed, Bm25(statistics.documents, statistics.forms, statistics.mean_length))


def of_items(*texts):
    return scored(*({1.0: [text]} for text in texts))


def of_phrases(*texts):
    return Bm25Index([{1.0: [text]} for text in texts], LEXICON)


both = pytest.mark.parametrize("weights", [of_items, of_phrases])


@both
def test_a_rare_word_says_more_than_a_frequent_one(weights):
    scores = weights("kind school", "kind dyslexie", "kind school", "kind school").score({"kind": 1.0, "dyslexie": 1.0})
    assert scores.argmax() == 1
    only_kind, only_rare = (weights("kind x", "kind y", "kind z", "dyslexie w").score({word: 1.0}).max() for word in ("kind", "dyslexie"))
    assert only_rare > only_kind > 0


@both
def test_the_same_word_in_a_longer_text_says_less(weights):
    short, long, without = weights("dyslexie", "dyslexie " + "school " * 30, "kind").score({"dyslexie": 1.0})
    assert short > long > without == 0


@both
def test_more_of_the_same_word_counts_less_and_less(weights):
    filled = [" ".join(["dyslexie"] * count + ["school"] * (12 - count)) for count in (1, 2, 8, 9)]
    one, two, eight, nine, _ = weights(*filled, "kind").score({"dyslexie": 1.0})
    assert nine > eight > two > one
    assert nine - eight < two - one


@both
def test_a_compound_is_found_by_its_parts_with_less_weight(weights):
    part, whole, _ = weights("ziekteverzuim", "verzuim", "kind").score({"verzuim": 1.0})
    assert 0 < part < whole


@both
def test_how_much_a_word_is_wanted_counts(weights):
    one, half = (weights("dyslexie", "kind").score({"dyslexie": weight})[0] for weight in (1.0, 0.5))
    assert half == pytest.approx(one / 2)


@both
def test_nothing_to_weigh_is_no_error(weights):
    assert weights().score({"kind": 1.0}).tolist() == []
    assert weights("", "").score({"kind": 1.0}).tolist() == [0, 0]
    assert weights("kind").score({}).tolist() == [0]


def test_items_and_phrases_are_scored_alike():
    texts = ("kind dyslexie", "kind school school", "ziekteverzuim", "verzuim " * 5, "")
    wanted = {"kind": 1.0, "verzuim": 0.5, "school": 1.0, "onbekend": 1.0}
    assert np.allclose(of_items(*texts).score(wanted), of_phrases(*texts).score(wanted), rtol=1e-3)


def test_a_word_in_the_title_says_more_than_one_in_the_text():
    empty = dict.fromkeys(FIELD_WEIGHTS, "")
    in_title, in_body = (fields(empty | {name: "dyslexie"}) for name in ("title", "body"))
    scores = scored(in_title, in_body, fields(empty)).score({"dyslexie": 1.0})
    assert scores[0] > scores[1] > scores[2] == 0


def test_the_score_of_an_item_does_not_depend_on_who_else_is_looked_at():
    known = of_items("kind dyslexie", "kind school", "kind", "dyslexie " * 9)
    wanted = {"kind": 1.0, "dyslexie": 1.0}
    alone = [known.bm25.scores([text], wanted)[0] for text in known.packed]
    assert alone == known.score(wanted).tolist()


def test_no_text_says_more_than_the_most_that_there_is_to_say():
    known = of_items("kind", "dyslexie", "dyslexie " * 500)
    wanted = {"kind": 1.0, "dyslexie": 0.5}
    assert 0 < known.score(wanted).max() < known.bm25.most(wanted)


def test_a_catalogue_has_the_words_that_any_of_its_items_has():
    known = of_items("kind", "ziekteverzuim")
    assert known.bm25.has_any(["onbekend", "verzuim"])
    assert not known.bm25.has_any(["onbekend", "dyslexie"])
    assert not known.bm25.has_any([])


def test_what_was_found_tells_the_weightiest_word_first_and_adds_up_to_the_score():
    known = of_items("kind dyslexie", "kind school", "kind")
    wanted = {"kind": 1.0, "dyslexie": 0.9, "school": 1.0, "onbekend": 1.0}
    found = known.bm25.contributions(known.packed[0], wanted)
    assert [word for word, _ in found] == ["dyslexie", "kind"]
    assert sum(added for _, added in found) == pytest.approx(known.score(wanted)[0])
    assert known.bm25.contributions(known.packed[2], {"dyslexie": 1.0}) == []
