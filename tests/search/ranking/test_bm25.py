"""How much words say about texts."""

import pytest

from app.domain.language import Language
from app.search.ranking.bm25 import FIELD_WEIGHTS, Bm25Index, fields, tokens
from app.search.understanding.lexicon import Lexicon

LEXICON = Lexicon.of(
    ["ziekteverzuim ziekte verzuim kind dyslexie school"],
    Language(filler=("de", "het"), forms={"verzuim": "verzuim"}),
)


def weights(*texts):
    return Bm25Index([{1.0: [text]} for text in texts], LEXICON)


def test_a_rare_word_says_more_than_a_frequent_one():
    scores = weights("kind school", "kind dyslexie", "kind school", "kind school").score({"kind": 1.0, "dyslexie": 1.0})
    assert scores.argmax() == 1
    only_kind, only_rare = (weights("kind x", "kind y", "kind z", "dyslexie w").score({word: 1.0}).max() for word in ("kind", "dyslexie"))
    assert only_rare > only_kind > 0


def test_the_same_word_in_a_longer_text_says_less():
    short, long, without = weights("dyslexie", "dyslexie " + "school " * 30, "kind").score({"dyslexie": 1.0})
    assert short > long > without == 0


def test_more_of_the_same_word_counts_less_and_less():
    filled = [" ".join(["dyslexie"] * count + ["school"] * (12 - count)) for count in (1, 2, 8, 9)]
    one, two, eight, nine, _ = weights(*filled, "kind").score({"dyslexie": 1.0})
    assert nine > eight > two > one
    assert nine - eight < two - one


def test_a_word_in_the_title_says_more_than_one_in_the_text():
    empty = dict.fromkeys(FIELD_WEIGHTS, "")
    in_title, in_body = (fields(empty | {name: "dyslexie"}) for name in ("title", "body"))
    scores = Bm25Index([in_title, in_body, fields(empty)], LEXICON).score({"dyslexie": 1.0})
    assert scores[0] > scores[1] > scores[2] == 0


def test_a_compound_is_found_by_its_parts_with_less_weight():
    assert dict(tokens("de ziekteverzuim", LEXICON)) == {"ziekteverzuim": 1.0, "ziekte": 0.5, "verzuim": 0.5}
    part, whole, _ = weights("ziekteverzuim", "verzuim", "kind").score({"verzuim": 1.0})
    assert 0 < part < whole


def test_how_much_a_word_is_wanted_counts():
    one, half = (weights("dyslexie", "kind").score({"dyslexie": weight})[0] for weight in (1.0, 0.5))
    assert half == pytest.approx(one / 2)


def test_what_was_found_tells_the_weightiest_word_first_and_adds_up_to_the_score():
    known = weights("kind dyslexie", "kind school", "kind")
    wanted = {"kind": 1.0, "dyslexie": 0.9, "school": 1.0, "onbekend": 1.0}
    found = known.contributions(0, wanted)
    assert [word for word, _ in found] == ["dyslexie", "kind"]
    assert sum(added for _, added in found) == pytest.approx(known.score(wanted)[0])
    assert known.contributions(2, {"dyslexie": 1.0}) == []


def test_nothing_to_weigh_is_no_error():
    assert weights().score({"kind": 1.0}).tolist() == []
    assert weights("", "").score({"kind": 1.0}).tolist() == [0, 0]
