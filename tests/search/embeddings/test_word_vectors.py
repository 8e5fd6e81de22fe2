"""The vector of a query from those of its words, with the words and the vectors of the model that comes along."""

import numpy as np
import pytest

from app.domain.language import Language
from app.search.embeddings.word_vectors import MAX_WORDS, WordVectors, words_to_embed
from app.search.understanding.lexicon import Lexicon

TEXTS = (
    "kinderen die niet naar school durven en veel verzuimen",
    "beter leren lezen in kleine groepen",
    "ouders helpen hun kind met rekenen thuis",
    "pesten in de klas stoppen",
    "gezond eten en bewegen op school",
)
QUERIES = ("kind durft niet naar school", "leren lezen", "ouders en rekenen", "pesten stoppen", "gezond eten")


@pytest.fixture(scope="module")
def lexicon():
    return Lexicon.of(TEXTS, Language(filler=("en", "de", "in", "op", "die", "naar", "hun", "met")))


@pytest.fixture(scope="module")
def known(lexicon, bundled):
    words = sorted(lexicon.counts)
    return WordVectors(words, bundled.queries(words).astype("<f2"), lexicon)


def test_a_query_is_nearest_to_what_the_model_makes_of_it(known, bundled):
    by_words = np.stack([known.vector(query) for query in QUERIES])
    by_model = bundled.queries(QUERIES)
    assert by_words.dtype == np.float32
    assert np.linalg.norm(by_words, axis=1) == pytest.approx(np.ones(len(QUERIES)), abs=1e-5)
    assert (by_words @ by_model.T).argmax(axis=1).tolist() == [*range(len(QUERIES))]


def test_a_single_word_lies_where_the_model_has_it(known, bundled):
    assert float(known.vector("Pesten!") @ bundled.queries(["pesten"])[0]) > 0.99


def test_the_order_of_words_is_not_seen(known):
    assert known.vector("pesten op school") == pytest.approx(known.vector("school: pesten"), abs=1e-6)


def test_filler_counts_only_when_there_is_nothing_else(known):
    assert known.vector("de in op") is not None
    assert known.vector("de ouders en hun kinderen") == pytest.approx(known.vector("ouders kinderen"), abs=1e-6)


def test_a_frequent_word_says_less(known):
    both, rare, frequent = (known.vector(text) for text in ("school pesten", "pesten", "school"))
    assert both @ rare > both @ frequent


def test_an_unknown_word_is_read_by_its_basic_form_or_its_parts(known):
    assert known.vector("verzuimd xqzvw") == pytest.approx(known.vector("verzuimen"), abs=1e-6)
    of_parts = known.vector("lezenschool")
    assert min(of_parts @ known.vector("lezen"), of_parts @ known.vector("school")) > of_parts @ known.vector("rekenen")


@pytest.mark.parametrize("text", ["", "xqzvw", "123", "!?"])
def test_without_a_known_word_there_is_no_vector(known, text):
    assert known.vector(text) is None


def test_words_that_people_say_come_first_and_numbers_never(lexicon):
    language = Language(pages={"een-pagina": ("thuiszitters terug",)}, forms={"liep": "lopen"})
    words = words_to_embed(lexicon, ["schoolverzuim 2025"], language)
    assert words[:5] == ("schoolverzuim", "liep", "lopen", "thuiszitters", "terug")
    assert set(words[5:]) == set(lexicon.counts)
    assert words[5:8] == ("en", "in", "school")


def test_there_are_no_more_words_than_can_be_kept():
    many = Lexicon({f"w{number}x": 1 for number in range(MAX_WORDS)} | {"vaak": 2}, Language())
    words = words_to_embed(many, ["gezegd"], Language())
    assert len(words) == MAX_WORDS
    assert words[:2] == ("gezegd", "vaak")
