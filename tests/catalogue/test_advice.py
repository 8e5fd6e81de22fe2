"""Advice from what the engine draws: as if every item were assessed."""

import asyncio
import random

import pytest
from conftest import CONTENT

from app.catalogue.advice import advise
from app.catalogue.snapshot import load
from app.content import load as content
from app.db.engine import connect, sessions
from app.domain.advice.ranking import Adviser
from app.domain.advice.scan import Finding, school_scan
from app.search.embeddings.embedders import BUNDLED
from app.search.retrieval.client import Meili
from app.search.retrieval.records import Records, SearchLimits

SCANS = 40


@pytest.fixture(scope="module")
def advised(published):
    """The way to get advice on scans from the published catalogue."""
    database = connect(published.database_url)

    def asked(scans):
        async def ask():
            async with Meili(published.meili_url, published.meili_api_key.get_secret_value(), 30) as meili:
                snapshot = load(sessions(database), BUNDLED, Records(meili, SearchLimits()))
                return [await advise(scan, snapshot) for scan in scans]

        return asyncio.run(ask())

    yield asked
    database.dispose()


def drawn_scans(vocabularies, count):
    """Scans of schools with one to four findings."""
    chance = random.Random(4)
    terms = {name: sorted(vocabularies[name].by_id) for name in ("problem-areas", "school-types", "partners")}
    for _ in range(count):
        findings = [Finding(area, chance.randint(1, 3)) for area in chance.sample(terms["problem-areas"], chance.randint(1, 4))]
        partners = chance.sample(terms["partners"], chance.randint(0, 2))
        schools = chance.sample(terms["school-types"], chance.randint(1, 2))
        yield school_scan(schools, findings, partners, max_cost=chance.choice((None, None, 1, 3)))


def told(given):
    """What is advised, by slug, with its points."""
    kinds = (given.interventions, given.programmes)
    best = [
        [
            (
                one.item.slug,
                one.assessment.points,
                [partner.guide and partner.guide.slug for partner in one.partners],
                [other.item.slug for other in one.programmes],
                [other.slug for other in (*one.measures, *one.examples)],
            )
            for one in kind
        ]
        for kind in kinds
    ]
    return best, [measure.slug for measure in given.measures], given.fitting, given.gaps


def test_advice_on_what_was_drawn_is_that_on_every_item_of_the_catalogue(advised, vocabularies):
    scans = list(drawn_scans(vocabularies, SCANS))
    adviser = Adviser(sorted(content.load(CONTENT).items, key=lambda item: item.slug), vocabularies)
    given = advised(scans)
    for scan, found in zip(scans, given, strict=True):
        assert told(found.advice) == told(adviser.advise(scan)), scan
    assert sum(bool(found.advice.interventions) for found in given) > SCANS / 2
