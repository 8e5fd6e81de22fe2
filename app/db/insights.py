"""Counts of searches per query and day, read and written. Functions over a Session; none commits.

Every query is one that `app.domain.countable` let through.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, delete, func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.db.models import SearchCount
from app.domain.insights import KEPT_DAYS, CountedQuery, Counts, InsightsReport, first_of

Key = tuple[date, str]

# A school service is not asked this many different things in a day, so what is beyond comes from a machine: no table grows without end.
MOST_PER_DAY = 10_000
RARE_DAYS = 30
COMMON = 3
ADVISORY_KEY = 0x696E7369  # "insi"

GOOD_DAYS = 90
GOOD_RECENT_DAYS = 30
GOOD_SEARCHES = 5
GOOD_ON_DAYS = 2
MOST_GOOD = 500

INSERT: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
SEARCHES, WITHOUT_RESULTS, CLICKS = (
    func.coalesce(func.sum(column), 0) for column in (SearchCount.searches, SearchCount.without_results, SearchCount.clicks)
)


def add(session: Session, counts: Mapping[Key, Counts]) -> int:
    """Add to what stands there, however many processes do so at once. How many searches found no room in their day."""
    _wait_for_other_writers(session)
    kept = [key for day in {day for day, _ in counts} for key in _within_room(session, day, counts)]
    if kept:
        # In one order for everybody, or two that write the same queries wait for each other.
        session.execute(_upsert(session), [_row(key, counts[key]) for key in sorted(kept)])
    return sum(count.searches for count in counts.values()) - sum(counts[key].searches for key in kept)


def _wait_for_other_writers(session: Session) -> None:
    """Let nobody else look for room until this transaction ends, or several at once overfill a day. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_KEY})


def _within_room(session: Session, day: date, counts: Mapping[Key, Counts]) -> list[Key]:
    known = set(session.scalars(select(SearchCount.query).where(SearchCount.day == day)))
    given = [key for key in counts if key[0] == day]
    new = [key for key in given if key[1] not in known]
    return [key for key in given if key[1] in known] + new[: max(0, MOST_PER_DAY - len(known))]


def _upsert(session: Session) -> Any:
    insert = INSERT[session.get_bind().dialect.name](SearchCount)
    sums = {name: getattr(SearchCount, name) + insert.excluded[name] for name in ("searches", "without_results", "clicks")}
    return insert.on_conflict_do_update(index_elements=["day", "query"], set_=sums)


def _row(key: Key, counts: Counts) -> dict[str, Any]:
    day, query = key
    return {"day": day, "query": query, "searches": counts.searches, "without_results": counts.without_results, "clicks": counts.clicks}


def forget(session: Session, today: date) -> None:
    """Drop everything that is too old, and earlier what hardly anybody searched: a rare query may hold a name."""
    session.execute(delete(SearchCount).where(SearchCount.day < first_of(KEPT_DAYS, today)))
    rare = select(SearchCount.query).group_by(SearchCount.query).having(SEARCHES < COMMON)
    session.execute(delete(SearchCount).where(SearchCount.day < first_of(RARE_DAYS, today), SearchCount.query.in_(rare)))


def report(session: Session, today: date, days: int, limit: int) -> InsightsReport:
    """The report for editors on the last `days` days, today included; at most `limit` queries in each list."""
    first = first_of(days, today)
    return InsightsReport(
        first=first,
        last=today,
        totals=totals(session, first),
        top=_counted(session, _by_query(first).order_by(SEARCHES.desc()), limit),
        without_results=_counted(session, _by_query(first).having(WITHOUT_RESULTS > 0).order_by(WITHOUT_RESULTS.desc()), limit),
        without_click=_counted(
            session, _by_query(first).having(CLICKS == 0, SEARCHES > WITHOUT_RESULTS).order_by((SEARCHES - WITHOUT_RESULTS).desc()), limit
        ),
    )


def totals(session: Session, first: date) -> Counts:
    """All counts from this day on."""
    return Counts(*session.execute(select(SEARCHES, WITHOUT_RESULTS, CLICKS).where(SearchCount.day >= first)).one())


def _by_query(first: date) -> Select[str, int, int, int]:
    columns = (SearchCount.query, SEARCHES, WITHOUT_RESULTS, CLICKS)
    return select(*columns).where(SearchCount.day >= first).group_by(SearchCount.query)


def _counted(session: Session, rows: Select[str, int, int, int], limit: int) -> tuple[CountedQuery, ...]:
    found = session.execute(rows.order_by(SearchCount.query).limit(limit))
    return tuple(CountedQuery(query, Counts(*counts)) for query, *counts in found)


def searched_among(session: Session, keys: Collection[Key]) -> set[Key]:
    """Those of the keys for whose query somebody searched on their day."""
    found: set[Key] = set()
    for day in {day for day, _ in keys}:
        asked = [query for of, query in keys if of == day]
        rows = select(SearchCount.query).where(SearchCount.day == day, SearchCount.query.in_(asked), SearchCount.searches > 0)
        found.update((day, query) for query in session.scalars(rows))
    return found


def good_queries(session: Session, today: date) -> tuple[tuple[str, int], ...]:
    """Queries worth suggesting, with their searches of the last 90 days, the most searched first.

    Several people have searched for them on different days, also lately, and lately they found something every time.
    """
    recent = SearchCount.day >= first_of(GOOD_RECENT_DAYS, today)
    good = (
        select(SearchCount.query, SEARCHES)
        .where(SearchCount.day >= first_of(GOOD_DAYS, today))
        .group_by(SearchCount.query)
        .having(SEARCHES >= GOOD_SEARCHES, func.count() >= GOOD_ON_DAYS)
        .having(_sum_where(recent, SearchCount.searches) > 0, _sum_where(recent, SearchCount.without_results) == 0)
        .order_by(SEARCHES.desc(), SearchCount.query)
        .limit(MOST_GOOD)
    )
    return tuple((query, int(searches)) for query, searches in session.execute(good))


def _sum_where(condition: ColumnElement[bool], column: Any) -> ColumnElement[int]:
    return func.sum(case((condition, column), else_=0))
