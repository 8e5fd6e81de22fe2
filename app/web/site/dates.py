"""Dates as they are said in Dutch."""

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def in_words(date: str) -> str:
    """A date as YYYY, YYYY-MM or YYYY-MM-DD in words, as precise as it is: `24 november 2026`."""
    year, *rest = date.split("-")
    month = [MONTHS[int(rest[0]) - 1]] if rest else []
    day = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*day, *month, year])
