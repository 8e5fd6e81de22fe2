"""Sentences for visitors that say why an item is among the results of a search."""

from collections.abc import Sequence

SENTENCES = {
    "name": "‘{typed}’ is de naam van deze pagina, of een korte naam ervoor.",
    "typed": "Het woord ‘{typed}’ staat erin, zo of in een andere vorm.",
    "form": "Er staat een andere vorm van ‘{typed}’ in: {found}.",
    "spelling": "‘{typed}’ is gelezen als ‘{found}’, en dat staat erin.",
    "joined": "‘{typed}’ is gelezen als één woord: ‘{found}’.",
    "split": "Van ‘{typed}’ staat het deel ‘{found}’ erin.",
    "half-typed": "Er staat een woord in dat begint met ‘{typed}’: {found}.",
    "synonym": "‘{typed}’ gaat vaak over hetzelfde als ‘{found}’, en dat staat erin.",
    "part": "Van ‘{typed}’ staat het deel ‘{found}’ erin.",
    "term": "Uw zoekvraag lijkt te gaan over ‘{found}’, en deze pagina ook.",
    "meaning": "De pagina ligt qua betekenis dicht bij uw zoekvraag.",
    "found-by-engine": "Er staat een woord in dat lijkt op wat u typte.",
    "filter": "U koos bij {facet}: {found}.",
}


def reason_sentence(code: str, typed: str | None, found: Sequence[str], facet: str | None) -> str:
    """The sentence for a reason by its code, with what was typed, the word or labels that were found, and the label of a facet."""
    return SENTENCES[code].format(typed=typed, found=" of ".join(found), facet=facet)
