"""Tables as CSV that a spreadsheet opens without harm: UTF-8 with a byte order mark, and no cell that is a formula."""

import csv
import io
from collections.abc import Iterable

CSV_TYPE = "text/csv; charset=utf-8"
# A cell that starts so is taken for a formula, also after a tab or a return that the spreadsheet drops.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(rows: Iterable[Iterable[object]]) -> bytes:
    """Rows as a file; the first one is the header. None is an empty cell."""
    text = io.StringIO()
    csv.writer(text).writerows([_safe(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _safe(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
