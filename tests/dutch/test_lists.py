import pytest

from app.dutch.lists import capital, in_a_sentence, listed, listed_after


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ((), ""),
        (("a",), "a"),
        (("a", "b"), "a en b"),
        (("a", "b", "c"), "a, b en c"),
        (("a en b", "c"), "a en b; c"),
        (("a, b", "c", "d"), "a, b; c; d"),
        (("a en b",), "a en b"),
    ],
)
def test_a_list_has_commas_and_en_or_semicolons(parts, text):
    assert listed(parts) == text


@pytest.mark.parametrize(
    ("labels", "preposition", "text"),
    [
        ((), "over", ""),
        (("a",), "over", "ook over a"),
        (("a", "b"), "over", "ook over a en b"),
        (("a", "b", "c"), "over", "ook over a, b en c"),
        (("a en b", "c"), "over", "ook over a en b, en over c"),
        (("a en b", "c", "d"), "over", "ook over a en b, over c, en over d"),
        (("a en b", "c"), "", "ook over a en b, en c"),
    ],
)
def test_a_preposition_comes_again_before_a_label_with_en(labels, preposition, text):
    assert listed_after("ook over", labels, preposition) == text


@pytest.mark.parametrize(
    ("label", "text"), [("Verzuim", "verzuim"), ("VO", "VO"), ("GGD en GGZ", "GGD en GGZ"), ("Van po naar vo", "de stap van po naar vo")]
)
def test_a_label_in_a_sentence(label, text):
    assert in_a_sentence(label) == text


@pytest.mark.parametrize(("text", "with_capital"), [("het bewijs", "Het bewijs"), ("", "")])
def test_a_capital(text, with_capital):
    assert capital(text) == with_capital
