"""The pages of lists: collecting on one's own computer, saving, sharing, changing together, deleting."""

import re
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from conftest import serving
from pages import check_form, read

from app.db import runs
from app.db.engine import connect
from app.domain.errors import Outdated, SearchUnavailable
from app.domain.shortlists import MOST_ITEMS
from app.dutch.dates import date_in_words
from app.web.actions import shortlists
from app.web.actions.shortlist_overview import OverviewEntry, ShortlistOverview
from app.web.site._shared.rendering import environment
from app.web.site.lists.view import list_view

PRIVATE = {"cache-control": "private, no-store", "referrer-policy": "no-referrer", "x-robots-tag": "noindex"}
FORM = "application/x-www-form-urlencoded"
PLAN = {"titel": "Plan 2027, De Wilgen", "schooltype": "bo", "notitie-feedback": "Samen\r\nlezen"}


class Visitor:
    """Somebody with a browser: it keeps its cookies to itself."""

    def __init__(self, client):
        self.client, self.cookies, self.set = client, {}, {}

    def ask(self, method, path, **options):
        headers = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin", **options.pop("headers", {})}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self.client.request(method, path, headers=headers, **options)
        self.client.cookies.clear()
        self.set = {name: one for text in answer.headers.get_list("set-cookie") for name, one in SimpleCookie(text).items()}
        for name, one in self.set.items():
            self.cookies[name] = one.value
            if one["max-age"] == "0":
                del self.cookies[name]
        return answer

    def get(self, path, **headers):
        return self.ask("GET", path, headers=headers)

    def post(self, path, fields, **headers):
        form = {"Content-Type": "application/x-www-form-urlencoded", **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.ask("POST", path, content=urlencode(fields, doseq=True), headers=form)

    def page(self, path):
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.headers.get("location"))
        page = read(answer.text)
        check_form(page)
        return page

    def follow(self, answer):
        """The page to which a form leads."""
        assert answer.status_code == 303, answer.text
        return self.page(answer.headers["location"].partition("#")[0])

    def put(self, *slugs):
        for slug in slugs:
            assert self.post("/mijn-lijst", {"zet": slug}).status_code == 303

    @property
    def slugs(self):
        return self.cookies.get("mijn-lijst", "").split(".") if "mijn-lijst" in self.cookies else []

    def saved(self, *slugs, **fields):
        """A saved list: the address to read it at."""
        self.put(*slugs)
        answer = self.post("/mijn-lijst/bewaren", {**PLAN, "item": list(slugs), **fields})
        assert answer.status_code == 303, answer.text
        return urlsplit(answer.headers["location"]).path.removesuffix("/bewerken")


@pytest.fixture
def visitor(client):
    return Visitor(client)


@pytest.fixture
def other(client):
    return Visitor(client)


def form_of(page):
    """The fields of the edit page as a browser would send them back."""
    fields = {"versie": page.one("input", name_="versie").attributes["value"], "titel": page.one("input", id="titel").attributes["value"]}
    fields["item"] = [one.attributes["value"] for one in page.all("input", name_="item")]
    fields["schooltype"] = [one.attributes["value"] for one in page.all("input", name_="schooltype") if "checked" in one.attributes]
    # A browser drops one end of line right after the tag.
    notes = {one.attributes["name"]: "".join(one.parts).removeprefix("\n") for one in page.all("textarea")}
    return fields | notes


def edit_link(page):
    return page.one("input", id="bewerklink").attributes["value"].removeprefix("http://127.0.0.1:8000")


def titles(page):
    return [one.text for one in page.with_class("card-title")]


# Collecting


def test_an_item_on_the_list_is_told_with_a_way_back(visitor):
    answer = visitor.post("/mijn-lijst", {"zet": "feedback"}, Referer="https://elsewhere.example/item/feedback?a=1")
    page = visitor.follow(answer)
    assert page.with_class("list-told")[0].text == "‘Feedback’ staat op uw lijst. Terug naar waar u was"
    assert "/item/feedback?a=1" in {
        one.attributes["href"] for one in page.with_class("list-told") + page.all("a") if "href" in one.attributes
    }
    assert titles(page) == ["Feedback"]
    assert page.one("title").text.startswith("‘Feedback’ staat op uw lijst")
    assert page.one("h1").text == "Mijn lijst"


def test_the_draft_is_one_cookie_of_slugs_on_the_visitors_computer(visitor):
    visitor.put("feedback", "mazl-po", "feedback")
    cookie = visitor.set["mijn-lijst"]
    assert cookie.value == "feedback.mazl-po"
    assert (cookie["path"], cookie["samesite"], cookie["max-age"]) == ("/", "lax", str(90 * 86_400))
    assert (cookie["httponly"], cookie["secure"]) == ("", "")
    assert visitor.cookies.keys() == {"mijn-lijst"}


