"""Rules between content files: one function per rule, each yields what is wrong in the files reported on."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from app.content.body import ItemLink
from app.content.rules.shape import ItemFile
from app.domain.errors import ContentProblem
from app.domain.facets import FieldPath
from app.domain.messages import place
from app.domain.unknown_names import did_you_mean

BySlug = Mapping[str, ItemFile]


def check(reported: Sequence[ItemFile], item_files: Sequence[ItemFile], slugs: AbstractSet[str]) -> Iterator[ContentProblem]:
    """Everything that is wrong between items. `slugs` are those of all files: one that cannot be read yet is no unknown item."""
    by_slug = {file.item.slug: file for file in item_files}
    renamed = {alias: file.item.slug for file in item_files for alias in file.item.aliases}
    yield from _slugs_are_unique(item_files)
    yield from _aliases_are_free(item_files, by_slug)
    for file in reported:
        yield from _relations_exist(file, slugs, renamed)
        yield from _relations_are_written_once(file, by_slug)
        yield from _parents_do_not_circle(file, by_slug)
        for link in file.body.item_links:
            yield from _link_leads_somewhere(file, link, slugs, renamed)
            if link.slug in by_slug:
                yield from _link_fits_its_target(file, link, by_slug[link.slug])


def _slugs_are_unique(item_files: Sequence[ItemFile]) -> Iterator[ContentProblem]:
    first: dict[str, ItemFile] = {}
    for file in item_files:
        other = first.setdefault(file.item.slug, file)
        if other is not file:
            yield ContentProblem(file.name, 1, f"has the same slug as {other.name}; slugs are unique over all folders, rename one file")


def _aliases_are_free(item_files: Sequence[ItemFile], by_slug: BySlug) -> Iterator[ContentProblem]:
    owner: dict[str, ItemFile] = {}
    for file in item_files:
        for index, alias in enumerate(file.item.aliases):
            taken = by_slug.get(alias) or owner.get(alias)
            if (taken and taken is not file) or alias == file.item.slug:
                name = taken.name if taken else file.name
                yield file.problem(("aliases", index), f"`aliases` has {alias!r}, which {name} already answers to; take another")
            owner[alias] = file


def _relations_exist(file: ItemFile, slugs: AbstractSet[str], renamed: Mapping[str, str]) -> Iterator[ContentProblem]:
    for field, related in file.item.relations().items():
        for index, slug in enumerate(related):
            path: FieldPath = (field,) if field == "parent" else (field, index)
            if slug == file.item.slug:
                yield file.problem(path, f"`{place(path)}` names the item itself; name another one")
            elif slug not in slugs:
                hint = _meant(slug, slugs, renamed)
                yield file.problem(path, f"`{place(path)}` must be the slug of an item, not {slug!r}{hint}")


def _relations_are_written_once(file: ItemFile, by_slug: BySlug) -> Iterator[ContentProblem]:
    for index, slug in enumerate(file.item.related):
        other = by_slug.get(slug)
        if other and file.item.slug in other.item.related and other.item.slug < file.item.slug:
            yield file.problem(("related", index), f"`related` names {slug!r}, and {other.name} names this item; write the pair once")


def _parents_do_not_circle(file: ItemFile, by_slug: BySlug) -> Iterator[ContentProblem]:
    way = [file.item.slug]
    parent = file.item.parent
    while parent and parent in by_slug and parent not in way:
        way.append(parent)
        parent = by_slug[parent].item.parent
    if parent == file.item.slug and len(way) > 1:
        yield file.problem(("parent",), f"`parent` goes round in a circle: {' → '.join([*way, parent])}")


def _link_leads_somewhere(file: ItemFile, link: ItemLink, slugs: AbstractSet[str], renamed: Mapping[str, str]) -> Iterator[ContentProblem]:
    if link.slug not in slugs:
        yield file.body_problem(link.line, f"links to {link.slug!r}, which is no item{_meant(link.slug, slugs, renamed)}")


def _link_fits_its_target(file: ItemFile, link: ItemLink, target: ItemFile) -> Iterator[ContentProblem]:
    if (link.folder or file.folder) != target.folder:
        message = f"links to {link.slug!r} in another folder than its own; write ../{target.folder}/{link.slug}.md"
        yield file.body_problem(link.line, message)
    if link.anchor and link.anchor not in target.body.anchors:
        yield file.body_problem(link.line, f"links to #{link.anchor} of {link.slug!r}, which has no such heading")


def _meant(slug: str, slugs: AbstractSet[str], renamed: Mapping[str, str]) -> str:
    return f"; it is now called {renamed[slug]!r}" if slug in renamed else did_you_mean(slug, slugs)
