import pytest
from pydantic import ValidationError

from app.domain import messages
from app.domain.advice.scan import Finding, school_scan
from app.web.actions.scan_input import ScanInput


def test_parameters_become_the_same_scan_in_any_order(vocabularies):
    given = {"schoolType": ["vo", "po", "vo"], "problemArea": ["pesten", "verzuim:2", "pesten:3", "verzuim"], "partner": ["ouders"]}
    turned = {name: values[::-1] for name, values in given.items()}
    scans = {ScanInput.model_validate(one, context=vocabularies, by_alias=True).scan() for one in (given, turned)}
    assert scans == {school_scan(["po", "vo"], [Finding("pesten", 3), Finding("verzuim", 2)], ["ouders"])}


def test_all_faults_of_a_scan_at_once(vocabularies):
    given = {"schoolType": ["vo", "xx"], "problemArea": ["verzuim:4", "pestn:", "motivatie:"], "maxCost": 6, "limit": 0, "time": "now"}
    with pytest.raises(ValidationError) as caught:
        ScanInput.model_validate(given, context=vocabularies, by_alias=True)
    places = [error["loc"] for error in messages.causes(caught.value, ScanInput)]
    assert places == [("schoolType", 1), ("problemArea", 0), ("problemArea", 1), ("problemArea", 2), ("maxCost",), ("limit",), ("time",)]
    assert 'did you mean "pesten"?; must have 1, 2 or 3 behind the colon' in str(caught.value)
