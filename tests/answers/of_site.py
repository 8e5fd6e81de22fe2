"""The requests to the pages, in the order in which they are sent: pages by themselves, then lists from the first choice to the end."""

import re
from collections.abc import Iterator

from answers.calls import BODY, CONTENT, COOKIE, CSV, FORM, HTML, JSON, JSON_LD, SEVERAL_FAULTS, Call, form, get, page
from answers.seed import LIST_ID, LIST_TOKEN, OLD_SLUG, REMOVED_SLUG
from kinds import PAGES

VERSION = (BODY, re.compile(r'name="versie" value="(\d+)"'))


def site_calls() -> list[Call]:
    return [*pages(), *lists()]


def pages() -> Iterator[Call]:
    yield from map(page, PAGES.values())
    searches = (
        "", "q=spijbelaars", "q=kanjertrianing", "q=xqzvw", "q=verzuim&page=2", "page=99", "q=lezen&sort=effect&pageSize=5",
        "schoolType=po&schoolType=vo&partner=sport&minEffect=1&maxCost=3", "municipality=amsterdam&recognition=goed-onderbouwd",
        f"{SEVERAL_FAULTS}&q=taal", "q=%3Cb%3E&goal=F&kind=guide", "q=voorleesexpress&requiredPartner=vrijwilligers&setting=thuis",
    )  # fmt: skip
    yield from (page(f"/zoeken?{query}" if query else "/zoeken") for query in searches)
    slugs = sorted(file.stem for file in CONTENT.glob("*/*.md"))
    yield from (page(f"/item/{slug}") for slug in slugs[:: len(slugs) // 20])
    yield from (
        page(f"/item/{OLD_SLUG}?van=lijst"),
        page(f"/item/{REMOVED_SLUG}"),
        page("/item/hog-warts"),
        page("/dekking", about="again"),
    )
    yield from (page("/vergelijk?item=feedback"), page(f"/vergelijk?item={OLD_SLUG}&item=feedback&item=kiva&alleen=alles&q=pesten"))
    yield page("/vergelijk?" + "&".join(f"item={slug}" for slug in slugs[:6]))
    yield from (page("/overzicht?minEffect=3&maxCost=2&sort=cost"), page("/overzicht?kind=guide&goal=Z&page=2"), page("/lijst/hogwarts"))
    yield from (page("/dekking?rows=partner&columns=partner&rows=kleur&alles=nee"), page("/dekking?rows=goal&columns=setting&maxCost=2"))
    yield from (get("/dekking.csv"), get("/dekking.csv?rows=goal&columns=kind&schoolType=x"), get("/dekking.csv", HTML), page("/zoeken/"))
    for path in ("/", "/zoeken", "/item/feedback", "/gemeenten", "/overzicht", "/vergelijk", "/keuzehulp", "/over", "/mijn-lijst"):
        yield get(path, JSON)
    yield page("/keuzehulp?schoolType=hogwarts&problemArea=pesten:2&problemArea=x&maxCost=9&stap=7&utm_source=brief")
    yield page(
        "/keuzehulp?schoolType=po"
        + "".join(f"&problemArea={area}" for area in ("angst", "gedrag", "stress", "adhd", "trauma", "pesten", "verzuim"))
    )


def lists() -> Iterator[Call]:
    yield from collected("school")
    yield from saved("school")
    yield from elsewhere("colleague")
    yield from deleted("school", "colleague")
    full = {"Cookie": "mijn-lijst=" + ".".join(sorted(file.stem for file in CONTENT.glob("*/*.md"))[:60])}
    yield from (page("/mijn-lijst", headers=full, about="full"), form("/mijn-lijst", "", ("zet", "zippys-vrienden"), headers=full))
    broken = {"Cookie": f"mijn-lijst=feedback.hogwarts..{OLD_SLUG}.{REMOVED_SLUG}.<b>; mijn-lijst-sleutel=x.y"}
    yield from (
        page("/mijn-lijst", headers=broken, about="broken"),
        form("/mijn-lijst", "", ("zet", "kiva"), headers=broken, about="broken"),
    )
    read = f"/lijst/{LIST_ID}"
    yield from (page(read), page(f"{read}.csv"), get(f"{read}.csv", CSV), get(f"{read}.csv", JSON_LD), get(read, JSON), get("/lijst/x.csv"))
    yield from (page(f"{read}/bewerken?sleutel={LIST_TOKEN}"), page(f"{read}/wissen?sleutel={LIST_TOKEN}"), page(f"{read}/wissen"))


def collected(jar: str) -> Iterator[Call]:
    mine = "/mijn-lijst"
    yield from (page(mine, jar=jar), page(f"{mine}/bewaren", jar=jar))
    yield from (form(mine, jar, ("zet", "feedback")), page(f"{mine}?gedaan=gezet&wat=feedback&terug=/item/feedback", jar=jar))
    yield from (form(mine, jar, ("zet", "mazl-po")), form(mine, jar, ("zet", "zomer-of-lentescholen"), ("q", "zomer")))
    yield from (form(mine, jar, ("zet", "hogwarts")), form(mine, jar, ("zet", "feedback"), about="again"), form(mine, jar))
    yield from (form(mine, jar, ("doe", "omhoog:mazl-po")), form(mine, jar, ("doe", "omlaag:feedback")), page(mine, jar=jar, about="moved"))
    yield from (form(mine, jar, ("doe", "weg:feedback")), page(f"{mine}?gedaan=weg&wat=feedback&q=voorlezen", jar=jar))
    yield from (page(f"{mine}?gedaan={told}&terug=//evil.example", jar=jar) for told in ("vol", "onbekend", "gewist", "vergeten", "niets"))
    foreign = ({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Content-Type": JSON})
    for headers in foreign:
        yield form(mine, jar, ("zet", "kiva"), headers=headers, about=str(headers))
    yield Call("POST", mine, {"Content-Type": FORM, "Origin": "https://evil.example"}, "zet=kiva", about="old browser, foreign")
    yield Call("POST", mine, {"Content-Type": FORM, "Origin": "$url$"}, "zet=kiva", about="old browser")
    yield Call("POST", mine, {"Content-Type": FORM, "Accept": HTML}, "&".join(["a=1"] * 1001), about="too many fields")
    yield Call("POST", mine, {"Content-Type": FORM, "Accept": HTML}, "a" * 800_000, about="too large")


def saved(jar: str) -> Iterator[Call]:
    save, two = "/mijn-lijst/bewaren", (("item", "mazl-po"), ("item", "zomer-of-lentescholen"), ("schooltype", "vo"))
    yield page(save, jar=jar)
    yield form(save, jar, ("titel", " "), *two, ("notitie-mazl-po", "x" * 1001))
    yield form(save, jar, ("titel", "x" * 121), *two, ("item", "hogwarts"), ("schooltype", "hogwarts"))
    keep = {
        name: (COOKIE, re.compile(f"mijn-lijst-sleutel={parts}")) for name, parts in (("list", r"([^.;]+)\."), ("key", r"[^.;]+\.([^;]+)"))
    }
    yield form(save, jar, ("titel", "Plan"), *two, ("notitie-mazl-po", "regel 1\r\nregel <2>"), keep=keep)
    yield from (
        page("/mijn-lijst", jar=jar, about="saved"),
        page(save, jar=jar, about="saved"),
        form(save, jar, ("titel", "Nog een"), *two),
    )
    edit = "/lijst/$list$/bewerken"
    yield from (
        page(f"{edit}?gedaan=nieuw", jar=jar, keep={"version": VERSION}),
        page(f"{edit}?q=lezen", jar=jar),
        page("/lijst/$list$", jar=jar),
    )
    yield form(edit, jar, ("titel", "Plan 2"), *two, ("versie", "$version$"))
    yield form(edit, jar, ("titel", "Plan 3"), two[1], ("item", "kiva"), ("notitie-kiva", "ook"), ("versie", "$version$"), about="outdated")
    yield form(edit, jar, ("titel", ""), *two, ("versie", "2"), about="no title")
    for version, did in ((2, "omlaag:mazl-po"), (3, "weg:mazl-po"), (4, "erbij:kiva"), (5, "zoek"), (5, "onthoud")):
        yield form(edit, jar, ("titel", "Plan 2"), *two[:3], ("versie", str(version)), ("doe", did), ("q", "pesten"))
        yield page(edit, jar=jar, about=f"after {did}", keep={"version": VERSION})
    yield from (form("/mijn-lijst", jar, ("zet", "feedback"), about="saved"), form("/mijn-lijst", jar, ("zet", "hogwarts"), about="saved"))
    yield page("/item/feedback", jar=jar)


def elsewhere(jar: str) -> Iterator[Call]:
    """Another computer, with the link to edit and a list of its own."""
    edit, given = "/lijst/$list$/bewerken", "?sleutel=$key$"
    yield from (page("/lijst/$list$", jar=jar), get("/lijst/$list$.csv", jar=jar), get("/v1/shortlists/$list$"), page(edit, jar=jar))
    yield from (page(f"{edit}?sleutel=wrong", jar=jar), form("/mijn-lijst", jar, ("zet", "kiva")), page(f"{edit}{given}", jar=jar))
    yield from (form(f"{edit}{given}", jar, ("doe", "onthoud")), page(f"{edit}?gedaan=onthouden", jar=jar, keep={"version": VERSION}))
    yield from (
        form(edit, "stranger", ("titel", "Mijn plan")),
        form(f"{edit}{given}", "stranger", headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}),
    )


def deleted(jar: str, other: str) -> Iterator[Call]:
    ask = "/lijst/$list$/wissen"
    yield from (page(ask, jar=jar), page(f"{ask}?sleutel=$key$"), form(ask, jar, ("versie", "1")), form(ask, "stranger", ("versie", "1")))
    yield from (
        form(ask, jar, ("versie", "$version$")),
        page("/mijn-lijst?gedaan=gewist", jar=jar),
        page("/lijst/$list$", jar=jar, about="gone"),
    )
    yield from (
        get("/lijst/$list$.csv", about="gone"),
        page("/lijst/$list$/bewerken", jar=other, about="gone"),
        page("/mijn-lijst", jar=other),
    )
    yield from (
        form("/mijn-lijst", other, ("zet", "kiva"), about="gone"),
        form("/mijn-lijst", other, ("doe", "vergeet")),
        page("/mijn-lijst", jar=other, about="forgotten"),
    )
