"""The vectors that come with the content, brought up to date with its texts."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from app.catalogue import corpus
from app.catalogue.corpus import ItemsToDraft
from app.catalogue.vectors import embedded
from app.content import vectors
from app.content.load import Content
from app.domain.progress import Progress
from app.search.embeddings.embedders import Embedder, Vectors
from app.search.embeddings.passages import checksum
from app.search.embeddings.word_vectors import words_to_embed
from app.search.understanding.lexicon import Lexicon

# Vectors depend neither on when an item changed nor on its checksum.
UNSAID = ""
WORDS = "words"


def ship_vectors(root: Path, content: Content, embedder: Embedder, report_progress: Progress) -> int:
    """How many files were written anew. Only texts without a vector are embedded. Raises EmbeddingFailed."""
    unsaid = {item.slug: UNSAID for item in content.items}
    ready = corpus.prepare(ItemsToDraft(content.items, unsaid, unsaid, content.bodies), content.vocabularies, content.language)
    passages, lexicon = ready.passages, Lexicon(ready.words(), content.language)
    words = words_to_embed(lexicon, passages.phrases, content.language)
    have = vectors.load(root, embedder.model)
    kinds: Sequence[tuple[Sequence[str], Callable[[Sequence[str]], Vectors]]] = (
        (tuple(passages.items), embedder.passages),
        ((*passages.phrases, *words), embedder.queries),
    )
    for texts, turn_into_vectors in kinds:
        missing = {name: text for text in texts if (name := checksum(text)) not in have}
        for made in embedded(missing, turn_into_vectors, report_progress):
            have |= made
    groups = {name: {checksum(text): have[checksum(text)] for text in texts} for name, texts in (*passages.groups, *_word_groups(words))}
    return vectors.save(root, embedder.model, groups)


def _word_groups(words: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Words in some hundreds of groups of about the same size, so that a new word rewrites a small file."""
    groups: dict[str, list[str]] = defaultdict(list)
    for word in words:
        groups[checksum(word)[:2]].append(word)
    yield from ((f"{WORDS}/{start}", group) for start, group in groups.items())
