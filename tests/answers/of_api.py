"""The requests to the API and to files, in the order in which they are sent."""

import csv
import re
from collections.abc import Iterator
from urllib.parse import quote

from answers.calls import BODY, CONTENT, CSV, ETAG, HTML, JSON, JSON_LD, SEVERAL_FAULTS, TESTS, Call, get, send, whole
from answers.seed import LIST_ID, OLD_SLUG, REMOVED_SLUG
from answers.settings import INSIGHTS_TOKEN

QUERIES_OF_A_GROUP = 5
ONE_OF_EACH_KIND = ("feedback", "kaleidoscoop", "nijkerk-zomerschool", "jongerenwerk-in-school", "partner-jeugdhulp")


def api_calls() -> list[Call]:
    return [*catalogue(), *searching(), *guiding(), *operations(), *refused(), *kept_copies(), *shortlists()]


def catalogue() -> Iterator[Call]:
    yield from map(get, ("/v1/facets", "/v1/items", "/v1/items?page=2", "/v1/items?page=99", "/v1/items?pageSize=100&page=2"))
    for accept in (CSV, JSON_LD, "text/*", "*/*", "application/ld+json;q=0.9, text/csv;q=0.5", "application/json;q=0, text/csv"):
        yield get("/v1/items?pageSize=30", accept)
    for query in ("kind=measure", "kind=guide&kind=programme&pageSize=5", "modifiedSince=2026-01-01T00:00:00Z&pageSize=3"):
        yield get(f"/v1/items?{query}")
    yield from map(get, ("/v1/items?modifiedSince=2199-01-01T00:00:00%2B01:00", "/v1/items?kind=&page=&pageSize=2"))
    for slug in ONE_OF_EACH_KIND:
        yield from (get(f"/v1/items/{slug}"), get(f"/v1/items/{slug}", JSON_LD), get(f"/v1/items/{slug}/similar"))
        yield get(f"/v1/items/{slug}/revisions")
    for slug in ("voorleesexpress", "kanjertraining", "mazl-vo", "zomerschool-gemeente", "amsterdam-voorleesexpress"):
        yield from (get(f"/v1/items/{slug}"), get(f"/v1/items/{slug}/similar?limit=12"))
    yield from (get(f"/v1/items/{OLD_SLUG}?a=1"), get(f"/v1/items/{OLD_SLUG}/similar?limit=2"), get(f"/v1/items/{OLD_SLUG}/revisions"))
    for name in sorted(file.stem for file in (CONTENT / "vocabularies").glob("*.yaml")):
        yield get(f"/v1/vocabularies/{name}")
    for facet in ("kind", "schoolType", "problemArea", "partner", "requiredPartner", "goal", "setting", "recognition", "municipality"):
        yield get(f"/v1/facets/{facet}/values")
    yield from map(get, ("/v1/facets/partner/values?q=GGD", "/v1/facets/problemArea/values?q=xyz", "/v1/facets/goal/values?q="))