def test_other_pages_set_no_cookie_and_are_the_same_with_a_list(client, visitor):
    before = {path: client.get(path, headers={"Accept": "text/html"}) for path in ("/", "/item/feedback", "/privacy", "/zoeken?q=pesten")}
    visitor.put("feedback")
    for path, plain in before.items():
        answer = visitor.get(path)
        assert visitor.set == {}
        assert (answer.text, answer.headers["etag"]) == (plain.text, plain.headers["etag"])
        assert "cookie" not in answer.headers["vary"].lower()
    assert visitor.get("/mijn-lijst").headers["cache-control"] == "no-store"
    visitor.get("/mijn-lijst")
    assert visitor.set == {}


def test_items_move_and_go_and_can_be_put_back(visitor):
    visitor.put("feedback", "mazl-po", "sport-cultuur")
    answer = visitor.post("/mijn-lijst", {"doe": "omhoog:sport-cultuur"})
    assert answer.headers["location"].endswith("#omhoog-sport-cultuur")
    assert visitor.slugs == ["feedback", "sport-cultuur", "mazl-po"]
    page = visitor.follow(visitor.post("/mijn-lijst", {"doe": "weg:feedback"}))
    assert "‘Feedback’ is van uw lijst gehaald." in page.with_class("list-told")[0].text
    assert visitor.slugs == ["sport-cultuur", "mazl-po"]
    assert page.one("button", name_="zet").attributes["value"] == "feedback"
    ids = {one.attributes.get("id") for one in page.all("button")}
    assert "omlaag-sport-cultuur" in ids
    assert "omhoog-sport-cultuur" not in ids


def test_an_empty_list_says_how_it_works_and_sets_nothing(visitor):
    page = visitor.page("/mijn-lijst")
    assert len(page.all("li")) >= 3
    assert "U hebt geen account nodig" in page.one("main").text
    assert visitor.set == {}
    assert visitor.get("/mijn-lijst/bewaren").headers["location"] == "/mijn-lijst"


def test_the_draft_says_what_it_takes_and_leads_to_a_comparison(visitor):
    visitor.put("zomerschool", "sportieve-activiteiten", "feedback", "mazl-vo", "mazl-po")
    page = visitor.page("/mijn-lijst")
    text = page.with_class("glance")[0].text
    assert "Partners die nodig zijn" in text
    assert "Gemeente nodig voor Zomerschool" in text
    assert "vult aan: Sportieve activiteiten" in text
    links = {one.attributes["href"] for one in page.all("a")}
    assert "/vergelijk?item=zomerschool&item=sportieve-activiteiten&item=feedback&item=mazl-vo" in links
    assert {"/item/partner-gemeente", "/item/sport-cultuur"} & links


def test_a_list_is_full_at_sixty_and_says_so(client, visitor):
    slugs = [item["slug"] for item in client.get("/v1/items?pageSize=100").json()["items"]]
    visitor.cookies["mijn-lijst"] = ".".join(slugs[:MOST_ITEMS])
    page = visitor.follow(visitor.post("/mijn-lijst", {"zet": slugs[MOST_ITEMS]}))
    assert "passen 60 keuzes" in page.with_class("list-told")[0].text
    assert visitor.slugs == slugs[:MOST_ITEMS]
    assert len(titles(page)) == MOST_ITEMS


def test_an_unknown_item_is_told_and_changes_nothing(visitor):
    visitor.put("feedback")
    page = visitor.follow(visitor.post("/mijn-lijst", {"zet": "<script>"}))
    assert "staat niet in Menukaart" in page.with_class("list-told")[0].text
    assert visitor.slugs == ["feedback"]


@pytest.mark.parametrize("text", ["<script>", "a b", "%00", "feedback.bestaat-niet", "." * 3_000, ".".join(["x"] * 900)])
def test_a_cookie_that_is_none_of_ours_does_no_harm(visitor, text):
    visitor.cookies["mijn-lijst"] = text
    visitor.cookies["mijn-lijst-sleutel"] = "x.y.z"
    assert set(titles(visitor.page("/mijn-lijst"))) <= {"Feedback"}
    assert set(visitor.slugs) <= {"feedback"}


def test_a_notice_in_the_address_says_only_what_is_known(visitor):
    for query in ("gedaan=gezet&wat=%3Cb%3E", "gedaan=zomaar", "gedaan=gezet", "wat=feedback"):
        assert visitor.page(f"/mijn-lijst?{query}").with_class("list-told") == []
    page = visitor.page("/mijn-lijst?gedaan=gezet&wat=feedback&terug=//evil.example")
    assert "evil" not in page.with_class("list-told")[0].text + str([one.attributes for one in page.all("a")])


def test_a_small_search_adds_to_the_list(visitor):
    page = visitor.page("/mijn-lijst?q=feedback")
    assert page.one("button", value="feedback").text == "Zet erbij: Feedback"
    answer = visitor.post("/mijn-lijst", {"zet": "feedback", "q": "feedback"})
    assert answer.headers["location"].endswith("q=feedback#toevoegen")
    page = visitor.follow(answer)
    assert "Staat op de lijst" in page.with_class("list-hit")[0].text
    assert "Niets gevonden voor ‘qqxxzz’" in visitor.page("/mijn-lijst?q=qqxxzz").one("main").text


