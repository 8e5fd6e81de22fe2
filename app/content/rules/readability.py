"""Is a page readable, and does it carry its own figures? What a person would mark in the margin, as far as a rule can see it."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from app.content.body import blocks, plain_text
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


@dataclass(frozen=True, slots=True)
class Remark:
    """What to mend. `line` counts from the body's first line, which is 0."""

    line: int
    message: str


def check(item: Item, body: str, known_words: Sequence[str]) -> Iterator[Remark]:
    """Every remark on one page. `known_words` are abbreviations and names that need no explanation."""
    text = f"{item.title}\n{item.summary}\n{plain_text(body)}"
    for line, block in blocks(body):
        for sentence in sentences(block):
            yield from _too_long(line, sentence)
            yield from _too_passive(line, sentence)
        yield from _unexplained(line, block, text, (*known_words, *item.abbreviations))
        yield from _uncarried(line, block, _carried(item).union(known_words))


def sentences(block: str) -> list[str]:
    """The sentences of one paragraph or list entry. A dot of a shortened word ends none."""
    joined = _SHORTENED.sub(lambda match: match[0].replace(". ", ".\u00a0"), block)
    return [part.strip() for part in _SENTENCE_END.split(joined) if part.strip()]


def _too_long(line: int, sentence: str) -> Iterator[Remark]:
    count = len(sentence.split())
    if count > MAX_WORDS:
        yield Remark(line, f"has a sentence of {count} words; write at most {MAX_WORDS}: {sentence[:60]!r}…")


def _too_passive(line: int, sentence: str) -> Iterator[Remark]:
    if len(_PASSIVE.findall(sentence)) > MAX_PASSIVES:
        yield Remark(line, f"has more than one passive in a sentence; say who does what: {sentence[:60]!r}…")


def _unexplained(line: int, block: str, text: str, known: Sequence[str]) -> Iterator[Remark]:
    for short in dict.fromkeys(_ABBREVIATION.findall(block)):
        explained = re.search(rf"\({re.escape(short)}[,)\s]|\b{re.escape(short)}\s*\(", text)
        if not explained and short not in known:
            yield Remark(line, f"has the abbreviation {short} without its meaning; write it out once, as in: jeugdgezondheidszorg (JGZ)")


def _uncarried(line: int, block: str, carried: AbstractSet[str]) -> Iterator[Remark]:
    """Figures that no rating, figure, source or other field of the page carries."""
    for number in dict.fromkeys(_NUMBER.findall(_NAMING.sub(" ", block))):
        if not _YEAR.fullmatch(number) and number not in carried:
            yield Remark(line, f"has the figure {number}, which no field of the page carries; add it to `figures` with what it counts")


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
    found = {number for text in texts for number in re.findall(r"\d+(?:[.,]\d+)*", text)}
    return found | {part for number in found for part in re.split(r"[.,]", number)}
