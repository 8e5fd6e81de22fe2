"""Which representation a client wants. Of the ranges that fit an offer the most specific one decides (RFC 9110, 12.5.1).

Own code and not python-mimeparse: that one refuses the whole header for one range that it cannot read, and between offers of equal
quality prefers the one that was named most precisely, where the order of our offers should decide.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from app.domain.errors import NotAcceptable

JSON = "application/json"
CSV = "text/csv"
JSON_LD = "application/ld+json"
HTML = "text/html"
FORM = "application/x-www-form-urlencoded"


class MediaRange(NamedTuple):
    """One range of an `Accept` header, with its quality from 0 to 1."""

    name: str
    quality: float

    def specificity(self, offer: str) -> int:
        """How closely it names an offer: 3 for the type itself, 2 for `text/*`, 1 for `*/*`, 0 when it does not fit."""
        if self.name == offer:
            return 3
        if self.name == "*/*":
            return 1
        return 2 if self.name.endswith("/*") and offer.startswith(self.name[:-1]) else 0


def negotiate(accept: str | None, offers: Sequence[str]) -> str:
    """The offer that the client likes best; the first one when it does not care. Raises NotAcceptable."""
    if not accept or accept == "*/*":
        return offers[0]
    ranges = [_range(text) for text in accept.split(",")]
    best = max(offers, key=lambda offer: _quality(offer, ranges))
    if _quality(best, ranges) <= 0:
        raise NotAcceptable(f"This address offers {', '.join(offers)}, not {accept[:100]}.")
    return best


def _quality(offer: str, ranges: Sequence[MediaRange]) -> float:
    """The quality by the most specific range; of two that are equally specific the higher one. 0 when none fits."""
    _, quality = max(((specificity, each.quality) for each in ranges if (specificity := each.specificity(offer))), default=(0, 0.0))
    return quality


def _range(text: str) -> MediaRange:
    name, *parameters = (part.strip().lower() for part in text.split(";"))
    quality = next((parameter[2:] for parameter in parameters if parameter.startswith("q=")), "1")
    try:
        number = float(quality)
    except ValueError:
        return MediaRange(name, 0.0)
    return MediaRange(name, min(number, 1.0) if math.isfinite(number) else 0.0)
