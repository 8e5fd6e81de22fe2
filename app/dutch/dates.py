"""Dates in Dutch words.

Babel knows the same months, but only writes whole dates: how precise a source is about its date would still be our own code.
"""

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def date_in_words(date: str | None) -> str:
    """A date (YYYY, YYYY-MM or YYYY-MM-DD) as precise as it is: "29 maart 2017", "maart 2017", "2017"; None is "datum onbekend"."""
    if date is None:
        return "datum onbekend"
    year, *rest = date.split("-")
    month = [MONTHS[int(rest[0]) - 1]] if rest else []
    day = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*day, *month, year])
