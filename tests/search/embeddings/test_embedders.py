"""Embedders: a service on loopback that is well or broken, and the choice among the three."""

import embeddings
import numpy as np
import pytest

from app.domain.errors import EmbeddingFailed
from app.search.embeddings.embedders import BATCH, BundledModel, EmbeddingService, embedder


@pytest.fixture
def service():
    with embeddings.serving() as service:
        yield service


def broken(change):
    """An answer with something wrong in it."""

    def answer(texts):
        data = embeddings.right(texts)["data"]
        change(data)
        return {"data": data}

    return answer


def test_vectors_come_in_the_order_of_the_texts_with_length_one(service):
    texts = [f"tekst {number}" for number in range(2 * BATCH + 1)]
    found = EmbeddingService(service.url, "a-model", "").passages(texts)
    assert found.dtype == np.float32
    assert np.allclose(found, [embeddings.vector(text) for text in texts], atol=1e-6)
    assert service.texts == texts
    assert max(len(request["input"]) for request in service.asked) == BATCH


def test_the_request_is_in_the_form_of_openai(service):
    EmbeddingService(service.url, "a-model", "the-key").queries(["lezen"])
    assert service.asked == [{"path": "/v1/embeddings", "model": "a-model", "input": ["lezen"], "encoding_format": "float"}]
    assert service.headers[0]["authorization"] == "Bearer the-key"
    EmbeddingService(service.url, "a-model", "").queries(["lezen"])
    assert "authorization" not in service.headers[1]


def test_models_of_the_e5_family_get_their_prefixes(service):
    known = EmbeddingService(service.url, "intfloat/Multilingual-E5-small", "")
    known.queries(["lezen"])
    known.passages(["Leren lezen."])
    assert service.texts == ["query: lezen", "passage: Leren lezen."]


@pytest.mark.parametrize(
    "trouble",
    [
        {"status": 500},
        {"status": 401},
        {"answer": lambda _: b"<html>"},
        {"answer": lambda _: b"[]"},
        {"answer": lambda _: b"null"},
        {"answer": lambda _: {"error": "no such model"}},
        {"answer": lambda _: {"data": []}},
        {"answer": broken(lambda data: data.pop())},
        {"answer": broken(lambda data: data[0].pop("index"))},
        {"answer": broken(lambda data: data[0].update(embedding=[1.0]))},
        {"answer": broken(lambda data: data[0].update(embedding="many"))},
        {"answer": broken(lambda data: [entry.update(embedding=[None] * 3) for entry in data])},
        {"answer": lambda texts: b'{"data": [%s]}' % b",".join(b'{"index": %d, "embedding": [1, 1e999]}' % n for n in range(len(texts)))},
        {"answer": broken(lambda data: data[0]["embedding"].__setitem__(0, float("nan")))},
    ],
)
def test_whatever_a_service_answers_wrong_is_one_error_that_names_its_address(service, trouble):
    for name, value in trouble.items():
        setattr(service, name, value)
    known = EmbeddingService(service.url, "a-model", "the-key")
    for embed in (known.queries, known.passages):
        with pytest.raises(EmbeddingFailed, match=f"{service.url}/embeddings") as raised:
            embed(["lezen", "rekenen"])
        assert "the-key" not in str(raised.value)


def test_a_service_that_is_not_there_is_said():
    with pytest.raises(EmbeddingFailed, match=r"http://127\.0\.0\.1:9/v1/embeddings gave no vectors \(ConnectError\)"):
        EmbeddingService("http://127.0.0.1:9/v1", "a-model", "").queries(["lezen"])


def test_a_vector_without_length_stays_a_number(service):
    service.answer = lambda texts: {"data": [{"index": place, "embedding": [0.0, 0.0]} for place, _ in enumerate(texts)]}
    assert np.isfinite(EmbeddingService(service.url, "a-model", "").queries(["lezen"])).all()


def test_a_setting_chooses_the_embedder():
    assert embedder("none", "", "") is None
    assert isinstance(embedder("bundled", "", ""), BundledModel)
    chosen = embedder("http://127.0.0.1:9/v1", "a-model", "key")
    assert chosen.model == "a-model@http://127.0.0.1:9/v1"
    assert chosen.model != embedder("http://127.0.0.1:9/v1", "another", "key").model


def test_the_bundled_model_knows_what_is_alike():
    query = BundledModel().queries(["leerling is vaak ziek"])[0]
    near, far = BundledModel().passages(["Aanpak van ziekteverzuim op school.", "Muziekles met blaasinstrumenten."])
    assert query.dtype == np.float32
    assert np.linalg.norm(query) == pytest.approx(1, abs=1e-3)
    assert query @ near > query @ far