def test_with_search_away_the_list_is_still_there(visitor, monkeypatch):
    async def away(parts, query):
        raise SearchUnavailable("away")

    visitor.put("feedback")
    monkeypatch.setattr("app.web.site.lists.requests.find", away)
    page = visitor.page("/mijn-lijst?q=lezen")
    assert "Zoeken lukt nu even niet" in page.one("main").text
    assert titles(page) == ["Feedback"]


@pytest.mark.parametrize("place", ["cross-site", "same-site"])
@pytest.mark.parametrize("path", ["/mijn-lijst", "/mijn-lijst/bewaren"])
def test_another_site_cannot_fill_or_overwrite_a_list(visitor, place, path):
    answer = visitor.post(path, {"zet": "feedback", "item": "feedback", "titel": "x"}, Sec_Fetch_Site=place)
    assert answer.status_code == 403
    assert read(answer.text).one("h1").text == "Dit kwam van een andere site"
    assert visitor.cookies == {}


def test_an_old_browser_says_only_where_a_form_comes_from(visitor):
    for origin, status in (("https://elders.example", 403), ("http://testserver", 303), ("null", 303)):
        answer = visitor.client.post("/mijn-lijst", content="zet=feedback", headers={"Content-Type": FORM, "Origin": origin})
        visitor.client.cookies.clear()
        assert answer.status_code == status, origin


@pytest.mark.parametrize("referer", ["http://[::1", "http://a]/x", "", "\\"])
def test_an_odd_referrer_does_no_harm(visitor, referer):
    assert visitor.post("/mijn-lijst", {"zet": "feedback"}, Referer=referer).status_code == 303


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"json": {"zet": "feedback"}}, 415),
        ({"content": b"zet=feedback", "headers": {"Content-Type": "multipart/form-data; boundary=x"}}, 415),
        ({"content": b"a=" + b"x" * 800_000, "headers": {"Content-Type": "application/x-www-form-urlencoded"}}, 400),
        ({"content": b"a=1&" * 1_001, "headers": {"Content-Type": "application/x-www-form-urlencoded"}}, 400),
    ],
)
def test_what_is_no_form_is_refused(visitor, options, status):
    answer = visitor.ask("POST", "/mijn-lijst", **options)
    assert answer.status_code == status
    assert "<h1" in answer.text


# Saving


def test_saving_keeps_what_was_typed_when_something_is_wrong(visitor):
    visitor.put("feedback", "mazl-po")
    page = visitor.page("/mijn-lijst/bewaren")
    assert [one.attributes["value"] for one in page.all("input", name_="item")] == ["feedback", "mazl-po"]
    answer = visitor.post(
        "/mijn-lijst/bewaren", {"titel": " ", "schooltype": ["bo"], "item": ["feedback", "mazl-po"], "notitie-mazl-po": "<b>wie?</b>"}
    )
    assert answer.status_code == 400
    page = read(answer.text)
    check_form(page)
    assert page.one("textarea", id="notitie-mazl-po").text == "<b>wie?</b>"
    assert "checked" in page.one("input", id="schooltype-bo").attributes
    assert page.one("input", id="titel").attributes["aria-invalid"] == "true"
    assert page.one("a", href="#titel").text.startswith("Geef de lijst een naam")
    assert "mijn-lijst-sleutel" not in visitor.cookies


def test_what_another_window_put_on_the_list_is_saved_too(visitor):
    visitor.put("feedback")
    form = PLAN | {"item": ["feedback"]}
    visitor.put("mazl-po")
    visitor.follow(visitor.post("/mijn-lijst/bewaren", form))
    assert visitor.slugs == ["feedback", "mazl-po"]


def test_saving_twice_makes_one_list_and_keeps_its_key(visitor):
    path = visitor.saved("feedback")
    key = visitor.cookies["mijn-lijst-sleutel"]
    answer = visitor.post("/mijn-lijst/bewaren", PLAN | {"item": ["feedback"], "notitie-feedback": "nog iets"})
    assert answer.status_code == 409
    assert "Dit apparaat heeft de lijst al bewaard" in read(answer.text).one("main").text
    assert read(answer.text).one("textarea").text == "nog iets"
    assert visitor.cookies["mijn-lijst-sleutel"] == key
    assert visitor.page(f"{path}/bewerken")


def test_a_note_that_is_too_long_is_told_at_its_field(visitor):
    answer = visitor.post("/mijn-lijst/bewaren", {"titel": "Plan", "item": ["feedback"], "notitie-feedback": "x" * 1001})
    page = read(answer.text)
    assert answer.status_code == 400
    assert page.one("textarea", id="notitie-feedback").attributes["aria-describedby"] == "fout-notitie-feedback"
    assert "1001 tekens" in page.one("p", id="fout-notitie-feedback").text
    assert len(page.one("textarea", id="notitie-feedback").text) == 1001


