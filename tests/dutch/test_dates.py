import pytest

from app.dutch.dates import date_in_words


@pytest.mark.parametrize(
    ("date", "text"),
    [
        ("2017-03-29", "29 maart 2017"),
        ("2026-11-04", "4 november 2026"),
        ("2021-03", "maart 2021"),
        ("2021", "2021"),
        (None, "datum onbekend"),
    ],
)
def test_a_date_is_as_precise_as_it_is(date, text):
    assert date_in_words(date) == text
