"""From an address to answers of the school guide and back, and to the step that is shown."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from app.domain.advice.scan import Finding
from app.web.site._shared.lenient import Ignored
from app.web.site.advice.answers import SHOWN, Answers, GuideStep, advice_href, read_answers

WHOLE = "schoolType=po&schoolType=vo&problemArea=verzuim:3&problemArea=motivatie&partner=ouders&maxCost=2&limit=8"
SEVEN = "&".join(f"problemArea={area}" for area in ("pesten", "gedrag", "angst", "stress", "cultuur", "verzuim", "motivatie"))


def asked(text, vocabularies):
    return read_answers(parse_qsl(text, keep_blank_values=True), vocabularies)


def test_an_address_becomes_answers_and_the_same_address_again(vocabularies):
    answers = asked(WHOLE, vocabularies).answers
    assert answers == Answers(("po", "vo"), (Finding("motivatie"), Finding("verzuim", 3)), ("ouders",), 2, 8)
    for step in GuideStep:
        query = urlsplit(advice_href(answers, step)).query
        again = asked(query, vocabularies)
        assert (again.answers, again.step, again.problems, again.ignored) == (answers, step, (), ())
    assert advice_href(answers, limit=SHOWN).endswith("problemArea=motivatie&problemArea=verzuim:3&partner=ouders&maxCost=2")


def test_the_scan_is_the_one_that_the_api_reads(vocabularies):
    scan = asked(WHOLE, vocabularies).answers.scan()
    assert scan.school_types == ("po", "vo")
    assert [(one.area, one.weight) for one in scan.findings] == [("verzuim", 3), ("motivatie", 1)]
    assert (scan.partners, scan.max_cost, scan.limit) == (("ouders",), 2, 8)


@pytest.mark.parametrize("value", ["3.0", "3,5", "+3", "6", "veel"])
def test_a_number_that_is_none_is_told(vocabularies, value):
    found = asked(f"schoolType=po&problemArea=verzuim&limit={value}", vocabularies)
    assert found.answers.limit == (6 if value == "6" else SHOWN)
    assert bool(found.ignored) == (value != "6")


@pytest.mark.parametrize("text", ["", "schoolType=&maxCost=", "utm_source=nieuwsbrief"])
def test_without_answers_nothing_is_asked(vocabularies, text):
    assert asked(text, vocabularies).step is None


@pytest.mark.parametrize(
    ("text", "step", "told"),
    [
        ("stap=1", GuideStep.SCHOOL, ""),
        ("stap=2", GuideStep.SCHOOL, "Kies ten minste één schooltype."),
        ("schoolType=&problemArea=pesten", GuideStep.SCHOOL, "Kies ten minste één schooltype."),
        ("stap=2&schoolType=hogwarts", GuideStep.SCHOOL, "Dit schooltype kennen wij niet: ‘hogwarts’. Kies uit de lijst."),
        ("stap=2&schoolType=po", GuideStep.FINDINGS, ""),
        ("stap=3&schoolType=po", GuideStep.FINDINGS, "Kies ten minste één onderwerp."),
        ("schoolType=po&problemArea=pestn", GuideStep.FINDINGS, "Dit onderwerp kennen wij niet: ‘pestn’. Kies uit de lijst."),
        (f"stap=3&schoolType=po&{SEVEN}", GuideStep.FINDINGS, "U koos 7 onderwerpen. Kies er hoogstens 6"),
        (f"stap=2&schoolType=po&{SEVEN}", GuideStep.FINDINGS, "U koos 7 onderwerpen. Kies er hoogstens 6"),
        (f"stap=1&schoolType=po&{SEVEN}", GuideStep.SCHOOL, ""),
        ("stap=4&schoolType=po&problemArea=pesten:9", GuideStep.WEIGHT, "Dit gewicht kennen wij niet: ‘pesten:9’. Kies uit de lijst."),
        ("stap=3&schoolType=po&problemArea=pesten&problemArea=gedrag", GuideStep.WEIGHT, ""),
        ("stap=3&schoolType=po&problemArea=pesten", GuideStep.MEANS, ""),
        ("schoolType=po&problemArea=pesten&partner=x", GuideStep.MEANS, "Deze partner kennen wij niet: ‘x’. Kies uit de lijst."),
        (
            "schoolType=po&problemArea=pesten&maxCost=9",
            GuideStep.MEANS,
            "Deze grens aan de kosten kennen wij niet: ‘9’. Kies uit de lijst.",
        ),
        (
            "schoolType=po&problemArea=pesten&maxCost=2&maxCost=3",
            GuideStep.MEANS,
            "Deze grens aan de kosten kennen wij niet: ‘3’. Kies uit de lijst.",
        ),
        ("schoolType=po&problemArea=pesten", GuideStep.ADVICE, ""),
    ],
)
def test_the_first_step_with_a_problem_is_shown_with_what_is_wrong(vocabularies, text, step, told):
    found = asked(text, vocabularies)
    assert found.step is step
    assert " ".join(one.text for one in found.problems).startswith(told)
    assert bool(found.problems) is bool(told)
    assert {one.step for one in found.problems} <= {step}


def test_what_is_right_stays(vocabularies):
    found = asked("stap=3&schoolType=po&schoolType=x&problemArea=pesten:3&problemArea=y&partner=ouders&partner=z&maxCost=2", vocabularies)
    assert found.answers == Answers(("po",), (Finding("pesten", 3),), ("ouders",), 2)
    assert asked(f"stap=3&schoolType=po&{SEVEN}", vocabularies).answers.findings[6:]


def test_an_area_that_is_named_twice_has_its_highest_weight(vocabularies):
    assert asked("schoolType=po&problemArea=pesten:2&problemArea=pesten&problemArea=pesten:1", vocabularies).answers.findings == (
        Finding("pesten", 2),
    )


def test_of_many_unknown_values_a_few_are_named(vocabularies):
    (problem,) = asked("&".join(f"schoolType=x{number}" * 40 for number in range(9)) + "&schoolType=po", vocabularies).problems
    assert problem.text.endswith("en meer. Kies uit de lijst.")
    assert len(problem.text) < 300


@pytest.mark.parametrize(("given", "left_out"), [("limit=veel", "veel"), ("limit=0", "0"), ("limit=21", "21")])
def test_a_limit_that_means_nothing_is_told_and_keeps_nobody_from_the_advice(vocabularies, given, left_out):
    found = asked(f"schoolType=po&problemArea=pesten&{given}&stap=9", vocabularies)
    assert (found.step, found.answers.limit) == (GuideStep.ADVICE, SHOWN)
    assert found.ignored == (Ignored("Aantal", left_out), Ignored("Stap", "9"))
