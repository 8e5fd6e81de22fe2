"""Ranked interventions for a school scan, with partners, examples and what the municipality can add.

Interventions come first, each with its programmes that fit. Programmes that belong to none of those stand in a list of their own:
M@ZL is no example of a type on the menukaart, and for absence it is the first to look at.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from app.domain.advice.matching import Nearness
from app.domain.advice.scan import SchoolScan
from app.domain.advice.scoring import Assessment, assess
from app.domain.items import GoodPractice, Guide, Intervention, Item, Measure, Partner, PartnerRole, Programme, Scale
from app.domain.vocabularies import Vocabularies

MOST_EXAMPLES = 5  # of one intervention: more are on its page
NO_MONTHS = -1_000  # of an unknown effect: after every effect that is known
DIRECT = frozenset({Nearness.EXACT, Nearness.NARROWER})
# An item that is only broader than a finding is shown when there is nothing else, and its reasons say so.
NEAR = DIRECT | {Nearness.BROADER}

Kind = TypeVar("Kind", bound=Item)


@dataclass(frozen=True, slots=True)
class AdvisedPartner:
    """A partner to involve, whether the scan has it, and the guide that tells whom to ask, if there is one."""

    partner: Partner
    available: bool
    guide: Guide | None


@dataclass(frozen=True, slots=True)
class Advised:
    """An intervention or a programme that fits. `programmes` is empty for a programme; measures and examples are its own."""

    assessment: Assessment
    partners: tuple[AdvisedPartner, ...]
    programmes: tuple["Advised", ...]
    measures: tuple[Measure, ...]
    examples: tuple[GoodPractice, ...]

    @property
    def item(self) -> Item:
        """The item that is advised."""
        return self.assessment.item


@dataclass(frozen=True, slots=True)
class Advice:
    """The best of each kind. `fitting` has how many there are by kind; `gaps` are the areas that nothing precisely fits or is a part of."""

    interventions: tuple[Advised, ...]
    programmes: tuple[Advised, ...]
    measures: tuple[Measure, ...]
    fitting: dict[str, int]
    gaps: tuple[str, ...]


class Adviser:
    """One catalogue, put in order once for all scans."""

    def __init__(self, items: Iterable[Item], vocabularies: Vocabularies) -> None:
        self._vocabularies = vocabularies
        self._interventions: list[Intervention] = []
        self._programmes: list[Programme] = []
        self._measures: list[Measure] = []
        self._examples: list[GoodPractice] = []
        self._guides: dict[str, Guide] = {}
        for item in items:
            self._keep(item)
        self._programmes_of = _by_target((target, one) for one in self._programmes for target in one.instance_of)
        self._measures_of = _by_target((target, one) for one in self._measures for target in (*one.supplements, *one.related))
        self._examples_of = _by_target((target, one) for one in self._examples for target in (*one.applies, *one.related))

    def advise(self, scan: SchoolScan) -> Advice:
        """The interventions, programmes and measures that fit a scan best; the same for any order of items and of what is asked."""
        assessed = [self._assessed(items, scan) for items in (self._interventions, self._programmes)]
        near_enough = DIRECT if any(one.nearest in DIRECT for kind in assessed for one in kind) else NEAR
        interventions, programmes = ([one for one in kind if one.nearest in near_enough] for kind in assessed)
        order = _Order({one.item.slug: one for one in programmes}, self._programmes_of)
        shown = sorted(interventions, key=order)[: scan.limit]
        under = {programme.item.slug for one in shown for programme in order.programmes(one.item)}
        others = sorted((one for one in programmes if one.item.slug not in under), key=order)[: scan.limit]
        measures = self._by_fit(self._measures, scan)
        return Advice(
            interventions=tuple(self._advised(one, order) for one in shown),
            programmes=tuple(self._advised(one, order) for one in others),
            measures=tuple(measures[: scan.limit]),
            fitting={"interventions": len(interventions), "programmes": len(programmes), "measures": len(measures)},
            gaps=_gaps(scan, (*interventions, *programmes)),
        )

    def _keep(self, item: Item) -> None:
        match item:
            case Intervention():
                self._interventions.append(item)
            case Programme():
                self._programmes.append(item)
            case Measure():
                self._measures.append(item)
            case GoodPractice():
                self._examples.append(item)
            case Guide():
                self._guides[item.slug] = item

    def _assessed(self, items: Iterable[Item], scan: SchoolScan) -> list[Assessment]:
        return [assess(item, scan, self._vocabularies) for item in items]

    def _by_fit(self, items: Iterable[Kind], scan: SchoolScan) -> list[Kind]:
        """Those that are near to the scan, the nearest first. Measures and examples have no evidence to be ranked by."""
        assessed = ((assess(item, scan, self._vocabularies), item) for item in items)
        near = [(assessment, item) for assessment, item in assessed if assessment.nearest in NEAR]
        return [item for assessment, item in sorted(near, key=lambda pair: (-pair[0].share, *_by_title(pair[0])))]

    def _advised(self, assessment: Assessment, order: "_Order") -> Advised:
        item, scan = assessment.item, assessment.scan
        return Advised(
            assessment=assessment,
            partners=tuple(self._partner(entry, assessment) for entry in sorted(item.partners, key=_required_first)),
            programmes=tuple(self._advised(programme, order) for programme in order.programmes(item)),
            measures=tuple(self._by_fit(self._measures_of.get(item.slug, ()), scan)),
            examples=tuple(self._by_fit(self._examples_of.get(item.slug, ()), scan)[:MOST_EXAMPLES]),
        )

    def _partner(self, entry: Partner, assessment: Assessment) -> AdvisedPartner:
        broader = self._vocabularies["partners"].ancestors(entry.partner)
        guides = (self._guides.get(f"partner-{partner}") for partner in (entry.partner, *broader))
        return AdvisedPartner(entry, entry.partner in assessment.available, next(filter(None, guides), None))


class _Order:
    """The order of all that fits one scan: by points, unrounded fit, the best recognised programme, months of effect, then title."""

    def __init__(self, fitting: Mapping[str, Assessment], programmes_of: Mapping[str, Sequence[Programme]]) -> None:
        self._fitting = fitting
        self._programmes_of = programmes_of

    def __call__(self, assessment: Assessment) -> tuple[Any, ...]:
        recognised = max((programme.evidence for programme in self._under(assessment.item)), default=0)
        effect = assessment.item.current_value(Scale.EFFECT)
        months = NO_MONTHS if effect is None else effect
        return (-assessment.total, -assessment.share, -recognised, -months, *_by_title(assessment))

    def programmes(self, item: Item) -> list[Assessment]:
        """The programmes of an intervention that fit too, the best first."""
        return sorted(self._under(item), key=self)

    def _under(self, item: Item) -> list[Assessment]:
        programmes = (self._fitting.get(programme.slug) for programme in self._programmes_of.get(item.slug, ()))
        return [programme for programme in programmes if programme]


def _by_target(pairs: Iterable[tuple[str, Kind]]) -> dict[str, list[Kind]]:
    by_target: dict[str, list[Kind]] = defaultdict(list)
    for target, item in pairs:
        by_target[target].append(item)
    return dict(by_target)


def _by_title(assessment: Assessment) -> tuple[str, str]:
    return assessment.item.title.casefold(), assessment.item.slug


def _required_first(entry: Partner) -> bool:
    return entry.role is not PartnerRole.REQUIRED


def _gaps(scan: SchoolScan, fitting: Sequence[Assessment]) -> tuple[str, ...]:
    met = {match.finding.area for assessment in fitting for match in assessment.matches if match.nearness in DIRECT}
    return tuple(finding.area for finding in scan.findings if finding.area not in met)