def test_a_saved_list_is_that_of_the_api_and_its_key_is_on_this_computer(client, visitor):
    path = visitor.saved("feedback", "mazl-po")
    key = visitor.set["mijn-lijst-sleutel"]
    assert (key["httponly"], key["samesite"], key["path"]) == (True, "lax", "/")
    assert 399 * 86_400 < int(key["max-age"]) <= 400 * 86_400
    list_id, _, token = key.value.partition(".")
    assert path == f"/lijst/{list_id}"
    known = client.get(f"/v1/shortlists/{list_id}").json()
    assert (known["title"], [term["id"] for term in known["schoolType"]]) == ("Plan 2027, De Wilgen", ["bo"])
    assert [(entry["slug"], entry["note"]) for entry in known["items"]] == [("feedback", "Samen\nlezen"), ("mazl-po", "")]
    page = visitor.page(f"{path}/bewerken?gedaan=nieuw")
    assert page.one("input", id="leeslink").attributes["value"].endswith(path)
    assert edit_link(page) == f"{path}/bewerken?sleutel={token}"
    assert "hij is niet terug te vinden" in page.one("main").text
    assert "Schrijf geen namen van leerlingen op" in page.one("main").text
    assert f"wordt op {date_in_words(known['expiresAt'][:10])} gewist" in page.with_class("list-dates")[0].text


def test_my_list_then_leads_to_the_saved_one_and_what_is_chosen_is_added_there(client, visitor):
    path = visitor.saved("feedback")
    assert visitor.get("/mijn-lijst").headers["location"] == f"{path}/bewerken"
    page = visitor.follow(visitor.post("/mijn-lijst", {"zet": "mazl-po"}, Referer="http://testserver/item/mazl-po"))
    assert "staat op uw lijst. Terug naar waar u was" in page.with_class("list-told")[0].text
    assert visitor.slugs == ["feedback", "mazl-po"]
    entries = client.get(path.replace("/lijst/", "/v1/shortlists/")).json()["items"]
    assert [(entry["slug"], entry["note"]) for entry in entries] == [("feedback", "Samen\nlezen"), ("mazl-po", "")]


def test_adding_goes_again_when_somebody_was_first(visitor, other, monkeypatch):
    path = visitor.saved("feedback")
    fields = form_of(visitor.page(f"{path}/bewerken"))
    other.cookies = dict(visitor.cookies)
    replace, tries = shortlists.replace, []

    def beaten(parts, list_id, version, draft):
        tries.append(version)
        if len(tries) == 1:
            replace(parts, list_id, version, draft.without_item("mazl-po").with_item("sport-cultuur"))
        return replace(parts, list_id, version, draft)

    monkeypatch.setattr(shortlists, "replace", beaten)
    visitor.put("mazl-po")
    assert len(tries) == 2
    assert form_of(other.page(f"{path}/bewerken"))["item"] == ["feedback", "sport-cultuur", "mazl-po"]
    assert fields["item"] == ["feedback"]


def test_adding_that_never_gets_its_turn_is_told(visitor, monkeypatch):
    visitor.saved("feedback")

    def outdated(*_):
        raise Outdated(9)

    monkeypatch.setattr(shortlists, "replace", outdated)
    answer = visitor.post("/mijn-lijst", {"zet": "mazl-po"})
    assert answer.status_code == 412
    assert read(answer.text).one("h1").text == "Iemand anders was net iets eerder"


@pytest.mark.parametrize("published", ["sqlite"], indirect=True, scope="session")
def test_too_many_new_lists_lose_nothing_that_was_typed(client, published):
    with serving(published.model_copy(update={"shortlists_per_minute": 1})) as crowded:
        Visitor(crowded).saved("feedback")
        late = Visitor(crowded)
        late.put("mazl-po")
        answer = late.post("/mijn-lijst/bewaren", {"titel": "Te laat", "item": ["mazl-po"], "notitie-mazl-po": "bewaard?"})
        assert answer.status_code == 429
        page = read(answer.text)
        assert "Wacht een minuut" in page.one("main").text
        assert page.one("input", id="titel").attributes["value"] == "Te laat"
        assert page.one("textarea", id="notitie-mazl-po").text == "bewaard?"


@pytest.mark.parametrize("published", ["sqlite"], indirect=True, scope="session")
def test_behind_https_cookies_are_secure(client, published):
    with serving(published.model_copy(update={"public_url": "https://menukaart.example"})) as safe:
        visitor = Visitor(safe)
        path = visitor.saved("feedback")
        assert [one["secure"] for one in visitor.set.values()] == [True, True]
        assert "https://menukaart.example/lijst/" in visitor.page(f"{path}/bewerken").one("input", id="leeslink").attributes["value"]
        visitor.post("/mijn-lijst", {"doe": "vergeet"})
        assert [one["secure"] for one in visitor.set.values()] == [True, True]
        assert visitor.cookies == {}


def test_done_on_this_computer_forgets_everything_but_the_list_stays(visitor, other):
    path = visitor.saved("feedback")
    page = visitor.follow(visitor.post("/mijn-lijst", {"doe": "vergeet"}))
    assert "weet niets meer van een lijst" in page.with_class("list-told")[0].text
    assert visitor.cookies == {}
    assert visitor.get(f"{path}/bewerken").status_code == 403
    assert titles(other.page(path)) == ["Feedback"]


# Reading


