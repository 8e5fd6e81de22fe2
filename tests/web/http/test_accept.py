"""What `Accept` asks for: the most specific range decides, then the quality, then our own order."""

import pytest

from app.domain.errors import NotAcceptable
from app.web.http.accept import CSV, HTML, JSON, JSON_LD, negotiate

OFFERS = (JSON, CSV, JSON_LD)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("text/*", CSV),
        ("TEXT/CSV", CSV),
        ("application/*", JSON),
        ("text/csv;q=0.9, application/ld+json;q=0.8", CSV),
        ("application/json;charset=utf-8", JSON),
        ("application/json, text/csv", JSON),
        ("application/ld+json, */*", JSON),  # equal: our order
        ("unreadable, text/csv", CSV),
        # The highest quality of all ranges that fit used to decide; now the most specific one does.
        ("application/json;q=0, */*", CSV),
        ("application/json;q=0.1, */*;q=1", CSV),
        ("application/*;q=0.1, */*", CSV),
        ("application/json;q=0.1, application/*;q=0.5", JSON_LD),
        ("text/csv;q=0, text/*, application/ld+json;q=0.2", JSON_LD),
        # What is above 1 counts as 1, and what is no number as 0.
        ("application/json, text/csv;q=5", JSON),
        ("application/json;q=nan, text/csv;q=0.1", CSV),
        ("text/csv;q=inf, application/ld+json;q=0.1", JSON_LD),
    ],
)
def test_the_most_specific_range_decides(accept, media_type):
    assert negotiate(accept, OFFERS) == media_type


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "text/csv;q=0, text/*", "nonsense", "application/json;q=x", "*"])
def test_what_is_not_on_offer_is_refused(accept):
    offers = (CSV,) if "csv" in accept else (JSON,)
    with pytest.raises(NotAcceptable):
        negotiate(accept, offers)


def test_a_browser_gets_a_page():
    assert negotiate("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", (CSV, HTML)) == HTML
