"""Terms for a half-typed query."""

import pytest

from app.domain.language import NO_LANGUAGE
from app.search.suggestions.terms import TermSuggester, TermToSuggest
from app.search.understanding.lexicon import Lexicon

THINGS = (
    TermToSuggest("mazl", ("Aanpak van ziekteverzuim", "M@ZL"), 1),
    TermToSuggest("verzuim", ("Verzuim melden",), 0),
    TermToSuggest("lezen", ("Samen lezen <b>& schrijven</b>",), 0),
    TermToSuggest("creche", ("De crèche",), 0),
    *(TermToSuggest(f"school-{number}", (f"School {number}",), number) for number in range(10)),
)


@pytest.fixture(scope="module")
def suggest():
    lexicon = Lexicon.of([name for thing in THINGS for name in thing.names] + ["ziekte"], NO_LANGUAGE)
    return TermSuggester(THINGS, lexicon).suggest


def keys(found):
    return [suggestion.key for suggestion in found]


def test_what_starts_a_word_fits(suggest):
    assert keys(suggest("lez", 5)) == ["lezen"]
    assert keys(suggest("sam lez", 5)) == ["lezen"]
    assert suggest("lez zie", 5) == []


def test_nothing_below_two_letters(suggest):
    assert suggest("l", 5) == []
    assert suggest(" l ", 5) == []
    assert suggest("", 5) == []


def test_what_starts_a_part_of_a_compound_fits_after_what_starts_a_name(suggest):
    assert keys(suggest("verzuim", 5)) == ["verzuim", "mazl"]
    assert suggest("verzu", 5)[1].highlight == "Aanpak van ziekte<mark>verzu</mark>im"


def test_one_typing_error_is_forgiven_and_two_are_not(suggest):
    assert keys(suggest("verzium", 5)) == ["verzuim", "mazl"]
    assert suggest("vrezium", 5) == []
    assert suggest("lzn", 5) == []


def test_no_more_than_asked_and_the_weightiest_first(suggest):
    assert keys(suggest("sch", 3)) == ["school-9", "school-8", "school-7"]
    assert len(suggest("sch", 20)) == 11


def test_the_name_that_fits_is_shown(suggest):
    (found,) = suggest("m@z", 5)
    assert (found.key, found.name, found.highlight) == ("mazl", "M@ZL", "<mark>M@Z</mark>L")


def test_highlights_are_escaped(suggest):
    assert suggest("schrij", 5)[0].highlight == "Samen lezen &lt;b&gt;&amp; <mark>schrij</mark>ven&lt;/b&gt;"


def test_accents_and_capitals_do_not_matter(suggest):
    assert suggest("CRECHE", 5)[0].highlight == "De <mark>crèche</mark>"
