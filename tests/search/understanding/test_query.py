"""Queries as they are read over a small catalogue."""

import pytest

from app.domain.language import Language, Synonyms
from app.search.understanding.lexicon import Lexicon
from app.search.understanding.query import MatchType, WordChange, WordMatch, parse

TEXTS = (
    "ziekteverzuim mazl verzuim ziekte bijles huiswerkbegeleiding school scholen zomerschool zomerscholen",
    "schoolmaatschappelijk werk smw absentie dyslexie taal klas tussen",
)
LANGUAGE = Language(
    filler=("hoe", "help", "ik", "een", "met", "op", "wat"),
    forms={"bijlessen": "bijles", "bijles": "bijles", "verzuim": "verzuim"},
    whole=("huiswerk",),
    synonyms=(
        Synonyms(words=("smw", "schoolmaatschappelijk werk"), instead_of=("hulp op school",), reason="a test"),
        Synonyms(words=("verzuim", "absentie"), reason="a test"),
    ),
)


@pytest.fixture(scope="module")
def lexicon():
    return Lexicon.of(TEXTS, LANGUAGE)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("hoe help ik een kind met dyslexie", "kind dyslexie"),
        ("Taal", "taal"),
        ("hoe help ik", "hoe help ik"),
        ("wat", "wat"),
        ("", ""),
        ("!?", ""),
        ("школа dyslexie 학교", "школа dyslexie 학교"),
    ],
)
def test_words_that_say_nothing_are_left_out_but_never_all(lexicon, typed, words):
    assert parse(typed, lexicon).words == words


@pytest.mark.parametrize(
    ("typed", "words", "change"),
    [
        ("bijlessen", "bijles", WordChange(MatchType.FORM, "bijlessen", "bijles")),
        ("verzium", "verzuim", WordChange(MatchType.SPELLING, "verzium", "verzuim")),
        ("huiswerk begeleiding", "huiswerkbegeleiding", WordChange(MatchType.JOINED, "huiswerk begeleiding", "huiswerkbegeleiding")),
        ("taalklas", "taal klas", WordChange(MatchType.SPLIT, "taalklas", "taal klas")),
    ],
)
def test_an_unknown_word_is_led_to_words_of_the_catalogue(lexicon, typed, words, change):
    parsed = parse(typed, lexicon)
    assert (parsed.words, parsed.changes) == (words, (change,))
    assert parsed.corrected == (change.type in {MatchType.SPELLING, MatchType.JOINED})
    assert all(parsed.wanted[lexicon.lemma(word)] == WordMatch(change.type, change.typed) for word in words.split())


def test_two_words_that_are_both_known_stay_two(lexicon):
    assert parse("zomer school", lexicon).words == "zomerschool"
    assert parse("ziekte verzuim", lexicon).words == "ziekte verzuim"
    assert parse("ziekte verzuim", lexicon).changes == ()


def test_the_last_word_may_be_half_typed_and_others_may_not(lexicon):
    parsed = parse("taal zomersch", lexicon)
    assert parsed.words == "taal zomersch"
    assert parsed.changes == ()
    assert parsed.wanted[lexicon.lemma("zomerschool")] == WordMatch(MatchType.HALF_TYPED, "zomersch")
    assert "zomerschool" not in parse("zomersch taal", lexicon).wanted


def test_a_known_word_is_not_taken_for_the_start_of_others(lexicon):
    assert all(reason.type is not MatchType.HALF_TYPED for reason in parse("school", lexicon).wanted.values())


def test_an_at_sign_stands_for_a_letter(lexicon):
    assert parse("M@ZL", lexicon).words == "mazl"
    assert parse("m@zl in de school", lexicon).words.split()[0] == "mazl"
    assert parse("iemand@example", lexicon).words == "iemand@example"


def test_numbers_are_taken_as_they_are(lexicon):
    assert parse("12345678", lexicon).words == "12345678"


def test_synonyms_are_looked_for_as_whole_phrases(lexicon):
    wanted = parse("hulp op school", lexicon).wanted
    assert wanted["smw"] == WordMatch(MatchType.SYNONYM, "hulp op school")
    assert "smw" not in parse("hulp school", lexicon).wanted
    assert parse("smw", lexicon).wanted["schoolmaatschappelijk"] == WordMatch(MatchType.SYNONYM, "smw")


def test_parts_of_compounds_are_looked_for(lexicon):
    wanted = parse("ziekteverzuim", lexicon).wanted
    assert wanted["ziekteverzuim"] == WordMatch(MatchType.TYPED, "ziekteverzuim")
    assert wanted["verzuim"] == WordMatch(MatchType.PART, "ziekteverzuim")


def test_what_was_typed_counts_for_more_than_what_it_may_also_mean(lexicon):
    weights = parse("ziekteverzuim smw taalk", lexicon).weights
    assert weights["ziekteverzuim"] == weights["smw"] == 1
    assert 0 < weights["verzuim"] < 1
    assert 0 < weights["schoolmaatschappelijk"] < 1
    assert 0 < parse("zomersch", lexicon).weights["zomerschool"] < 1
    assert parse("verzium", lexicon).weights["verzuim"] == 1


def test_a_word_that_was_typed_and_is_a_synonym_too_counts_as_typed(lexicon):
    assert parse("verzuim absentie", lexicon).wanted["absentie"] == WordMatch(MatchType.TYPED, "absentie")


def test_what_was_meant_is_the_whole_query_with_its_spelling_mended(lexicon):
    assert parse("Hoe help ik bij verzium?", lexicon).meant == "hoe help ik bij verzuim"
    assert parse("Hoe help ik bij verzuim?", lexicon).meant == "Hoe help ik bij verzuim?"
    assert parse("bijlessen", lexicon).meant == "bijlessen"
