"""The content itself, and what is written about it elsewhere."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from app.content import load
from app.content.scaffold import create
from app.content.schema import front_matter_schema
from app.content.thin_terms import gaps
from app.content.yaml import parse_document
from app.domain.items import ITEM_MODELS, Basis, Measure

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "content"
SCHEMA = ROOT / "docs" / "front-matter.schema.json"
FILES = sorted(path for path in CONTENT.glob("*/*.md"))


@pytest.fixture(scope="module")
def report():
    return load.check(CONTENT)


@pytest.fixture(scope="module")
def schema():
    return json.loads(SCHEMA.read_text())


def test_every_file_is_in_order(report):
    assert report.problems == ()
    assert len(report.content.items) == len(FILES)


def test_the_schema_for_editors_is_that_of_today(report, schema):
    assert schema == front_matter_schema(report.content.vocabularies), "run: menukaart schema > docs/front-matter.schema.json"


def test_the_schema_accepts_every_file_and_refuses_an_unknown_field(schema):
    validator = Draft202012Validator(schema)
    for path in FILES:
        front = parse_document(path.read_text()).front.data
        assert not list(validator.iter_errors(front)), path
    assert list(validator.iter_errors({**front, "onbekend": 1}))


def test_the_counts_in_the_readme_are_true(report):
    counts = Counter(item.kind for item in report.content.items)
    readme = (ROOT / "README.md").read_text()
    told = {kind: int(number) for number, kind in re.findall(r"(\d+) \*\*([a-z-]+)s\*\*", readme)}
    assert told == dict(counts)


def test_the_coverage_report_is_that_of_today(report):
    told = (ROOT / "docs" / "coverage.md").read_text()
    for gap in gaps(report.content.items, report.content.vocabularies):
        assert f"| {gap.facet} | {gap.term} | {gap.label} | {gap.count} |" in told, (
            "run: menukaart check --coverage, and mend docs/coverage.md"
        )


@pytest.mark.parametrize("kind", ITEM_MODELS)
def test_a_new_file_has_only_empty_fields_to_mend(kind, tmp_path):
    (tmp_path / "vocabularies").symlink_to(CONTENT / "vocabularies")
    name = create(tmp_path, kind, "iets-nieuws")
    front = yaml.safe_load(Path(name).read_text().split("---")[1])
    assert front["kind"] == kind
    assert set(front) <= set(ITEM_MODELS[kind].model_fields)
    required = {field for field, info in ITEM_MODELS[kind].model_fields.items() if info.is_required()} - {"slug", "body"}
    assert required <= set(front)


def test_a_step_by_a_source_is_one_of_a_measure_that_cites_the_letter_with_the_steps(report):
    letter = report.content.vocabularies["year-steps"].sources[0]
    measures = [item for item in report.content.items if isinstance(item, Measure)]
    sourced = [one for one in measures if any(step.basis is Basis.SOURCE for step in one.steps)]
    assert sourced
    for one in sourced:
        assert any(letter.startswith(source.title) for source in one.sources), one.slug
    assert any(not one.steps for one in measures), "decision 17: a measure that nothing ties to a step has none"
