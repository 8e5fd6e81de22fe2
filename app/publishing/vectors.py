"""The vectors that come with the content, brought up to date with its texts."""

from collections.abc import Callable, Sequence
from pathlib import Path

from app.catalogue import corpus
from app.catalogue.vectors import embedded
from app.content import vectors
from app.content.load import Content
from app.domain.progress import Progress
from app.search.embeddings.embedders import Embedder, Vectors
from app.search.embeddings.passages import checksum


def ship_vectors(root: Path, content: Content, embedder: Embedder, report_progress: Progress) -> int:
    """How many files were written anew. Only texts without a vector are embedded. Raises EmbeddingFailed."""
    passages = corpus.passages(content.items, content.vocabularies, content.language)
    have = vectors.load(root, embedder.model)
    kinds: Sequence[tuple[Sequence[str], Callable[[Sequence[str]], Vectors]]] = (
        (tuple(passages.items), embedder.passages),
        (tuple(passages.phrases), embedder.queries),
    )
    for texts, turn_into_vectors in kinds:
        missing = {name: text for text in texts if (name := checksum(text)) not in have}
        for made in embedded(missing, turn_into_vectors, report_progress):
            have |= made
    groups = {name: {checksum(text): have[checksum(text)] for text in texts} for name, texts in passages.groups}
    return vectors.save(root, embedder.model, groups)
