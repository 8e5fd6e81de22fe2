"""Rules on how a page reads, and on its figures: the marks of a person in the margin, as far as a rule can make them."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from app.content.body import Block, BodyRemark, MarkdownBody
from app.content.rules.shape import ItemFile
from app.domain.errors import ContentProblem
from app.domain.items import Item, Programme
from app.dutch.dates import MONTHS

MAX_WORDS = 25
MAX_PASSIVES = 1
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\u2019\u201d]*\s+(?=[A-Z\u00c0-\u00dd0-9\"'(\u2018\u201c])")
_SHORTENED = re.compile(r"\b(bijv|bv|ca|nr|o\.a|d\.w\.z|enz|resp|mr|dr|prof|drs|St)\.\s")
_PASSIVE = re.compile(r"\b(?:wordt|worden|werd|werden)\b", re.IGNORECASE)
_ABBREVIATION = re.compile(r"\b[A-Z][A-Z@0-9]*[A-Z][A-Z0-9]*\b")
_NUMBER = re.compile(r"(?<![\w@.,-])\d+(?:[.,]\d+)*(?![\w@]|[.,]\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
# Numbers that name a thing instead of counting one: a class, an age, a month's day.
# There is one way only to read each text, and an end to every range, or a line of commas would hold the checker up for hours.
_RANGE = r"(?<!\d)\d+(?:(?:\s*(?:,|-|\u2013|tot en met|tot|t/m|en|of))+\s*\d+){0,20}"
_NAMING = re.compile(
    rf"(?:groep(?:en)?|klas(?:sen)?|leerjaar|leerjaren|jaar|cluster|niveau|stap|fase|deel|artikel|doelgebied)\s+{_RANGE}"
    rf"|{_RANGE}[\s-]*(?:jaar|jarige|jarigen|jaren)\b"
    rf"|\b\d{{1,2}}\s+(?:{'|'.join(MONTHS)})\b",
    re.IGNORECASE,
)


def check(file: ItemFile, explained: Sequence[str]) -> Iterator[ContentProblem]:
    """Every remark on one page. `explained` are abbreviations and names that need no explanation."""
    for remark in remarks(file.item, file.body, explained):
        yield file.body_problem(remark.line, remark.message)


def remarks(item: Item, body: MarkdownBody, explained: Sequence[str]) -> Iterator[BodyRemark]:
    """The sentences, abbreviations and figures of one body that need mending."""
    page = f"{item.title}\n{item.summary}\n{body.plain_text}"
    carried = _carried(item).union(explained)
    for block in body.blocks:
        for sentence in sentences(block.text):
            yield from _too_long(block.line, sentence)
            yield from _too_passive(block.line, sentence)
        yield from _unexplained(block, page, (*explained, *item.abbreviations))
        yield from _uncarried(block, carried)


def sentences(block: str) -> list[str]:
    """The sentences of one paragraph or list entry. A dot of a shortened word ends none."""
    joined = _SHORTENED.sub(lambda match: match[0].replace(". ", ".\u00a0"), block)
    return [part.strip() for part in _SENTENCE_END.split(joined) if part.strip()]


def _too_long(line: int, sentence: str) -> Iterator[BodyRemark]:
    count = len(sentence.split())
    if count > MAX_WORDS:
        yield BodyRemark(line, f"has a sentence of {count} words; write at most {MAX_WORDS}: {sentence[:60]!r}…")


def _too_passive(line: int, sentence: str) -> Iterator[BodyRemark]:
    if len(_PASSIVE.findall(sentence)) > MAX_PASSIVES:
        yield BodyRemark(line, f"has more than one passive in a sentence; say who does what: {sentence[:60]!r}…")


def _unexplained(block: Block, page: str, explained: Sequence[str]) -> Iterator[BodyRemark]:
    for short in dict.fromkeys(_ABBREVIATION.findall(block.text)):
        if short not in explained and not re.search(rf"\({re.escape(short)}[,)\s]|\b{re.escape(short)}\s*\(", page):
            message = f"has the abbreviation {short} without its meaning; write it out once, as in: jeugdgezondheidszorg (JGZ)"
            yield BodyRemark(block.line, message)


def _uncarried(block: Block, carried: AbstractSet[str]) -> Iterator[BodyRemark]:
    """Figures that no rating, figure, source or other field of the page carries."""
    for number in dict.fromkeys(_NUMBER.findall(_NAMING.sub(" ", block.text))):
        if not _YEAR.fullmatch(number) and number not in carried:
            message = f"has the figure {number}, which no field of the page carries; add it to `figures` with what it counts"
            yield BodyRemark(block.line, message)


def _carried(item: Item) -> set[str]:
    texts = [item.title, item.target_group or "", *item.duration, *item.abbreviations]
    texts += [f"{figure.value} {figure.meaning}" for figure in item.figures]
    texts += [f"{source.title} {source.version} {source.date}" for source in item.sources]
    texts += [f"{rating.value} {rating.note} {rating.version}" for rating in item.ratings]
    texts += [partner.task or "" for partner in item.partners]
    if item.ratings:
        texts.append("1 2 3 4 5")
    if item.ages:
        texts.append(f"{item.ages.lowest} {item.ages.highest}")
    if isinstance(item, Programme):
        texts.append(f"{item.recognition.date} {item.recognition.note}")
    numbers = {number for text in texts for number in re.findall(r"\d+(?:[.,]\d+)*", text)}
    return numbers | {part for number in numbers for part in re.split(r"[.,]", number)}
