"""Errors as pages, for those who read pages. What is the matter is said once, by `app.web.http.problems`; this only says it in Dutch."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

import orjson
from fastapi import Request, Response

from app.web.actions import shortlists
from app.web.site._shared.rendering import passing


@dataclass(frozen=True, slots=True)
class ErrorText:
    """Text for a visitor: what happened, and what to do now."""

    title: str
    text: str


WORDS: Mapping[int, ErrorText] = {
    400: ErrorText(
        "Dit adres klopt niet", "Er staat iets in het adres dat wij niet begrijpen. Zoek opnieuw, of begin bij de eerste pagina."
    ),
    404: ErrorText("Deze pagina is er niet", "Misschien is de pagina verplaatst, of zit er een fout in het adres."),
    405: ErrorText("Dat kan op dit adres niet", "Er is niets gewijzigd. Ga terug, of begin bij de eerste pagina."),
    406: ErrorText("Deze vorm is er niet", "Dit adres heeft alleen een gewone pagina."),
    410: ErrorText("Deze pagina is weggehaald", "De redactie heeft dit uit Menukaart gehaald. Misschien helpt iets anders u verder."),
    503: ErrorText("Menukaart is even niet bereikbaar", "Er is een storing of onderhoud. Probeer het over een paar minuten opnieuw."),
}
# What the status alone does not say, by the name of the problem.
WORDS_BY_NAME: Mapping[str, ErrorText] = {
    "wrong-token": ErrorText(
        "Met deze link kunt u de lijst niet wijzigen",
        "De link is niet volledig, of dit apparaat heeft de sleutel niet. Open de hele bewerklink die u bewaarde.",
    ),
    "foreign-sender": ErrorText(
        "Dit kwam van een andere site", "Er is niets gewijzigd. Alleen vanaf Menukaart zelf kunt u uw lijst wijzigen."
    ),
    "outdated": ErrorText("Iemand anders was net iets eerder", "Er is niets gewijzigd. Open uw lijst en probeer het opnieuw."),
    "unreadable-media": ErrorText("Dit kunnen wij niet lezen", "Er is niets gewijzigd. Ga terug en probeer het opnieuw."),
}
OF_LISTS = "/lijst/"
LIST_GONE = ErrorText(
    "Deze lijst is er niet meer",
    "De school heeft de lijst gewist, of hij is verlopen. Misschien is het adres niet volledig. Vraag de school om de link.",
)
UNUSABLE_FORM = ErrorText(
    "Dit formulier kunnen wij niet verwerken", "Er is niets gewijzigd. Ga terug, maak wat u invulde korter en probeer het opnieuw."
)
OTHER = ErrorText("Er ging iets mis", "Dat ligt aan ons, niet aan u. De fout is genoteerd. Probeer het later opnieuw.")
OF_THE_API = "/v1/"
OF_THE_BODY = {"content-type", "content-length"}


def as_page(request: Request, problem: Response) -> Response:
    """A problem as a page when a browser asks for one outside the API, else as it is."""
    of_list = request.url.path.startswith(OF_LISTS)
    if of_list:
        # The address may hold the key, and a page that fails has links as well.
        problem.headers.update(shortlists.HEADERS)
    if problem.status_code < HTTPStatus.BAD_REQUEST or not _reads_pages(request):
        return problem
    status = HTTPStatus(problem.status_code)
    read_href = request.url.path.rpartition("/")[0] if of_list and status is HTTPStatus.FORBIDDEN else None
    typed = "" if of_list else _typed(request)
    page = passing(request, "errors/page.html", status, words=_words(request, problem, of_list=of_list), typed=typed, read_href=read_href)
    kept = {name: value for name, value in problem.headers.items() if name not in OF_THE_BODY}
    page.headers.update({**kept, **page.headers})
    return page


def _words(request: Request, problem: Response, *, of_list: bool) -> ErrorText:
    if of_list and problem.status_code == HTTPStatus.NOT_FOUND:
        return LIST_GONE
    if request.method == "POST" and problem.status_code == HTTPStatus.BAD_REQUEST:
        return UNUSABLE_FORM
    name = orjson.loads(problem.body)["type"].rpartition("/")[2]
    return WORDS_BY_NAME.get(name) or WORDS.get(problem.status_code, OTHER)


def _reads_pages(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(OF_THE_API)


def _typed(request: Request) -> str:
    """The last part of the address as words to search for."""
    return request.url.path.rstrip("/").rpartition("/")[2].replace("-", " ")[:100]
