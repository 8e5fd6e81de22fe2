"""Judged queries: what people search for, and how well each item answers it, in the eyes of a person.

Half of the queries, chosen by a hash of their text, are set aside: nothing is tuned on them, they only report.
"""

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from app.domain.errors import MenukaartError
from app.domain.queries import SearchQuery
from app.domain.vocabularies import Vocabularies

CUT = 10
GRADES = ("0", "1", "2", "3")
HEADER = ["query", "filters", "slug", "grade", "group"]


@dataclass(frozen=True, slots=True)
class Judged:
    """One query with what a judge said of the items. `filters` is a query string; `grades` has slugs with 1 to 3."""

    query: str
    filters: str
    group: str
    grades: Mapping[str, int]

    @property
    def name(self) -> str:
        """The query as a visitor's address would have it."""
        return f"{self.query} [{self.filters}]" if self.filters else self.query

    @property
    def set_aside(self) -> bool:
        """Whether this query may only report."""
        return hashlib.sha256(self.name.encode()).digest()[0] % 2 == 1

    def search(self, vocabularies: Vocabularies) -> SearchQuery:
        """The search that a visitor would make."""
        parameters: dict[str, list[str]] = {}
        for name, value in parse_qsl(self.filters):
            parameters.setdefault(name, []).append(value)
        return SearchQuery.model_validate({"q": self.query, "pageSize": CUT, **parameters}, context=vocabularies)


def judgements(path: Path) -> list[Judged]:
    """The judged queries in a CSV file. Raises MenukaartError that names the line of the first fault."""
    found: dict[tuple[str, str], Judged] = {}
    grades: dict[tuple[str, str], dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        if next(rows, None) != HEADER:
            raise MenukaartError(f"{path}:1: the first line must be {','.join(HEADER)}")
        for row in rows:
            if len(row) != len(HEADER) or row[3] not in GRADES or not row[0]:
                raise MenukaartError(f"{path}:{rows.line_num}: needs query, filters, slug, a grade from 0 to 3, and group")
            query, filters, slug, grade, group = row
            mine = grades.setdefault((query, filters), {})
            found.setdefault((query, filters), Judged(query, filters, group, mine))
            if slug and grade != "0":
                mine[slug] = int(grade)
    return list(found.values())
