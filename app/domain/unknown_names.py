"""The nearest existing word for a mistyped one, and the message about a value that is not among those that exist."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, existing: Iterable[str]) -> str | None:
    """The existing word that is most like this one, or None when none is."""
    return next(iter(get_close_matches(word, list(existing), n=1, cutoff=0.6)), None)


def did_you_mean(word: str, existing: Iterable[str]) -> str:
    """`; did you mean "x"?` for the nearest existing word, or an empty text when none is near."""
    near = nearest(word, existing)
    return f'; did you mean "{near}"?' if near else ""


def must_be_from(source: str, value: str, existing: Iterable[str], kind: str = "an id") -> str:
    """`must be an id from …` with the value that is none, and with the nearest one that is. `source` is where the ids can be read."""
    return f"must be {kind} from {source}, not {value!r}{did_you_mean(value, existing)}"


class UnknownName(ValueError):
    """A value that is no facet, or no term of `facet`. Whoever tells the user says where the `existing` ones can be read."""

    def __init__(self, value: str, existing: Iterable[str], facet: str | None = None) -> None:
        self.value, self.existing, self.facet = value, tuple(existing), facet
        super().__init__(self.message(f"those of {facet}" if facet else "those there are"))

    def message(self, source: str) -> str:
        """The requirement, with the place where the names can be read."""
        return must_be_from(source, self.value, self.existing, "an id" if self.facet else "a facet")
