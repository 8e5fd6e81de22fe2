"""Tables as CSV that a spreadsheet opens without harm: UTF-8 with a byte order mark, and no cell that is a formula."""

import csv
import io
import re
from collections.abc import Iterable

CSV_TYPE = "text/csv; charset=utf-8"
# A cell that starts so is taken for a formula, also after a tab or a return that the spreadsheet drops.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# A spreadsheet that splits at semicolons, as Dutch ones do, takes no notice of quotes around the whole and sees cells inside.
FORMULA_INSIDE = re.compile(r"([;\t\r\n] *)(?=[=+@]|-\S)")


def table(rows: Iterable[Iterable[object]]) -> bytes:
    """Rows as a file; the first one is the header. None is an empty cell."""
    text = io.StringIO()
    csv.writer(text).writerows([_safe(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _safe(value: object) -> object:
    if not isinstance(value, str):
        return value
    return FORMULA_INSIDE.sub(r"\1'", f"'{value}" if value.startswith(FORMULA) else value)
