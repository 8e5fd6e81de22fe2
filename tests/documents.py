"""Items as the index has them, for tests that make catalogues out of any terms."""

from search.small import draft

from app.domain.facets import FACETS

CHOICES = {
    "kind": ("intervention", "programme", "good-practice"),
    "problemArea": ("ziekteverzuim", "thuiszitten", "verzuim", "pesten", "angst"),
    "schoolType": ("po", "bo", "vo", "vmbo-kb", "havo"),
    "partner": ("gemeente", "leerplicht", "jeugdhulp", "jeugdzorg"),
}


def some_terms(chance):
    """The terms of one item, drawn at random."""
    drawn = {facet: set(chance.sample(CHOICES[facet], chance.randint(0, 3))) for facet in ("problemArea", "schoolType", "partner")}
    return {"kind": [chance.choice(CHOICES["kind"])], **drawn}


def slug(number):
    return f"item-{number:02}"


def document(number, terms, vocabularies, **fields):
    """The draft of an item with these terms and all that are broader."""
    facets = {facet.name: list(vocabularies[facet.vocabulary].closure(sorted(terms.get(facet.name, ())))) for facet in FACETS}
    return draft(slug(number), title=f"Item {number}", **facets, **fields)
