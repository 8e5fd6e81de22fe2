"""The facets are declared once: the filters of a search are those facets, in their order, and their terms come from the front matter."""

import pytest
from pydantic import ValidationError

from app.content.load import load
from app.domain.facets import FACETS, terms_at
from app.domain.items import ITEM_MODELS
from app.domain.queries import FacetTerms, Filters, SearchQuery
from app.domain.unknown_names import UnknownName

LIMITS = ["min_effect", "min_evidence", "max_cost"]


@pytest.fixture(scope="module")
def content(content_folder):
    return load(content_folder)


@pytest.fixture(scope="module")
def content_folder(request):
    return request.config.rootpath / "content"


def test_the_filters_are_the_facets_and_the_limits():
    assert list(Filters.model_fields) == [*(facet.field for facet in FACETS), *LIMITS]
    for facet in FACETS:
        assert Filters.__annotations__[facet.field] is FacetTerms, facet.name


@pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.name)
def test_a_filter_takes_terms_of_its_vocabulary_only(facet, content):
    term = content.vocabularies[facet.vocabulary].terms[0].id
    assert SearchQuery.model_validate({facet.name: (term, term)}, context=content.vocabularies).selected(facet.name) == (term,)
    with pytest.raises(ValidationError) as refused:
        SearchQuery.model_validate({facet.name: ("niets",)}, context=content.vocabularies)
    error = refused.value.errors()[0]["ctx"]["error"]
    assert isinstance(error, UnknownName)
    assert (error.value, error.facet) == ("niets", facet.name)


@pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.name)
def test_the_terms_of_a_facet_stand_in_the_front_matter_of_some_kind(facet, content):
    field = facet.front_matter[0]
    assert any(field in model.model_fields for model in ITEM_MODELS.values())
    terms = {term for item in content.items for term in facet.terms(item)}
    assert terms
    assert terms <= content.vocabularies[facet.vocabulary].by_id.keys()


def test_a_term_knows_its_place(content):
    item = next(item for item in content.items if len(item.partners) > 1)
    assert [path for path, _ in terms_at(item, ("partners", "partner"))][:2] == [("partners", 0, "partner"), ("partners", 1, "partner")]
