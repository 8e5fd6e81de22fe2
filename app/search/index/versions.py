"""Versions of a catalogue inside one index: each document says from which generation on it is part of the catalogue, and until which.

A publish adds documents that no reader sees yet, tells the ones that they replace where they end, and then moves the pointer. So one
changed page costs one document, and a reader sees the old catalogue or the new one, never a mixture.

A catalogue has two indexes with the same ids. To name a hit, the engine unpacks the whole document, at 30 µs for a page with its texts
and 2 µs for one without. So texts are searched in one, and whatever asks for no words (the nearest in meaning, names, terms) in the other.
"""

from dataclasses import dataclass

# The generation that never comes: a document that is in use ends there.
NEVER = 4_000_000_000


OUTLINES = "-outlines"


def outlines_of(index: str) -> str:
    """The index of the items without their texts that belongs to an index of texts."""
    return f"{index}{OUTLINES}"


@dataclass(frozen=True, slots=True)
class IndexVersion:
    """One published catalogue on the engine: the index of its texts, and the generation of its documents that belong together."""

    index: str
    generation: int

    @property
    def outlines(self) -> str:
        """The index of the same items without their texts."""
        return outlines_of(self.index)

    @property
    def visible(self) -> str:
        """The filter that lets through the documents of this version and no other."""
        return f"since <= {self.generation} AND until > {self.generation}"

    @property
    def name(self) -> str:
        """A name that no other version has."""
        return f"{self.index}-{self.generation}"