def test_a_municipality_sees_what_the_api_says(client, visitor, other):
    path = visitor.saved("sportieve-activiteiten", "zomerschool-gemeente", "mazl-po", "feedback")
    known = client.get(path.replace("/lijst/", "/v1/shortlists/")).json()
    page = other.page(path)
    text = page.one("main").text
    assert page.one("h1").text == "Plan 2027, De Wilgen"
    assert "voor basisonderwijs" in text
    assert titles(page) == [entry["title"] for entry in known["items"]]
    assert "Samen\nlezen" in "".join(page.with_class("list-said")[0].parts)
    glance = page.with_class("glance")[0].text
    needed, helping = glance.split("Partners die helpen")
    assert known["partners"]
    for partner in known["partners"]:
        assert partner["label"] in (needed if partner["role"] == "required" else helping)
    assert known["measures"]
    for measure in known["measures"]:
        assert f"bestedingsdoel: {measure['spendingGoal']['label']}" in glance
        assert measure["title"] in glance
        assert all(step["step"]["label"] in glance.partition("wanneer in het jaar: ")[2] for step in measure["steps"])
    assert all(group["label"] in glance for group in (*known["goals"], *known["schoolTypes"]))
    assert "/item/partner-jeugdgezondheidszorg" in {one.attributes["href"] for one in page.all("a")}
    assert re.search(r"wordt op \d+ \w+ \d{4} gewist, tenzij de school hem eerder wijzigt", text)


def test_a_reader_gets_no_key_and_nobody_keeps_the_page(visitor, other):
    path = visitor.saved("feedback")
    token = visitor.cookies["mijn-lijst-sleutel"].partition(".")[2]
    for answer in (
        other.get(path),
        other.get(f"{path}.csv"),
        visitor.get(path),
        visitor.get(f"{path}/bewerken"),
        visitor.get(f"{path}/wissen"),
    ):
        assert answer.status_code == 200
        assert {name: answer.headers[name] for name in PRIVATE} == PRIVATE
    assert token not in other.get(path).text + other.get(f"{path}.csv").text
    assert "bewerken" not in other.get(path).text
    assert f'href="{path}/bewerken"' in visitor.get(path).text
    assert other.cookies == {}


def test_the_table_is_that_of_the_api(client, visitor):
    path = visitor.saved("feedback", "mazl-po")
    answer = visitor.get(f"{path}.csv")
    assert answer.content == client.get(path.replace("/lijst/", "/v1/shortlists/"), headers={"Accept": "text/csv"}).content
    assert answer.headers["content-disposition"] == 'attachment; filename="menukaart-lijst.csv"'


def test_a_list_that_ends_soon_says_so(visitor, monkeypatch):
    path = visitor.saved("feedback")
    assert "Let op" not in visitor.page(path).one("main").text
    later = runs.now() + timedelta(days=375)
    for module in (
        "app.web.actions.shortlists",
        "app.web.site.lists.shared_pages",
        "app.web.site.lists.edit_pages",
        "app.web.site.lists.keys",
    ):
        monkeypatch.setattr(f"{module}.now", lambda: later)
    assert "Let op: deze lijst wordt op" in visitor.page(path).one("main").text
    assert "Bewaar hem opnieuw om hem te houden" in visitor.page(f"{path}/bewerken").one("main").text


def test_an_empty_list_can_be_read(visitor):
    path = visitor.saved("feedback")
    visitor.post(f"{path}/bewerken", form_of(visitor.page(f"{path}/bewerken")) | {"doe": "weg:feedback"})
    assert "Er staat nog niets op deze lijst." in visitor.page(path).one("main").text


def test_an_item_that_was_taken_out_is_told_to_be_gone(vocabularies):
    gone = OverviewEntry(position=1, slug="weg", title="Weg ermee", note="", item=None, removed_at=runs.now())
    view = list_view(ShortlistOverview((gone,), (), (), (), (), {}, vocabularies), set())
    parts: Any = environment().get_template("lists/parts.html").make_module({"path": "/"})
    text = str(parts.listed(view.entries[0]))
    assert "Weg ermee" in text
    assert "De redactie heeft dit uit Menukaart gehaald op " in text
    assert "href" not in text
    assert view.compare is None


@pytest.mark.parametrize("end", ["", ".csv", "/bewerken?sleutel=x", "/wissen?sleutel=x"])
@pytest.mark.parametrize("list_id", ["Nf3kQ0l2b7mJ8sTz4WcYxA", "x", "%00"])
def test_a_list_that_is_not_there_is_told_in_a_friendly_way(visitor, list_id, end):
    answer = visitor.get(f"/lijst/{list_id}{end}")
    assert answer.status_code == 404
    page = read(answer.text)
    check_form(page)
    assert page.one("h1").text == "Deze lijst is er niet meer"
    assert page.one("input", name_="q").attributes["value"] == ""


# Changing


