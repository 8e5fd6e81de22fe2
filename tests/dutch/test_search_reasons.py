"""Why an item is a result, as a visitor is told."""

from app.dutch.search_reasons import SENTENCES, reason_sentence
from app.search.ranking.explain import FOUND_BY_ENGINE, ReasonKind
from app.search.understanding.query import MatchType


def test_every_reason_has_a_sentence():
    codes = {*MatchType, *ReasonKind, FOUND_BY_ENGINE} - {ReasonKind.WORD}
    assert codes == SENTENCES.keys()
    for code in codes:
        sentence = reason_sentence(code, "getypt", ("gevonden",), "Partner")
        assert sentence[0] in "‘ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        assert sentence.endswith(".")
        assert "None" not in sentence


def test_labels_of_one_filter_are_alternatives():
    found = ("Gemeente", "Ouders en verzorgers")
    assert reason_sentence(ReasonKind.FILTER, None, found, "Partner") == "U koos bij Partner: Gemeente of Ouders en verzorgers."
