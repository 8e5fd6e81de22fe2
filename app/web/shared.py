"""The parts that all processes of one service have together. Whatever else is in memory, each process has for itself."""

from dataclasses import dataclass

from app.web.background.duty import Duty
from app.web.limit import Limit


@dataclass(frozen=True, slots=True)
class Shared:
    """Parts in shared memory: processes that are forked after they were made use the same ones."""

    duty: Duty
    new_shortlists: Limit


def shared(shortlists_per_minute: int) -> Shared:
    """The parts of a service that begins, with this process on duty."""
    return Shared(Duty(), Limit(shortlists_per_minute, "new shortlists"))