def test_every_button_saves_what_was_typed(client, visitor):
    path = visitor.saved("feedback", "mazl-po", "sport-cultuur")
    fields = form_of(visitor.page(f"{path}/bewerken"))
    typed = fields | {"titel": "Anders", "schooltype": ["vo"], "notitie-mazl-po": "nieuw", "doe": "omhoog:sport-cultuur"}
    answer = visitor.post(f"{path}/bewerken", typed)
    assert answer.headers["location"] == f"{path}/bewerken#omhoog-sport-cultuur"
    after = form_of(visitor.follow(answer))
    assert (after["titel"], after["schooltype"], after["versie"]) == ("Anders", ["vo"], "2")
    assert after["item"] == ["feedback", "sport-cultuur", "mazl-po"]
    assert after["notitie-mazl-po"] == "nieuw"
    assert visitor.slugs == after["item"]
    page = visitor.follow(visitor.post(f"{path}/bewerken", after | {"doe": "weg:feedback"}))
    assert form_of(page)["item"] == ["sport-cultuur", "mazl-po"]
    assert "is van uw lijst gehaald" in page.with_class("list-told")[0].text
    assert page.one("button", value="erbij:feedback").attributes["form"] == page.one("form", id="lijstformulier").attributes["id"]


def test_a_search_inside_the_list_saves_first_and_adds_after(visitor):
    path = visitor.saved("mazl-po")
    fields = form_of(visitor.page(f"{path}/bewerken")) | {"notitie-mazl-po": "eerst dit"}
    page = visitor.follow(visitor.post(f"{path}/bewerken", fields | {"q": "feedback", "doe": "zoek"}))
    assert page.one("input", name_="q").attributes["value"] == "feedback"
    fields = form_of(page)
    assert (fields["notitie-mazl-po"], fields["versie"]) == ("eerst dit", "2")
    page = visitor.follow(visitor.post(f"{path}/bewerken", fields | {"q": "feedback", "doe": "zoek"}))
    assert form_of(page)["versie"] == "2", "a search alone writes nothing"
    page = visitor.follow(visitor.post(f"{path}/bewerken", fields | {"q": "feedback", "doe": "erbij:feedback"}))
    assert form_of(page)["item"] == ["mazl-po", "feedback"]
    assert "Staat op de lijst" in page.with_class("list-hit")[0].text


def test_the_edit_link_works_elsewhere_and_gives_no_key_by_itself(visitor, other):
    path = visitor.saved("feedback")
    link = edit_link(visitor.page(f"{path}/bewerken"))
    page = other.page(link)
    assert other.cookies == {}
    answer = other.post(link, form_of(page) | {"titel": "Van elders"})
    assert answer.headers["location"].startswith(link)
    assert other.cookies == {}
    assert visitor.page(path).one("h1").text == "Van elders"


def test_another_computer_goes_on_with_the_list_and_brings_what_it_had(visitor, other):
    path = visitor.saved("feedback")
    link = edit_link(visitor.page(f"{path}/bewerken"))
    other.put("mazl-po", "feedback")
    assert "Wat u op dit apparaat al had gekozen (1), komt er dan bij." in other.page(link).one("main").text
    page = other.follow(other.post(link, {"doe": "onthoud"}))
    assert form_of(page)["item"] == ["feedback", "mazl-po"]
    assert other.slugs == ["feedback", "mazl-po"]
    assert other.get("/mijn-lijst").headers["location"] == f"{path}/bewerken"
    assert "sleutel=" not in page.one("form", id="lijstformulier").attributes["action"]


def test_what_a_cookie_has_and_the_catalogue_does_not_stays_off_the_list(visitor, other):
    path = visitor.saved("feedback")
    link = edit_link(visitor.page(f"{path}/bewerken"))
    other.cookies["mijn-lijst"] = "bestaat-niet.mazl-po"
    other.follow(other.post(link, {"doe": "onthoud"}))
    assert other.slugs == ["feedback", "mazl-po"]


@pytest.mark.parametrize(("method", "options"), [("POST", {"json": {}}), ("GET", {"headers": {"Accept": "application/pdf"}}), ("PUT", {})])
def test_an_error_at_the_address_of_a_list_keeps_the_key_to_itself(visitor, method, options):
    path = visitor.saved("feedback")
    answer = visitor.ask(method, f"{path}/bewerken?sleutel=x", **options)
    assert answer.status_code >= 400
    assert (answer.headers["referrer-policy"], answer.headers["x-robots-tag"]) == ("no-referrer", "noindex")


def test_where_no_search_was_made_nothing_is_told_of_one(visitor, other):
    path = visitor.saved("feedback")
    form = form_of(visitor.page(f"{path}/bewerken"))
    answer = visitor.post(f"{path}/bewerken", form | {"titel": "", "q": "rekenen"})
    assert answer.status_code == 400
    assert "Niets gevonden" not in answer.text
    assert read(answer.text).one("input", id="zoek").attributes["value"] == "rekenen"


def test_a_computer_with_another_list_is_warned_before_it_changes_over(visitor, other):
    link = edit_link(visitor.page(f"{visitor.saved('feedback')}/bewerken"))
    other.saved("mazl-po")
    assert "Op dit apparaat staat nu een andere lijst" in other.page(link).one("main").text
    assert form_of(other.follow(other.post(link, {"doe": "onthoud"})))["item"] == ["feedback"]


