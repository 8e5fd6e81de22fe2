"""Queries that may be counted, and their form: never one that looks like personal data.

A text that looks like it is refused even where it is something else: a count that is missing costs little, a telephone number that
is kept cannot be taken back. See docs/decisions/0011-search-insights-keep-no-person.md.
"""

import re

from app.domain.queries import MAX_QUERY, normalised

PERSONAL = re.compile(
    r"""
      [\w.+-]{2}@                             # jan@school.nl; M@ZL, a programme, has one letter before it
    | @\w{4} | @[\w-]*\.\w                    # j@school, j@nji.nl; and three after it at most
    | (?<!\w)@\w                              # @jan: somebody's account
    | \w:// | \bmailto: | \bwww\.             # an address on the web
    | \w{2}\.[^\W\d_]{2}                      # ... without its beginning: school.nl/jan
    | \d (?: [\W_]{0,3} \d ){4}               # five digits, however they are grouped: 06 12 34 56 78, 12-05-2014
    | \b\d{4}\ ?[a-z]{2}\ ?\d | \b\d{4}[a-z]{2}\b  # 2511 cv 30: a postcode, with its number or by itself
    """,
    re.VERBOSE,
)


def countable(text: str) -> str | None:
    """A query as it is counted, so that `  M@ZL ` and `m@zl` are one: at most 200 characters. None for nothing and for personal data."""
    query = _folded(text)
    if PERSONAL.search(query):
        return None
    return query[:MAX_QUERY].strip() or None


def looks_personal(text: str) -> bool:
    """Whether a query looks like personal data."""
    return PERSONAL.search(_folded(text)) is not None


def _folded(text: str) -> str:
    folded = normalised(text).casefold()
    # Folding can take letters apart again, and lengthen a text: "ß" becomes "ss".
    return folded if folded.isascii() else normalised(folded)
