"""Items as the index has them, for tests that make catalogues in memory out of any terms."""

from hypothesis import strategies as st

from app.domain.facets import FACETS

CHOICES = {
    "kind": ("intervention", "programme", "good-practice"),
    "problemArea": ("ziekteverzuim", "thuiszitten", "verzuim", "pesten", "angst"),
    "schoolType": ("po", "bo", "vo", "vmbo-kb", "havo"),
    "partner": ("gemeente", "leerplicht", "jeugdhulp", "jeugdzorg"),
}


def terms_of(facet):
    return st.sets(st.sampled_from(CHOICES[facet]), max_size=3)


ITEM = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(CHOICES["kind"]).map(lambda kind: [kind]),
        **{facet: terms_of(facet) for facet in ("problemArea", "schoolType", "partner")},
    }
)


def document(number, terms, vocabularies):
    facets = {facet.name: vocabularies[facet.vocabulary].closure(terms.get(facet.name, ())) for facet in FACETS}
    texts = {"names": [], "summary": "", "questions": [], "terms": [], "typed": [], "about": [], "body": ""}
    values = {"updated": "2024-01-01", "sortTitle": "", "kindOrder": 0}
    return {"id": f"item-{number:02}", "title": f"Item {number}", **texts, **values, **facets}
