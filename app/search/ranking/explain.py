"""Why an item is among the results, in terms that a visitor understands."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.facets import FACETS
from app.domain.queries import SearchQuery
from app.domain.vocabularies import Vocabularies
from app.search.embeddings.item_vectors import Closeness
from app.search.item_index import Catalogue
from app.search.ranking.rerank import CLOSE
from app.search.search import Found
from app.search.understanding.query import How, Reading

# From this share of what is meant on, a term is worth naming.
CLEAR = 0.15
MOST_WORDS = 4

SENTENCES = {
    How.TYPED: "Het woord ‘{typed}’ staat erin, zo of in een andere vorm.",
    How.FORM: "Er staat een andere vorm van ‘{typed}’ in: {found}.",
    How.SPELLING: "‘{typed}’ is gelezen als ‘{found}’, en dat staat erin.",
    How.JOINED: "‘{typed}’ is gelezen als één woord: ‘{found}’.",
    How.SPLIT: "Van ‘{typed}’ staat het deel ‘{found}’ erin.",
    How.HALF_TYPED: "Er staat een woord in dat begint met ‘{typed}’: {found}.",
    How.SYNONYM: "‘{typed}’ gaat vaak over hetzelfde als ‘{found}’, en dat staat erin.",
    How.PART: "Van ‘{typed}’ staat het deel ‘{found}’ erin.",
}


@dataclass(frozen=True, slots=True)
class Why:
    """One reason: `kind` is name, word, term, meaning or filter; `text` is a sentence for visitors, in Dutch."""

    kind: str
    text: str
    typed: str | None = None
    found: str | None = None


def why(slug: str, query: SearchQuery, found: Found, catalogue: Catalogue, vocabularies: Vocabularies) -> list[Why]:
    """Every reason why this item is a result, the weightiest first. The vocabularies have the labels."""
    reasons: list[Why] = []
    if slug in found.picked.named:
        reasons.append(Why("name", f"‘{query.q}’ is de naam van deze pagina, of een korte naam ervoor.", typed=query.q))
    reasons += _words(slug, found.reading, catalogue)
    if found.closeness:
        reasons += _terms(slug, catalogue, found.closeness, vocabularies)
        if found.closeness.items[catalogue.places[slug]] >= CLOSE:
            reasons.append(Why("meaning", "De pagina ligt qua betekenis dicht bij uw zoekvraag.", typed=query.q))
    if not reasons and query.q:
        reasons.append(Why("word", "Er staat een woord in dat lijkt op wat u typte.", typed=query.q))
    return [*reasons, *_filters(query, vocabularies)]


def _words(slug: str, reading: Reading, catalogue: Catalogue) -> Iterator[Why]:
    for form, _ in catalogue.weights.found(catalogue.places[slug], reading.weights)[:MOST_WORDS]:
        reason = reading.wanted[form]
        yield Why("word", SENTENCES[reason.how].format(typed=reason.typed, found=form), reason.typed, form)


def _terms(slug: str, catalogue: Catalogue, closeness: Closeness, vocabularies: Vocabularies) -> Iterator[Why]:
    place = catalogue.places[slug]
    for share, (vocabulary, term), tagged in zip(closeness.terms, catalogue.terms, catalogue.tagged[:, place], strict=True):
        if tagged and share >= CLEAR:
            label = vocabularies[vocabulary].label_of(term)
            yield Why("term", f"Uw zoekvraag lijkt te gaan over ‘{label}’, en deze pagina ook.", found=label)


def _filters(query: SearchQuery, vocabularies: Vocabularies) -> Iterator[Why]:
    for facet in FACETS:
        labels = [vocabularies[facet.vocabulary].label_of(term) for term in query.selected(facet.name)]
        if labels:
            yield Why("filter", f"U koos bij {facet.label}: {' of '.join(labels)}.", found=", ".join(labels))
