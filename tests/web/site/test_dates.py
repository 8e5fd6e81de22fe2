import pytest

from app.web.site.dates import in_words


@pytest.mark.parametrize(("date", "words"), [("2026-11-04", "4 november 2026"), ("2021-03", "maart 2021"), ("2021", "2021")])
def test_a_date_is_as_precise_as_it_is(date, words):
    assert in_words(date) == words
