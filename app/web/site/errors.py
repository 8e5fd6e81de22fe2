"""Errors as pages, for those who read pages. What is the matter is said once, by `app.web.api.errors`; this only says it in Dutch."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Request, Response

from app.web.site.rendering import passing


@dataclass(frozen=True, slots=True)
class Words:
    """What a visitor is told: what happened, and what to do now."""

    title: str
    text: str


WORDS: Mapping[int, Words] = {
    400: Words("Dit adres klopt niet", "Er staat iets in het adres dat wij niet begrijpen. Zoek opnieuw, of begin bij de eerste pagina."),
    404: Words("Deze pagina is er niet", "Misschien is de pagina verplaatst, of zit er een fout in het adres."),
    406: Words("Deze vorm is er niet", "Dit adres heeft alleen een gewone pagina."),
    410: Words("Deze pagina is weggehaald", "De redactie heeft dit uit Menukaart gehaald. Misschien helpt iets anders u verder."),
    503: Words("Menukaart is even niet bereikbaar", "Er is een storing of onderhoud. Probeer het over een paar minuten opnieuw."),
}
OTHER = Words("Er ging iets mis", "Dat ligt aan ons, niet aan u. De fout is genoteerd. Probeer het later opnieuw.")
OF_THE_API = "/v1/"
OF_THE_BODY = {"content-type", "content-length"}


def as_page(request: Request, problem: Response) -> Response:
    """A problem as a page when a browser asks for one outside the API, else as it is."""
    if problem.status_code < HTTPStatus.BAD_REQUEST or not _reads_pages(request):
        return problem
    words = WORDS.get(problem.status_code, OTHER)
    page = passing(request, "error.html", HTTPStatus(problem.status_code), words=words, typed=_typed(request))
    kept = {name: value for name, value in problem.headers.items() if name not in OF_THE_BODY}
    page.headers.update({**kept, **page.headers})
    return page


def _reads_pages(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(OF_THE_API)


def _typed(request: Request) -> str:
    """The last part of the address as words to search for."""
    return request.url.path.rstrip("/").rpartition("/")[2].replace("-", " ")[:100]
