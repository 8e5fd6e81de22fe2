"""Which representation a client wants."""

from collections.abc import Sequence

from app.domain.errors import NotAcceptable

JSON = "application/json"
CSV = "text/csv"
JSON_LD = "application/ld+json"
FORM = "application/x-www-form-urlencoded"


def negotiate(accept: str | None, offers: Sequence[str]) -> str:
    """The offer that the client likes best; the first one when it does not care. Raises NotAcceptable."""
    if not accept or accept == "*/*":
        return offers[0]
    ranges = [_range(part) for part in accept.split(",")]
    ranked = [(max((quality for wanted, quality in ranges if _fits(offer, wanted)), default=0.0), offer) for offer in offers]
    quality, best = max(ranked, key=lambda pair: pair[0])
    if quality <= 0:
        raise NotAcceptable(f"This address offers {', '.join(offers)}, not {accept[:100]}.")
    return best


def _range(text: str) -> tuple[str, float]:
    name, *parameters = (part.strip().lower() for part in text.split(";"))
    quality = next((parameter[2:] for parameter in parameters if parameter.startswith("q=")), "1")
    try:
        return name, float(quality)
    except ValueError:
        return name, 0.0


def _fits(offer: str, wanted: str) -> bool:
    return wanted in ("*/*", offer) or (wanted.endswith("/*") and offer.startswith(wanted[:-1]))