def judged() -> Iterator[str]:
    """A few of the judged queries of each group, with their filters."""
    groups: dict[str, dict[str, None]] = {}
    with (TESTS.parent / "relevance" / "judgements.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            groups.setdefault(row["group"], {})["&".join(part for part in (f"q={quote(row['query'])}", row["filters"]) if part)] = None
    for queries in groups.values():
        every = max(1, len(queries) // QUERIES_OF_A_GROUP)
        yield from list(queries)[::every][:QUERIES_OF_A_GROUP]


def searching() -> Iterator[Call]:
    for query in judged():
        yield get(f"/v1/search?{query}&pageSize=10")
    own = (
        "", "q=", "q=%20%20&schoolType=&page=", "pageSize=1", "pageSize=100&sort=title", "page=3", "page=10000", "q=lezen&page=2",
        "q=lezen&explain=true", "q=voorleesexpres&explain=true", "q=spijbelaars&explain=true&schoolType=vo", "q=m@zl", "q=NPO",
        "q=pesten&sort=effect", "q=pesten&sort=evidence", "q=pesten&sort=cost", "q=pesten&sort=updated", "sort=effect&pageSize=5",
        "q=taal&minEffect=3", "q=taal&minEvidence=3&maxCost=2", "minEffect=-12&pageSize=3", "maxCost=1", "kind=guide&kind=measure",
        "schoolType=po&schoolType=vo&problemArea=motivatie", "requiredPartner=jeugdhulp", "goal=F&q=pesten&kind=guide",
        "setting=thuis&setting=zorg", "recognition=goed-onderbouwd", "municipality=amsterdam&municipality=nijkerk",
        "schoolType=mbo&kind=guide&goal=A", "q=xqzvw", "q=kanjertrianing", "q=verzui", "q=v", "q=de+het+een", "q=%22voor+de+zomer%22",
        "q=-pesten", "q=%3Cscript%3Ealert(1)%3C/script%3E", "q=bullying+at+school", "q=wat+helpt+tegen+faalangst%3F&explain=true",
        "q=" + "lang" * 50, "q=%EF%AC%81jn%00motorisch", "q=caf%C3%A9+co%C3%B6rdinatie", "q=zomerschool&partner=gemeente&explain=true",
    )  # fmt: skip
    for query in own:
        yield get(f"/v1/search?{query}" if query else "/v1/search")
    for typed in ("q=verz", "q=lez&limit=20", "q=kanjr", "q=p", "", "q=GGD", "q=pesten", "q=zomer&limit=1", "q=xqz", "q=m@z", "q=een+op"):
        yield get(f"/v1/suggestions?{typed}")
    yield get("/v1/suggestions")


def guiding() -> Iterator[Call]:
    scans = (
        "schoolType=po&problemArea=pesten", "schoolType=vo&problemArea=verzuim:3&problemArea=motivatie",
        "schoolType=mbo&problemArea=stress",
        "schoolType=vo&problemArea=verzuim:3&problemArea=motivatie&partner=jeugdgezondheidszorg&maxCost=3",
        "schoolType=bo&schoolType=sbo&problemArea=begrijpend-lezen:2&partner=bibliotheek&partner=ouders&limit=10",
        "schoolType=po&problemArea=absoluut-verzuim&problemArea=pesten", "schoolType=so&problemArea=overgang-vo-vervolg",
        "schoolType=havo&schoolType=vwo&problemArea=zelfvertrouwen-faalangst&maxCost=1", "schoolType=isk&problemArea=nt2-nieuwkomers:3",
        "schoolType=voorschool&problemArea=mondelinge-taal-woordenschat&partner=peuteropvang", "schoolType=vso&problemArea=gedrag&limit=20",
        "schoolType=po&problemArea=armoede-thuissituatie:3&problemArea=ouderbetrokkenheid:2&problemArea=opvoeding&partner=gemeente",
        "schoolType=vmbo&problemArea=spijbelen&problemArea=thuiszitten&problemArea=schooluitval:2&limit=1",
        "schoolType=po&problemArea=trauma",
        "schoolType=po&problemArea=rekenen-wiskunde&problemArea=spelling-schrijven&problemArea=executieve-functies&maxCost=5",
    )  # fmt: skip
    for scan in scans:
        yield get(f"/v1/advice?{scan}")
    matrices = (
        "", "rows=schoolType", "rows=goal&columns=kind", "rows=problemArea&columns=schoolType&minEvidence=3", "rows=partner&columns=goal",
        "problemArea=verzuim&partner=jeugdzorg&kind=programme&kind=measure", "rows=municipality&columns=problemArea&municipality=amsterdam",
        "rows=recognition&columns=setting&maxCost=3", "schoolType=mbo&kind=guide",
    )  # fmt: skip
    for matrix in matrices:
        yield get(f"/v1/coverage?{matrix}")
    for matrix in matrices[:4]:
        yield get(f"/v1/coverage?{matrix}", CSV)


def operations() -> Iterator[Call]:
    yield from map(get, ("/health", "/ready", "/v1/openapi.json", "/docs", "/sitemap.xml", "/robots.txt", "/.well-known/security.txt"))
    token = {"Authorization": f"Bearer {INSIGHTS_TOKEN}"}
    for query in ("", "?days=1", "?days=90&limit=1", "?days=0&limit=x"):
        yield get(f"/v1/insights{query}", headers=token)
    yield from (get("/v1/insights"), get("/v1/insights", headers={"Authorization": "Bearer wrong"}))
    yield get("/v1/insights", headers={"Authorization": "Basic dXNlcjpwYXNz"})
    for click in ({"q": "pesten", "slug": "kiva"}, {"q": "pesten", "slug": OLD_SLUG}, {"q": "pesten", "slug": REMOVED_SLUG}):
        yield send("POST", "/v1/clicks", click, about=click["slug"])
    yield send("POST", "/v1/clicks", {"q": "x" * 201, "slug": "Geen Slug", "wie": "ik"}, about="faults")
    yield send("POST", "/v1/clicks", {"q": "pesten", "slug": "hogwarts"}, about="unknown")
    yield Call("POST", "/v1/clicks", {"Content-Type": JSON}, "{", about="no JSON")
    files = ("site.css", "site.js", "search.js", "advice.js", "list.js", "copy.js", "icons.svg", "favicon.svg", "share.png", "site.LICENSE")
    more = ("fira-sans-latin-400-normal.woff2", "fira-sans.LICENSE", "swagger-ui.css", "swagger-ui-bundle.js", "../api-docs.js")
    for file in (*files, *more):
        yield get(f"/static/{file[3:]}" if file.startswith("../") else f"/static/vendor/{file}")
    yield from (get("/static/"), get("/static/vendor"), Call("POST", "/static/vendor/site.css"))


def refused() -> Iterator[Call]:
    for address in ("search", "items", "advice", "coverage", "suggestions", "facets", "items/feedback", "items/feedback/similar"):
        yield get(f"/v1/{address}?{SEVERAL_FAULTS}")
    yield from (get("/v1/items?modifiedSince=1700000000"), get("/v1/items?modifiedSince=2026-01-01T00:00:00"), get("/v1/advice"))
    yield from (get("/v1/advice?schoolType=vo&problemArea=verzuim:9&problemArea=verzui"), get("/v1/coverage?rows=partner&columns=partner"))
    yield from (get(f"/v1/search?q={'x' * 201}"), get("/v1/search?schoolType=&q=a&q=b"), get("/v1/coverage?rows=partnr"))
    yield get("/v1/search?" + "&".join(["kind=guide"] * 51), about="too many")
    for end in ("", "/similar", "/revisions"):
        yield from (get(f"/v1/items/hogwarts{end}"), get(f"/v1/items/{REMOVED_SLUG}{end}"))
    yield from map(get, ("/v1/facets/kleur/values", "/v1/facets/partnr/values", "/v1/vocabularies/kleuren", "/v1/vocabularies/partner"))
    yield from map(get, ("/v1", "/v1/", "/v1/search/", "/nergens", "/v1/items/feedback/", "/item/", "/v1/items/Feedback", "/v1/items/%00"))
    for address in ("/v1/search", "/v1/items/feedback", "/v1/coverage", "/v1/insights", "/v1/openapi.json", "/health"):
        yield get(address, "image/png")
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        yield from (Call(method, "/v1/search"), Call(method, "/"), Call(method, "/mijn-lijst"))
    yield from (get("/v1/shortlists"), Call("PATCH", f"/v1/shortlists/{LIST_ID}"), get("/v1/clicks"), Call("OPTIONS", "/v1/search"))
    asks = {"Origin": "https://school.example", "Access-Control-Request-Method": "PUT"}
    yield from (Call("OPTIONS", "/v1/shortlists", asks), Call("OPTIONS", "/nergens", asks))
    for path in ("/v1/search?q=lezen", "/v1/items", "/v1/items/hogwarts", "/", "/item/feedback", "/static/vendor/site.css", "/health"):
        yield Call("HEAD", path)
    yield get("/v1/search?q=lezen&pageSize=1", headers={"Origin": "https://school.example"}, about="from elsewhere")


def kept_copies() -> Iterator[Call]:
    api = (
        "/v1/search?q=taal",
        "/v1/items",
        "/v1/items/feedback",
        "/v1/items/feedback/similar",
        "/v1/items/feedback/revisions",
        "/v1/facets",
    )
    more = (
        "/v1/coverage",
        "/v1/suggestions?q=ta",
        "/v1/openapi.json",
        "/v1/vocabularies/goals",
        "/v1/advice?schoolType=po&problemArea=pesten",
    )
    for path in (*api, *more, "/sitemap.xml", "/dekking.csv"):
        yield from kept_copy(path, "")
    for path in ("/v1/items", "/v1/coverage"):
        yield from kept_copy(path, CSV)
    own = (
        "/",
        "/zoeken?q=taal",
        "/item/feedback",
        "/gemeenten",
        "/dekking",
        "/overzicht",
        "/vergelijk?item=feedback&item=kiva",
        "/privacy",
    )
    for path in (*own, "/keuzehulp", "/keuzehulp/uitleg"):
        yield from kept_copy(path, HTML)
    yield from (get("/v1/facets", headers={"If-None-Match": "*"}), get("/v1/facets", headers={"If-None-Match": '"other"'}))
    yield get("/v1/facets", headers={"If-None-Match": '"other", W/$etag:/v1/facets$'})


def kept_copy(path: str, accept: str) -> Iterator[Call]:
    yield get(path, accept, keep={f"etag:{path}": whole(ETAG)}, about="to keep")
    yield get(path, accept, headers={"If-None-Match": f"$etag:{path}$"})


def shortlists() -> Iterator[Call]:
    first = {"title": "  Plan 2027 ", "schoolType": ["bo"], "items": [{"slug": "feedback", "note": "Wie?"}, {"slug": "mazl-po"}]}
    second = {"title": "Plan 2028", "items": [{"slug": slug} for slug in ("zomer-of-lentescholen", OLD_SLUG, "jongerenwerk-in-school")]}
    faults = {"title": "", "schoolType": ["hogwarts"], "items": [{"slug": "feedbck"}, {"slug": "kiva", "note": "x" * 1001}], "kleur": 1}
    twice = {"title": "x" * 121, "items": [{"slug": "feedback"}, {"slug": OLD_SLUG}]}
    keep = {name: (BODY, re.compile(f'"{name}":"([^"]+)"')) for name in ("id", "editToken")} | {"made": whole(ETAG)}
    yield send("POST", "/v1/shortlists", first, keep=keep)
    for about, content in (
        ("faults", faults),
        ("twice", twice),
        ("a list", []),
        ("full", {"title": "a", "items": [{"slug": "kiva"}] * 61}),
    ):
        yield send("POST", "/v1/shortlists", content, about=about)
    yield send("POST", "/v1/shortlists", {"title": "x" * 300_000}, about="too large")
    yield send("POST", "/v1/shortlists?a=1", first, about="parameter")
    yield send("POST", "/v1/shortlists", first, headers={"Accept": CSV})
    yield Call("POST", "/v1/shortlists", {"Content-Type": "text/plain"}, "{}", about="no JSON")
    yield Call("POST", "/v1/shortlists", about="nothing")
    here = "/v1/shortlists/$id$"
    yield from (get(here), get(here, CSV), get(here, "image/png"), get(f"{here}?a=1"), Call("HEAD", here), get("/v1/shortlists/hogwarts"))
    token = {"Authorization": "Bearer $editToken$"}
    for headers in ({}, {"Authorization": "Bearer wrong"}, token, token | {"If-Match": '"9"'}, token | {"If-Match": "W/$made$"}):
        yield send("PUT", here, second, headers=headers)
        yield Call("DELETE", here, headers)
    matching = token | {"If-Match": "$made$"}
    yield send("PUT", here, faults, headers=matching, about="faults")
    yield from (send("PUT", here, second, headers=matching), send("PUT", here, second, headers=matching, about="again"))
    yield from (send("PUT", here, first, headers=token | {"If-Match": "*"}), get(here), get(here, CSV))
    yield from (get(f"/v1/shortlists/{LIST_ID}"), get(f"/v1/shortlists/{LIST_ID}", CSV))
    yield send("PUT", "/v1/shortlists/hogwarts", first, headers=matching)
    yield from (Call("DELETE", here, token | {"If-Match": '"3"'}), get(here, about="deleted"), Call("DELETE", here, matching))
