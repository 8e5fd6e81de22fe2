"""The parts that the routes work with: one object per process, made by `app.main` and found on the application's state."""

from dataclasses import dataclass

from fastapi import Request
from pydantic import SecretStr

from app.catalogue.watch import CatalogueWatch
from app.db.engine import Sessions
from app.search.embeddings.query_embeddings import QueryEmbeddings
from app.web.background.counts import Insights
from app.web.kept_answers import KeptAnswers
from app.web.limit import Limit


@dataclass(frozen=True, slots=True)
class Service:
    """The parts that answer requests.

    `meaning` is None when search goes by words only; `cache_seconds`: how long clients may keep an answer; `contact` is empty when
    nobody can be written to.
    """

    sessions: Sessions
    meaning: QueryEmbeddings | None
    catalogue: CatalogueWatch
    cache_seconds: int
    public_url: str
    insights: Insights
    answers: KeptAnswers
    insights_token: SecretStr
    shortlist_days: int
    new_shortlists: Limit
    contact: str


def service(request: Request) -> Service:
    """The service of the application that got this request."""
    found: Service = request.app.state.service
    return found
