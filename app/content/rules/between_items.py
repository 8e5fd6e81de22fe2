"""What must hold between content files: one function per rule, each yields what is wrong."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from app.content import body
from app.content.rules.item import Draft
from app.content.yaml import Place
from app.domain.did_you_mean import did_you_mean
from app.domain.errors import Problem
from app.domain.messages import place as named


def check(drafts: Iterable[Draft], slugs: AbstractSet[str]) -> Iterator[Problem]:
    """Everything that is wrong between items. `slugs` are those of all files: one that cannot be read yet is no unknown item."""
    all_drafts = list(drafts)
    by_slug = {draft.item.slug: draft for draft in all_drafts}
    yield from _slugs_are_unique(all_drafts)
    yield from _aliases_are_free(all_drafts, by_slug)
    yield from _relations_exist(all_drafts, slugs)
    yield from _relations_are_written_once(all_drafts, by_slug)
    yield from _links_exist(all_drafts, by_slug, slugs)
    yield from _parents_do_not_circle(all_drafts, by_slug)


def _slugs_are_unique(drafts: list[Draft]) -> Iterator[Problem]:
    first: dict[str, Draft] = {}
    for draft in drafts:
        other = first.setdefault(draft.item.slug, draft)
        if other is not draft:
            yield Problem(draft.name, 1, f"has the same slug as {other.name}; slugs are unique over all folders, rename one file")


def _aliases_are_free(drafts: list[Draft], by_slug: Mapping[str, Draft]) -> Iterator[Problem]:
    owner: dict[str, Draft] = {}
    for draft in drafts:
        for index, alias in enumerate(draft.item.aliases):
            taken = by_slug.get(alias) or owner.get(alias)
            if (taken and taken is not draft) or alias == draft.item.slug:
                name = taken.name if taken else draft.name
                yield draft.problem(("aliases", index), f"`aliases` has {alias!r}, which {name} already answers to; take another")
            owner[alias] = draft


def _relations_exist(drafts: list[Draft], slugs: AbstractSet[str]) -> Iterator[Problem]:
    renamed = _renamed(drafts)
    for draft in drafts:
        for field, names in draft.item.relations().items():
            for index, slug in enumerate(names):
                place: Place = (field,) if field == "parent" else (field, index)
                if slug == draft.item.slug:
                    yield draft.problem(place, f"`{named(place)}` names the item itself; name another one")
                elif slug not in slugs:
                    hint = _meant(slug, slugs, renamed)
                    yield draft.problem(place, f"`{named(place)}` must be the slug of an item, not {slug!r}{hint}")


def _relations_are_written_once(drafts: list[Draft], by_slug: Mapping[str, Draft]) -> Iterator[Problem]:
    for draft in drafts:
        for index, slug in enumerate(draft.item.related):
            other = by_slug.get(slug)
            if other and draft.item.slug in other.item.related and other.item.slug < draft.item.slug:
                message = f"`related` names {slug!r}, and {other.name} names this item; write the pair once"
                yield draft.problem(("related", index), message)


def _links_exist(drafts: list[Draft], by_slug: Mapping[str, Draft], slugs: AbstractSet[str]) -> Iterator[Problem]:
    renamed = _renamed(drafts)
    anchors = {slug: body.anchors(draft.document.body) for slug, draft in by_slug.items()}
    for draft in drafts:
        for link in body.item_links(draft.document.body):
            line = draft.document.body_line + link.line
            target = by_slug.get(link.slug)
            if link.slug not in slugs:
                message = f"the body links to {link.slug!r}, which is no item{_meant(link.slug, slugs, renamed)}"
                yield Problem(draft.name, line, message)
            if target and (link.folder or draft.folder) != target.folder:
                message = f"the body links to {link.slug!r} in another folder than its own; write ../{target.folder}/{link.slug}.md"
                yield Problem(draft.name, line, message)
            if target and link.anchor and link.anchor not in anchors[link.slug]:
                yield Problem(draft.name, line, f"the body links to #{link.anchor} of {link.slug!r}, which has no such heading")


def _renamed(drafts: list[Draft]) -> Mapping[str, str]:
    return {alias: draft.item.slug for draft in drafts for alias in draft.item.aliases}


def _meant(slug: str, slugs: AbstractSet[str], renamed: Mapping[str, str]) -> str:
    return f"; it is now called {renamed[slug]!r}" if slug in renamed else did_you_mean(slug, slugs)


def _parents_do_not_circle(drafts: list[Draft], by_slug: Mapping[str, Draft]) -> Iterator[Problem]:
    for draft in drafts:
        seen = [draft.item.slug]
        parent = draft.item.parent
        while parent and parent in by_slug and parent not in seen:
            seen.append(parent)
            parent = by_slug[parent].item.parent
        if parent == draft.item.slug and len(seen) > 1:
            yield draft.problem(("parent",), f"`parent` goes round in a circle: {' → '.join([*seen, parent])}")
