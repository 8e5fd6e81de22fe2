"""Marks around the words that answer, whatever their form."""

from app.domain.language import NO_LANGUAGE
from app.search.highlights import PASSAGE_WORDS, WORDS_BEFORE, marked
from app.search.understanding.lexicon import Lexicon

TEXT = "Een kind dat gepest wordt, gaat niet graag naar school. Ziekteverzuim komt <vaak> door pesten & ruzie. Verzuim, ziekte."
LEXICON = Lexicon.of([TEXT], NO_LANGUAGE)


def test_every_form_is_marked_and_the_rest_is_escaped():
    html = marked(TEXT, LEXICON).whole({"pesten"})
    assert "<mark>gepest</mark>" in html
    assert "&lt;vaak&gt; door <mark>pesten</mark> &amp; ruzie" in html


def test_a_compound_is_marked_for_its_part():
    assert "<mark>Ziekteverzuim</mark>" in marked(TEXT, LEXICON).whole({LEXICON.lemma("verzuim")})


def test_a_text_without_the_words_has_no_highlight():
    ready = marked(TEXT, LEXICON)
    assert ready.whole({"rekenen"}) is None
    assert ready.passage({"rekenen"}) is None


def test_a_passage_is_cut_around_the_first_word_and_says_so():
    words = [f"woord{number}" for number in range(100)]
    words[50] = "pesten"
    passage = marked(" ".join(words), Lexicon.of([" ".join(words)], NO_LANGUAGE)).passage({"pesten"})
    assert passage.startswith(f"… woord{50 - WORDS_BEFORE} ")
    assert passage.endswith(f" woord{50 - WORDS_BEFORE + PASSAGE_WORDS - 1} …")
    assert "<mark>pesten</mark>" in passage


def test_a_short_text_is_its_own_passage():
    assert marked("Over  pesten.", LEXICON).passage({"pesten"}) == "Over <mark>pesten</mark>."
