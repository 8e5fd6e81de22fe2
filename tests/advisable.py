"""Items to advise, made without files: only what earns points differs."""

from app.domain.items import Intervention, Programme

SOURCE = {"id": "bron", "title": "De bron", "publisher": "De uitgever", "url": None}


def rating(scale, value, *, current=True):
    return {"scale": scale, "value": value, "source": "bron", "version": "de eerste", "date": "2021-03", "current": current}


def common(slug, areas, **fields):
    return {
        "slug": slug,
        "body": "Tekst.",
        "title": slug.title(),
        "summary": "Kort.",
        "school_types": ("vo",),
        "problem_areas": tuple(areas),
        "partners": (),
        "questions": ("Een?", "Twee?", "Drie?", "Vier?"),
        "sources": (SOURCE,),
        "last_reviewed": "2024-01-01",
        **fields,
    }


def intervention(slug="aanpak", areas=("verzuim",), evidence=3, effect=None, cost=None, **fields):
    scales = {"effect": effect, "evidence": evidence, "cost": cost}
    ratings = tuple(rating(scale, value) for scale, value in scales.items() if value is not None)
    return Intervention.model_validate(common(slug, areas, kind="intervention", goal="A", ratings=ratings, **fields))


def programme(slug="programma", areas=("verzuim",), level="goed-onderbouwd", **fields):
    unknown = level == "geen-erkenning-gevonden"
    recognition = {"level": level, "words": None if unknown else "In eigen woorden", "body": None if unknown else "NJi", "date": "2020"}
    return Programme.model_validate(common(slug, areas, kind="programme", recognition=recognition, **fields))


def needs(*partners):
    return tuple({"partner": partner, "role": "required", "basis": "source"} for partner in partners)
