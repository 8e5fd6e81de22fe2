import pytest

from app.domain.items import Scale
from app.dutch.plurals import counted
from app.dutch.ratings import months_in_words, number_in_full, number_with_unit, value_in_words, words


@pytest.mark.parametrize(("number", "text"), [(0, "0 maanden"), (1, "1 maand"), (3, "3 maanden"), (-1, "-1 maand"), (-2, "-2 maanden")])
def test_a_number_with_its_noun(number, text):
    assert counted(number, "maand", "maanden") == number_with_unit(Scale.EFFECT, number) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (6, "6 maanden extra leerwinst"),
        (1, "1 maand extra leerwinst"),
        (0, "0 maanden extra leerwinst"),
        (-1, "1 maand minder leerwinst"),
        (-2, "2 maanden minder leerwinst"),
    ],
)
def test_months_below_zero_are_less_and_never_minus_extra(value, text):
    assert months_in_words(value) == text
    assert number_in_full(Scale.EFFECT, value) == f"{text} in een schooljaar, gemiddeld over veel studies"


@pytest.mark.parametrize(
    ("scale", "value", "text"),
    [
        (Scale.EFFECT, -1, "negatief (-1 maand)"),
        (Scale.EFFECT, 0, "geen effect (0 maanden)"),
        (Scale.EFFECT, 2, "klein (2 maanden)"),
        (Scale.EFFECT, 3, "gemiddeld (3 maanden)"),
        (Scale.EFFECT, 6, "groot (6 maanden)"),
        (Scale.EVIDENCE, 4, "sterk (4 van 5)"),
        (Scale.COST, 1, "zeer laag (1 van 5)"),
    ],
)
def test_a_word_with_its_number(scale, value, text):
    assert value_in_words(scale, value) == text


def test_steps_in_full_and_what_is_unknown():
    assert number_in_full(Scale.EVIDENCE, 4) == "stap 4 van 5"
    assert words(Scale.COST, None) == "nog onbekend"