def test_with_no_room_for_what_it_had_nothing_changes(client, visitor, other):
    slugs = [item["slug"] for item in client.get("/v1/items?pageSize=100").json()["items"]]
    visitor.cookies["mijn-lijst"] = ".".join(slugs[:MOST_ITEMS])
    path = visitor.saved(item=slugs[:MOST_ITEMS])
    link = edit_link(visitor.page(f"{path}/bewerken"))
    other.put(slugs[MOST_ITEMS])
    page = other.follow(other.post(link, {"doe": "onthoud"}))
    assert "meer dan 60 keuzes" in page.with_class("list-told")[0].text
    assert other.slugs == [slugs[MOST_ITEMS]]
    full = visitor.post(f"{path}/bewerken", form_of(visitor.page(f"{path}/bewerken")) | {"doe": f"erbij:{slugs[MOST_ITEMS]}"})
    assert full.status_code == 400
    assert "U hebt er 61" in full.text
    assert "past er niet meer bij" in visitor.follow(visitor.post("/mijn-lijst", {"zet": slugs[MOST_ITEMS]})).one("main").text


@pytest.mark.parametrize("end", ["bewerken", "wissen"])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("key", ["", "?sleutel=", "?sleutel=verkeerd", "?sleutel=%F0%9F%94%91"])
def test_without_the_key_nothing_can_be_changed(visitor, other, end, method, key):
    path = visitor.saved("feedback")
    options = (
        {"headers": {"Content-Type": "application/x-www-form-urlencoded"}, "content": b"versie=1&titel=Kaping"} if method == "POST" else {}
    )
    answer = other.ask(method, f"{path}/{end}{key}", **options)
    assert answer.status_code == 403
    page = read(answer.text)
    check_form(page)
    assert page.one("h1").text == "Met deze link kunt u de lijst niet wijzigen"
    assert path in {one.attributes["href"] for one in page.all("a")}
    assert visitor.page(path).one("h1").text == "Plan 2027, De Wilgen"


@pytest.mark.parametrize("end", ["bewerken", "wissen"])
def test_another_site_cannot_change_a_list_with_the_visitors_key(visitor, end):
    path = visitor.saved("feedback")
    answer = visitor.post(f"{path}/{end}", {"versie": "1", "titel": "Kaping"}, Sec_Fetch_Site="cross-site")
    assert answer.status_code == 403
    assert visitor.page(path).one("h1").text == "Plan 2027, De Wilgen"


def test_what_is_wrong_is_told_and_nothing_is_written_or_lost(visitor):
    path = visitor.saved("feedback")
    fields = form_of(visitor.page(f"{path}/bewerken"))
    answer = visitor.post(f"{path}/bewerken", fields | {"titel": "", "notitie-feedback": "pas getypt"})
    assert answer.status_code == 400
    page = read(answer.text)
    check_form(page)
    assert (form_of(page)["notitie-feedback"], form_of(page)["versie"]) == ("pas getypt", "1")
    assert visitor.page(path).one("h1").text == "Plan 2027, De Wilgen"


# Together


def test_when_somebody_was_first_both_stand_on_the_page_and_the_next_save_is_a_choice(visitor, other):
    path = visitor.saved("feedback", "mazl-po")
    link = edit_link(visitor.page(f"{path}/bewerken"))
    mine, theirs = form_of(visitor.page(f"{path}/bewerken")), form_of(other.page(link))
    first = theirs | {
        "titel": "Van de ander",
        "notitie-feedback": "van de ander",
        "item": ["sport-cultuur", "feedback"],
        "schooltype": ["vo"],
    }
    assert other.post(link, first).status_code == 303

    answer = visitor.post(f"{path}/bewerken", mine | {"titel": "Van mij", "notitie-mazl-po": "van mij"})
    assert answer.status_code == 409
    page = read(answer.text)
    check_form(page)
    assert "Uw wijziging is nog niet bewaard" in page.one("main").text
    shown = form_of(page)
    assert (shown["titel"], shown["schooltype"], shown["versie"]) == ("Van mij", ["bo"], "2")
    assert shown["item"] == ["feedback", "mazl-po", "sport-cultuur"]
    assert (shown["notitie-feedback"], shown["notitie-mazl-po"]) == ("Samen\nlezen", "van mij")
    assert page.one("div", id="ander-titel").text.endswith("Van de ander")
    assert page.one("div", id="ander-notitie-feedback").text.endswith("van de ander")
    assert page.one("div", id="ander-schooltype").text.endswith("Voortgezet onderwijs")
    assert [("niet op die van u" in one.text, "komt het erop" in one.text) for one in page.with_class("list-only")] == [
        (False, True),
        (True, False),
    ]
    assert other.page(path).one("h1").text == "Van de ander"

    assert visitor.post(f"{path}/bewerken", shown).status_code == 303
    assert titles(other.page(path)) == ["Feedback", *titles(other.page(path))[1:]]
    assert form_of(other.page(link))["item"] == ["feedback", "mazl-po", "sport-cultuur"]
    assert other.page(path).one("h1").text == "Van mij"


