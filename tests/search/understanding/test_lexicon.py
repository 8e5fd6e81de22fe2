"""Dutch over the words of a small catalogue: forms, compounds, spelling."""

import pytest

from app.domain.language import NO_LANGUAGE, Language, Synonyms
from app.search.understanding.lexicon import Lexicon


def lexicon(*texts, **language):
    return Lexicon.of(texts, Language(**language) if language else NO_LANGUAGE)


def synonyms(words, instead_of=()):
    return (Synonyms(words=tuple(words), instead_of=tuple(instead_of), reason="a test"),)


def test_words_are_known_without_capitals_and_accents():
    known = lexicon("Een crèche in Zwolle")
    assert known.knows("creche")
    assert known.knows("zwolle")
    assert not known.knows("utrecht")


@pytest.mark.parametrize(("word", "form"), [("scholen", "school"), ("kinderen", "kind"), ("school", "school"), ("xqzw", "xqzw")])
def test_a_word_has_a_basic_form(word, form):
    assert lexicon().lemma(word) == form


def test_editors_decide_over_a_basic_form():
    assert lexicon().lemma("verzuim") == "verzuimen"
    taught = lexicon("ziekte", "verzuim", forms={"Verzuim": "verzuim"})
    assert taught.lemma("verzuim") == "verzuim"
    assert taught.lemma("ziekteverzuim") == "ziekteverzuim"


def test_the_form_of_a_compound_is_that_of_its_last_part():
    known = lexicon("taal lessen", forms={"lessen": "les", "les": "les"})
    assert known.lemma("taallessen") == "taalles"
    assert known.lemma("taallezzen") == "taallezzen"


def test_forms_are_those_that_the_catalogue_has_the_most_frequent_first():
    known = lexicon("school scholen scholen scholen", "kind")
    assert known.forms("school") == ("scholen",)
    assert known.forms("scholen") == ("school",)
    assert known.forms("kinderen") == ("kind",)
    assert known.forms("boeken") == ()


@pytest.mark.parametrize(
    ("texts", "word", "parts"),
    [
        ("ziekte verzuim", "ziekteverzuim", {"ziekte", "verzuim"}),
        ("jeugd gezondheid zorg", "jeugdgezondheidszorg", {"jeugd", "gezondheidszorg", "gezondheid", "zorg"}),
        ("gezondheid zorg", "gezondheidszorg", {"gezondheid", "zorg"}),
        ("leerling begeleiding", "leerlingenbegeleiding", {"leerling", "begeleiding"}),
        ("groep werk", "groepswerk", {"groep", "werk"}),
        ("ziekte", "ziekteverzuim", set()),
        ("ziek verzuim", "ziekverzuim", {"ziek", "verzuim"}),
        ("lees boek", "leesboek", {"lees", "boek"}),
        ("uur werk", "uurwerk", set()),
    ],
)
def test_a_compound_is_split_into_words_of_the_catalogue(texts, word, parts):
    assert set(lexicon(texts).parts(word)) == parts


def test_words_that_only_look_like_compounds_stay_whole():
    assert lexicon("onder zoek", filler=["x"]).parts("onderzoek")
    assert lexicon("onder zoek", whole=["Onderzoek"]).parts("onderzoek") == ()


def test_filler_is_no_part():
    assert lexicon("onder wijzer").parts("onderwijzer")
    assert lexicon("onder wijzer", filler=["onder"]).parts("onderwijzer") == ()


def test_halves_are_the_two_words_that_a_compound_is_made_of_first():
    assert lexicon("jeugd gezondheid zorg").halves("jeugdgezondheidszorg") == ("jeugd", "gezondheidszorg")
    assert lexicon("jeugd").halves("jeugd") == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("verzium", "verzuim"),
        ("begelieding", "begeleiding"),
        ("begelediig", "begeleiding"),
        ("verzxxm", None),
        ("verz", None),
        ("lzen", "lezen"),
        ("lzn", None),
        ("fietsen", None),
        ("lezne", "lezen"),
    ],
)
def test_spelling_is_mended_towards_words_of_the_catalogue_only(typed, meant):
    assert lexicon("verzuim begeleiding lezen").similar_spelling(typed) == meant


def test_of_equally_near_words_the_most_frequent_is_meant_and_the_first_letter_is_never_wrong():
    assert lexicon("vurzuim vurzuim verzuim").similar_spelling("vrzuim") == "vurzuim"
    assert lexicon("gerzuim").similar_spelling("berzuim") is None


def test_good_dutch_is_no_typing_error():
    assert lexicon("tekenaars").similar_spelling("rekenaars") is None
    assert lexicon("vaart").similar_spelling("vaarts") == "vaart"
    assert lexicon("maart").similar_spelling("maat") is None


def test_the_words_that_start_so():
    known = lexicon("zomerschool zomer school zon")
    assert list(known.starting("zom")) == ["zomer", "zomerschool"]
    assert list(known.starting("zo")) == []


def test_synonyms_lead_to_each_other_and_lay_words_lead_one_way():
    known = lexicon("x", synonyms=synonyms(["smw", "schoolmaatschappelijk werk"], ["hulp op school"]))
    assert list(known.synonyms(["smw"])) == [("smw", "schoolmaatschappelijk"), ("smw", "werk")]
    assert list(known.synonyms(["de", "schoolmaatschappelijk", "werk"])) == [("schoolmaatschappelijk werk", "smw")]
    assert ("hulp op school", "smw") in set(known.synonyms(["hulp", "op", "school"]))
    assert list(known.synonyms(["hulp", "school"])) == []
    assert known.knows("smw")


def test_a_document_is_also_found_by_other_forms_parts_and_what_editors_say():
    taught = synonyms(["verzuim", "absentie"], ["spijbelen"])
    known = lexicon("ziekteverzuim in scholen", "school ziekte verzuim", "absentie", synonyms=taught, filler=["in"])
    expansions = known.expansions(["ziekteverzuim in scholen"])
    assert expansions == sorted(expansions)
    assert {"ziekte", "verzuim", "school"} <= set(expansions)
    assert {"absentie", "spijbelen"} <= set(known.expansions(["verzuim"]))
    assert "spijbelen" not in known.expansions(["ziekte"])
    assert "verzuim" not in known.expansions(["spijbelen"])
    assert known.expansions(["in"]) == []
