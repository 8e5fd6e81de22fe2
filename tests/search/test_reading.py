"""Queries as they are read over a small catalogue."""

import pytest

from app.domain.language import Language, Synonyms
from app.search.understanding.lexicon import Lexicon
from app.search.understanding.query import Change, How, Reason, read

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
    assert read(typed, lexicon).words == words


@pytest.mark.parametrize(
    ("typed", "words", "change"),
    [
        ("bijlessen", "bijles", Change(How.FORM, "bijlessen", "bijles")),
        ("verzium", "verzuim", Change(How.SPELLING, "verzium", "verzuim")),
        ("huiswerk begeleiding", "huiswerkbegeleiding", Change(How.JOINED, "huiswerk begeleiding", "huiswerkbegeleiding")),
        ("taalklas", "taal klas", Change(How.SPLIT, "taalklas", "taal klas")),
    ],
)
def test_an_unknown_word_is_led_to_words_of_the_catalogue(lexicon, typed, words, change):
    reading = read(typed, lexicon)
    assert (reading.words, reading.changes) == (words, (change,))
    assert reading.corrected == (change.how in {How.SPELLING, How.JOINED})
    assert all(reading.wanted[lexicon.lemma(word)] == Reason(change.how, change.typed) for word in words.split())


def test_two_words_that_are_both_known_stay_two(lexicon):
    assert read("zomer school", lexicon).words == "zomerschool"
    assert read("ziekte verzuim", lexicon).words == "ziekte verzuim"
    assert read("ziekte verzuim", lexicon).changes == ()


def test_the_last_word_may_be_half_typed_and_others_may_not(lexicon):
    reading = read("taal zomersch", lexicon)
    assert reading.words == "taal zomersch"
    assert reading.changes == ()
    assert reading.wanted[lexicon.lemma("zomerschool")] == Reason(How.HALF_TYPED, "zomersch")
    assert "zomerschool" not in read("zomersch taal", lexicon).wanted


def test_a_known_word_is_not_taken_for_the_start_of_others(lexicon):
    assert all(reason.how is not How.HALF_TYPED for reason in read("school", lexicon).wanted.values())


def test_an_at_sign_stands_for_a_letter(lexicon):
    assert read("M@ZL", lexicon).words == "mazl"
    assert read("m@zl in de school", lexicon).words.split()[0] == "mazl"
    assert read("iemand@example", lexicon).words == "iemand@example"


def test_numbers_are_taken_as_they_are(lexicon):
    assert read("12345678", lexicon).words == "12345678"


def test_synonyms_are_looked_for_as_whole_phrases(lexicon):
    wanted = read("hulp op school", lexicon).wanted
    assert wanted["smw"] == Reason(How.SYNONYM, "hulp op school")
    assert "smw" not in read("hulp school", lexicon).wanted
    assert read("smw", lexicon).wanted["schoolmaatschappelijk"] == Reason(How.SYNONYM, "smw")


def test_parts_of_compounds_are_looked_for(lexicon):
    wanted = read("ziekteverzuim", lexicon).wanted
    assert wanted["ziekteverzuim"] == Reason(How.TYPED, "ziekteverzuim")
    assert wanted["verzuim"] == Reason(How.PART, "ziekteverzuim")


def test_what_was_typed_counts_for_more_than_what_it_may_also_mean(lexicon):
    weights = read("ziekteverzuim smw taalk", lexicon).weights
    assert weights["ziekteverzuim"] == weights["smw"] == 1
    assert 0 < weights["verzuim"] < 1
    assert 0 < weights["schoolmaatschappelijk"] < 1
    assert 0 < read("zomersch", lexicon).weights["zomerschool"] < 1
    assert read("verzium", lexicon).weights["verzuim"] == 1


def test_a_word_that_was_typed_and_is_a_synonym_too_counts_as_typed(lexicon):
    assert read("verzuim absentie", lexicon).wanted["absentie"] == Reason(How.TYPED, "absentie")


def test_what_was_meant_is_the_whole_query_with_its_spelling_mended(lexicon):
    assert read("Hoe help ik bij verzium?", lexicon).meant == "hoe help ik bij verzuim"
    assert read("Hoe help ik bij verzuim?", lexicon).meant == "Hoe help ik bij verzuim?"
    assert read("bijlessen", lexicon).meant == "bijlessen"
