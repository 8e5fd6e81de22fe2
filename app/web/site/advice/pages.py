"""`/keuzehulp`: the school guide in steps, and its advice."""

from fastapi import APIRouter, Request, Response

from app.catalogue.advice import advise
from app.web.actions.search import ask
from app.web.http.accept import negotiate
from app.web.http.kept import keep
from app.web.service import service
from app.web.site._shared.rendering import etag, keepable, unchanged
from app.web.site.advice.answers import GUIDE, GuideStep, read_answers
from app.web.site.advice.explained import explanation
from app.web.site.advice.steps import step_page
from app.web.site.advice.view import advice_page

router = APIRouter(include_in_schema=False)
OFFERS = ("text/html",)
TEMPLATES = {
    GuideStep.SCHOOL: "advice/school.html",
    GuideStep.FINDINGS: "advice/findings.html",
    GuideStep.WEIGHT: "advice/weight.html",
    GuideStep.MEANS: "advice/means.html",
}


@router.get(GUIDE)
async def guide(request: Request) -> Response:
    """The page of the guide, of a step, or of the advice: whatever the answers in the address lead to."""
    negotiate(request.headers.get("accept"), OFFERS)
    snapshot = service(request).catalogue.snapshot
    tag = etag(snapshot.etag)
    known = unchanged(request, tag)
    if known:
        return known
    asked = read_answers(request.query_params.multi_items(), snapshot.vocabularies)
    if asked.step is None:
        return keepable(request, "advice/start.html", tag)
    if asked.step in TEMPLATES:
        return keepable(request, TEMPLATES[asked.step], tag, page=step_page(asked, asked.step, snapshot.vocabularies))
    scan = asked.answers.scan()
    given, snapshot = await ask(service(request), lambda current: advise(scan, current))
    return keep(request, keepable(request, "advice/page.html", etag(snapshot.etag), page=advice_page(asked, given)), snapshot)


@router.get(f"{GUIDE}/uitleg")
async def explained(request: Request) -> Response:
    """How the guide counts, with the numbers that it counts with."""
    negotiate(request.headers.get("accept"), OFFERS)
    snapshot = service(request).catalogue.snapshot
    tag = etag(snapshot.etag)
    return unchanged(request, tag) or keepable(request, "advice/explained.html", tag, page=explanation(snapshot.vocabularies))
