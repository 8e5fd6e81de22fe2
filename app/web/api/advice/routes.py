"""`GET /v1/advice`: the school guide, from a school scan to ranked interventions with reasons."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.catalogue.advice import advise
from app.web.actions.scan_input import ScanInput
from app.web.actions.search import ask
from app.web.api.advice.present import present_advice
from app.web.api.advice.schemas import AdviceAnswer
from app.web.http.accept import JSON
from app.web.http.dependencies import Accepts, Fresh, Parts, Query
from app.web.http.etags import keepable
from app.web.http.kept import keep
from app.web.http.parameters import describe

router = APIRouter(prefix="/v1", tags=["advice"])


@router.get(
    "/advice",
    operation_id="advise",
    summary="From a school scan to interventions",
    response_model=AdviceAnswer,
    dependencies=[Depends(Accepts(JSON))],
    openapi_extra=describe(ScanInput),
)
async def get_advice(
    request: Request, parts: Parts, scan_input: Annotated[ScanInput, Depends(Query(ScanInput, terms=True))], _: Fresh
) -> Response:
    """Interventions that fit a school scan, the best first, each with its programmes, reasons, doubts, partners and a rationale.

    Every score is the sum of its `points`: fit 48, evidence 30, partners 10, cost 8 when there is a limit, school type 4. Months of
    effect only break ties.
    """
    scan = scan_input.scan()
    given, snapshot = await ask(parts, lambda current: advise(scan, current))
    return keep(request, keepable(request, present_advice(scan, given), snapshot.etag), snapshot)
