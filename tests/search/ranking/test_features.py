"""The words of an item as they are packed in its document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from search.small import draft

from app.domain.language import Language
from app.search.ranking.features import FIELD_WEIGHTS, fields, form_counts, form_key, pack, unpack
from app.search.understanding.lexicon import Lexicon

LEXICON = Lexicon.of(
    ["ziekteverzuim ziekte verzuim kind dyslexie school"],
    Language(filler=("de", "het"), forms={"verzuim": "verzuim"}),
)


@given(st.dictionaries(st.text(min_size=1), st.integers(1, 2000).map(lambda count: count / 2), max_size=50))
def test_what_was_packed_is_unpacked_in_the_order_of_the_keys(counts):
    found = unpack(pack(counts))
    by_key = {form_key(form): count for form, count in counts.items()}
    assert list(found) == sorted(by_key)
    if len(by_key) == len(counts):
        assert found == pytest.approx(by_key, rel=1e-3)


def test_a_compound_counts_with_its_parts_which_weigh_less_and_filler_does_not_count():
    given = dict(pair for word in ("de", "ziekteverzuim") for pair in LEXICON.weighted_forms(word))
    assert given == {
        "ziekteverzuim": 1.0,
        "ziekte": 0.5,
        "verzuim": 0.5,
    }


def test_every_field_counts_by_its_weight():
    texts = {"title": "dyslexie", "body": "dyslexie dyslexie", "names": ["dyslexie"], "summary": "kind"}
    counts = form_counts(fields(draft("a", **texts)), LEXICON)
    assert counts == {"dyslexie": 2 * 1.0 + 4.0 + 4.0, "kind": 2.5}
    assert set(FIELD_WEIGHTS) == {"title", "names", "questions", "typed", "summary", "terms", "about", "body"}


def test_a_text_without_words_packs_to_nothing():
    assert unpack(pack({})) == {}