def test_the_same_form_sent_twice_is_no_collision(visitor):
    path = visitor.saved("feedback")
    fields = form_of(visitor.page(f"{path}/bewerken")) | {"titel": "Twee keer"}
    assert [visitor.post(f"{path}/bewerken", fields).status_code for _ in range(2)] == [303, 303]
    assert form_of(visitor.page(f"{path}/bewerken"))["versie"] == "2"


def test_saving_without_a_change_keeps_the_list_longer(client, visitor):
    path = visitor.saved("feedback")
    before = client.get(path.replace("/lijst/", "/v1/shortlists/")).json()["expiresAt"]
    visitor.post(f"{path}/bewerken", form_of(visitor.page(f"{path}/bewerken")))
    assert client.get(path.replace("/lijst/", "/v1/shortlists/")).json()["expiresAt"] > before


# Deleting


def test_a_list_is_deleted_for_good_after_one_question(client, visitor, other):
    path = visitor.saved("feedback", "mazl-po")
    page = visitor.page(f"{path}/wissen")
    assert "met 2 keuzes en alle notities" in page.one("main").text
    done = visitor.follow(visitor.post(f"{path}/wissen", {"versie": page.one("input", name_="versie").attributes["value"]}))
    assert "De lijst is gewist, met alle notities" in done.with_class("list-told")[0].text
    assert visitor.cookies == {}
    assert other.get(path).status_code == client.get(path.replace("/lijst/", "/v1/shortlists/")).status_code == 404


def test_a_list_that_changed_since_the_question_is_asked_about_again(visitor, other):
    path = visitor.saved("feedback")
    asked = visitor.page(f"{path}/wissen").one("input", name_="versie").attributes["value"]
    visitor.put("mazl-po")
    answer = visitor.post(f"{path}/wissen", {"versie": asked})
    assert answer.status_code == 409
    page = read(answer.text)
    check_form(page)
    assert "Hij is nog niet gewist" in page.one("main").text
    assert other.get(path).status_code == 200
    assert visitor.post(f"{path}/wissen", {"versie": page.one("input", name_="versie").attributes["value"]}).status_code == 303
    assert other.get(path).status_code == 404


def test_deleting_another_list_leaves_this_computers_own(visitor, other):
    path = visitor.saved("feedback")
    link = edit_link(visitor.page(f"{path}/bewerken")).replace("/bewerken", "/wissen")
    other.put("mazl-po")
    assert other.post(link, {"versie": "1"}).status_code == 303
    assert other.slugs == ["mazl-po"]


def test_a_list_that_was_deleted_elsewhere_leaves_what_was_chosen_here(visitor, other):
    path = visitor.saved("feedback")
    link = edit_link(visitor.page(f"{path}/bewerken"))
    other.post(link.replace("/bewerken", "/wissen"), {"versie": "1"})
    page = visitor.page("/mijn-lijst")
    assert "De lijst die u bewaarde, is er niet meer" in page.with_class("list-told")[0].text
    assert titles(page) == ["Feedback"]
    assert visitor.cookies == {"mijn-lijst": "feedback"}
    visitor.put("mazl-po")
    assert visitor.slugs == ["feedback", "mazl-po"]


# All of it


@pytest.mark.parametrize("published", ["sqlite"], indirect=True, scope="session")
def test_with_the_database_away_items_can_still_be_collected(client, published, tmp_path):
    with serving(published) as broken:
        visitor = Visitor(broken)
        app: Any = broken.app
        app.state.service.sessions.configure(bind=connect(f"sqlite+pysqlite:///{tmp_path / 'gone.db'}"))
        visitor.put("feedback")
        assert visitor.slugs == ["feedback"]
        answer = visitor.get("/mijn-lijst")
        assert answer.status_code == 503
        assert read(answer.text).one("h1").text == "Menukaart is even niet bereikbaar"


def test_with_the_engine_away_items_can_still_be_collected(client, published):
    with serving(published.model_copy(update={"meili_url": "http://127.0.0.1:9"})) as broken:
        visitor = Visitor(broken)
        visitor.put("feedback")
        visitor.put("bestaat-niet")
        assert visitor.slugs == ["feedback"]
        assert broken.get("/v1/search", params={"q": "pesten"}).status_code == 503


def test_robots_stay_away(client):
    lines = client.get("/robots.txt").text.splitlines()
    assert {"Disallow: /mijn-lijst", "Disallow: /lijst/"} <= set(lines)
    assert "/mijn-lijst" not in client.get("/sitemap.xml").text


def test_the_privacy_page_says_what_the_cookies_are(client, visitor):
    text = visitor.page("/privacy").one("main").text
    visitor.saved("feedback")
    for name in visitor.cookies:
        assert name in text
    assert "90 dagen nadat" in text
    assert "400 dagen na de laatste wijziging" in text


def test_an_unknown_query_is_left_alone(visitor):
    location = visitor.post("/mijn-lijst", {"zet": "feedback"}, Referer="http://testserver/zoeken?q=a%20b&x=%22").headers["location"]
    assert parse_qs(urlsplit(location).query)["terug"] == ["/zoeken?q=a%20b&x=%22"]
