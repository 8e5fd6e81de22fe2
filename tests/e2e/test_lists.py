"""Lists in a real browser: collecting, sharing, and two people at once."""

import re

import pytest
from e2e.conftest import SMALL
from playwright.sync_api import expect

SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


def put(page, *queries):
    """Put the best answer to each query on the list, by the small search of the list itself."""
    for q in queries:
        page.goto(f"/mijn-lijst?q={q}")
        page.locator(".list-hit button").first.click()
        page.wait_for_url("**gedaan=gezet**")


def save(page, name="Plan 2027, De Wilgen"):
    """Save the list; its read link and its edit link."""
    page.goto("/mijn-lijst/bewaren")
    page.get_by_label("Naam van de lijst").fill(name)
    page.get_by_role("button", name="Bewaar de lijst").click()
    page.wait_for_url("**/bewerken?gedaan=nieuw")
    return page.locator("#leeslink").input_value(), page.locator("#bewerklink").input_value()


def titles(page):
    return page.locator(".list-entry .card-title")


def test_an_item_comes_on_the_list_without_a_new_page(visit):
    with visit("/mijn-lijst") as page:
        page.goto("/item/feedback")
        page.get_by_role("button", name="Zet op mijn lijst : Feedback").click()
        done = page.get_by_role("link", name="Staat op uw lijst : Feedback")
        expect(done).to_be_focused()
        expect(page.get_by_role("button", name="Zet op mijn lijst")).to_be_hidden()
        expect(page.get_by_role("status").filter(has_text="Staat op uw lijst: Feedback. U hebt 1 keuze.")).to_be_attached()
        expect(page.get_by_role("link", name="Mijn lijst 1 keuze")).to_be_visible()
        assert page.url.endswith("/item/feedback")
        page.reload()
        expect(done).to_be_visible()
        done.click()
        expect(titles(page)).to_have_text(["Feedback"])
        page.get_by_role("button", name="Haal weg : Feedback").click()
        expect(page.locator("#melding")).to_contain_text("is van uw lijst gehaald")
        expect(page.locator("#melding")).to_be_focused()
        page.go_back()
        page.go_back()
        expect(page).to_have_url(re.compile("/item/feedback$"))
        expect(page.get_by_role("button", name="Zet op mijn lijst : Feedback")).to_be_visible()


def test_results_that_come_later_know_the_list_too(visit):
    with visit("/mijn-lijst") as page:
        put(page, "feedback")
        page.goto("/zoeken?q=feedback")
        page.get_by_role("checkbox", name=re.compile("^Interventie")).check()
        page.wait_for_url("**kind=intervention**")
        expect(page.get_by_role("link", name="Staat op uw lijst : Feedback", exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Zet op mijn lijst").first).to_be_visible()


def test_an_item_comes_on_the_list_without_script(visit):
    with visit("/mijn-lijst", java_script_enabled=False) as page:
        page.goto("/item/feedback")
        page.get_by_role("button", name="Zet op mijn lijst : Feedback").click()
        expect(page.get_by_text("‘Feedback’ staat op uw lijst.")).to_be_visible()
        page.get_by_role("link", name="Terug naar waar u was").click()
        assert page.url.endswith("/item/feedback")


def test_when_it_does_not_work_the_page_says_why(visit):
    with visit("/mijn-lijst") as page:
        page.context.add_cookies([{"name": "mijn-lijst", "value": ".".join(f"x-{number}" for number in range(60)), "url": page.url}])
        page.goto("/item/feedback")
        page.get_by_role("button", name="Zet op mijn lijst : Feedback").click()
        page.wait_for_url("**/mijn-lijst?gedaan=vol**")
        expect(page.get_by_role("status").filter(has_text="passen 60 keuzes")).to_be_visible()


@SCRIPT
def test_a_school_saves_and_its_municipality_reads(visit, script):
    with visit("/mijn-lijst", java_script_enabled=script) as school:
        put(school, "zomerschool", "mazl")
        school.goto("/mijn-lijst")
        school.get_by_role("link", name="Bewaren en delen").click()
        school.get_by_label("Naam van de lijst").fill("Plan 2027, De Wilgen")
        school.get_by_label("Basisonderwijs", exact=True).check()
        school.get_by_label("Notitie bij Zomerschool").fill("Wie regelt het vervoer?")
        school.get_by_role("button", name="Bewaar de lijst").click()
        expect(school.get_by_text("hij is niet terug te vinden")).to_be_visible()
        link = school.locator("#leeslink").input_value()
        with visit(link, java_script_enabled=script) as municipality:
            expect(municipality.locator("h1")).to_have_text("Plan 2027, De Wilgen")
            expect(municipality.get_by_text("Wie regelt het vervoer?")).to_be_visible()
            needed = municipality.locator(".glance-part").filter(has=municipality.get_by_role("heading", name="Partners die nodig zijn"))
            expect(needed).to_contain_text("nodig voor Zomerschool")
            with municipality.expect_download() as table:
                municipality.get_by_role("link", name="Tabel (CSV)").click()
            assert table.value.suggested_filename == "menukaart-lijst.csv"
            needed.get_by_role("link", name="Gemeente", exact=True).click()
            assert municipality.url.endswith("/item/partner-gemeente")


@SCRIPT
def test_two_editors_at_once_lose_nothing(visit, script):
    with visit("/mijn-lijst", java_script_enabled=script, quiet=False) as one:
        put(one, "zomerschool", "feedback")
        read, edit = save(one)
        with visit(edit, java_script_enabled=script, quiet=False) as other:
            one.get_by_label("Naam van de lijst").fill("Van de een")
            one.get_by_label("Notitie bij Feedback").fill("van de een")
            other.get_by_label("Naam van de lijst").fill("Van de ander")
            other.get_by_label("Notitie bij Feedback").fill("van de ander")
            other.get_by_role("button", name="Haal weg : Zomerschool").click()
            expect(other.get_by_text("is van uw lijst gehaald")).to_be_visible()

            one.get_by_role("button", name="Bewaar", exact=True).first.click()
            expect(one.get_by_role("alert")).to_contain_text("Uw wijziging is nog niet bewaard")
            expect(one.get_by_label("Naam van de lijst")).to_have_value("Van de een")
            expect(one.locator("#ander-titel")).to_contain_text("Van de ander")
            expect(one.get_by_label("Notitie bij Feedback")).to_have_value("van de een")
            expect(one.locator("#ander-notitie-feedback")).to_contain_text("van de ander")
            expect(one.locator(".list-only")).to_have_text(
                "Dit staat niet op de lijst die de ander bewaarde. Bewaart u, dan komt het erop."
            )
            other.goto(read)
            expect(other.locator("h1")).to_have_text("Van de ander")

            one.get_by_label("Notitie bij Feedback").fill("van ons samen")
            one.get_by_role("button", name="Haal weg : Zomerschool").click()
            expect(one.get_by_text("is van uw lijst gehaald")).to_be_visible()
            other.reload()
            expect(other.locator("h1")).to_have_text("Van de een")
            expect(other.locator(".list-note")).to_have_text("van ons samen")
            expect(titles(other)).to_have_text(["Feedback"])


def test_a_list_by_keyboard_alone(visit):
    with visit("/mijn-lijst") as page:
        page.get_by_label("Waar zoekt u hulp bij?").focus()
        for q in ("zomerschool", "feedback"):
            page.keyboard.type(q)
            page.keyboard.press("Enter")
            page.wait_for_url(f"**q={q}**")
            page.locator(".list-hit button").first.focus()
            page.keyboard.press("Enter")
            page.wait_for_url("**gedaan=gezet**")
            expect(page.locator("#toevoegen")).to_be_focused()
            page.keyboard.press("Tab")
            expect(page.get_by_label("Waar zoekt u hulp bij?")).to_be_focused()
            page.keyboard.press("Control+a")
        page.goto("/mijn-lijst")
        page.locator("#omhoog-feedback").focus()
        page.keyboard.press("Enter")
        expect(titles(page)).to_have_text(["Feedback", "Zomerschool"])
        # The item is first now, so the button that is left has the focus.
        expect(page.locator("#omlaag-feedback")).to_be_focused()
        page.keyboard.press("Enter")
        expect(titles(page)).to_have_text(["Zomerschool", "Feedback"])
        expect(page.locator("#omhoog-feedback")).to_be_focused()
        page.get_by_role("link", name="Bewaren en delen").focus()
        page.keyboard.press("Enter")
        page.get_by_label("Naam van de lijst").focus()
        page.keyboard.type("Met de toetsen")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Met de toetsen")
        page.get_by_label("Naam van de lijst").focus()
        page.keyboard.press("End")
        page.keyboard.type("!")
        page.keyboard.press("Enter")
        expect(page.locator("#melding")).to_have_text("Uw wijzigingen zijn bewaard.")
        expect(page.locator("#melding")).to_be_focused()
        expect(page.locator("h1")).to_have_text("Met de toetsen!")
        expect(titles(page)).to_have_text(["Zomerschool", "Feedback"])


def test_quick_choices_all_come_on_the_list(visit):
    with visit("/zoeken?q=lezen") as page:
        # Each answer takes a while, and sets the whole cookie.
        page.route("**/mijn-lijst", lambda route: route.continue_() if page.wait_for_timeout(300) is None else None)
        buttons = page.locator(".results .to-list button")
        wanted = [buttons.nth(place).get_attribute("value") for place in range(3)]
        for slug in wanted:
            page.locator(f"button[value='{slug}']").click()
        expect(page.locator(".list-number")).to_contain_text("3")
        (cookie,) = page.context.cookies()
        assert cookie["value"].split(".") == wanted


def test_enter_saves_and_puts_nothing_back(visit):
    with visit("/mijn-lijst") as page:
        put(page, "feedback", "zomerschool")
        save(page)
        page.get_by_role("button", name="Haal weg : Feedback").click()
        expect(page.get_by_text("is van uw lijst gehaald")).to_be_visible()
        page.get_by_label("Naam van de lijst").fill("Met Enter")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Met Enter")
        expect(titles(page)).to_have_text(["Zomerschool"])


def test_going_back_does_not_write_over_what_another_saved(visit):
    with visit("/mijn-lijst", quiet=False) as one:
        put(one, "feedback")
        _, edit = save(one)
        with visit(edit) as other:
            one.get_by_label("Notitie bij Feedback").fill("van de een, niet bewaard")
            one.get_by_role("link", name="Bekijk als lezer").click()
            one.wait_for_url(re.compile(r"/lijst/[\w-]{22}$"))
            other.get_by_label("Notitie bij Feedback").fill("van de ander")
            other.get_by_role("button", name="Bewaar", exact=True).first.click()
            expect(other.get_by_text("Uw wijzigingen zijn bewaard")).to_be_visible()
            one.go_back()
            one.get_by_role("button", name="Bewaar", exact=True).first.click()
            # Either the page was fetched again and has the other's note, or it is the old one and is told so.
            expect(one.get_by_label("Notitie bij Feedback").or_(one.locator("#ander-notitie-feedback"))).not_to_have_count(0)
            other.reload()
            expect(other.get_by_label("Notitie bij Feedback")).to_have_value("van de ander")


def test_links_are_copied(visit):
    with visit("/mijn-lijst") as page:
        put(page, "feedback")
        read, edit = save(page)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        for place, (name, link) in enumerate((("leeslink", read), ("bewerklink", edit))):
            page.get_by_role("button", name=f"Kopieer de {name}").click()
            expect(page.locator(".list-links .copied").nth(place)).to_have_text("Gekopieerd.")
            assert page.evaluate("navigator.clipboard.readText()") == link


def test_a_shared_computer_forgets_and_a_deleted_list_is_gone(visit):
    with visit("/mijn-lijst", java_script_enabled=False, quiet=False) as page:
        put(page, "feedback")
        read, edit = save(page)
        page.get_by_role("button", name="Klaar op dit apparaat").click()
        expect(page.get_by_text("weet niets meer van een lijst")).to_be_visible()
        assert page.context.cookies() == []
        page.goto(f"{read}/bewerken")
        expect(page.locator("h1")).to_have_text("Met deze link kunt u de lijst niet wijzigen")
        page.goto(edit)
        assert page.context.cookies() == []
        page.get_by_role("button", name="Ga op dit apparaat verder met deze lijst").click()
        assert {cookie["name"] for cookie in page.context.cookies()} == {"mijn-lijst", "mijn-lijst-sleutel"}
        page.get_by_role("link", name="Wis de hele lijst…").click()
        page.get_by_role("button", name="Ja, wis de lijst").click()
        expect(page.get_by_text("De lijst is gewist, met alle notities.")).to_be_visible()
        assert page.context.cookies() == []
        page.goto(read)
        expect(page.locator("h1")).to_have_text("Deze lijst is er niet meer")


def test_a_list_on_paper_has_notes_and_addresses(visit):
    with visit("/mijn-lijst") as page:
        put(page, "feedback")
        read, _ = save(page)
        page.get_by_label("Notitie bij Feedback").fill("Samen lezen")
        page.get_by_role("button", name="Bewaar", exact=True).first.click()
        page.goto(read)
        expect(page.get_by_role("button", name="Print")).to_be_visible()
        page.emulate_media(media="print")
        for text in (read, read.split("/lijst/")[0] + "/item/feedback", "Samen lezen"):
            expect(page.get_by_text(text, exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Print")).to_be_hidden()
        expect(page.get_by_role("link", name="Tabel (CSV)")).to_be_hidden()


def test_axe_finds_nothing_on_the_way(visit, axe):
    with visit("/mijn-lijst", quiet=False, bypass_csp=True, viewport=SMALL) as page:
        put(page, "zomerschool", "sportieve activiteiten", "feedback")
        axe(page)
        page.goto("/mijn-lijst/bewaren")
        axe(page)
        page.get_by_label("Naam van de lijst").fill(" ")
        page.get_by_role("button", name="Bewaar de lijst").click()
        expect(page.get_by_role("group", name="Er is nog niets bewaard. Wat u invulde, staat er nog.")).to_be_focused()
        axe(page)
        read, edit = save(page)
        axe(page)
        with visit(edit, bypass_csp=True, viewport=SMALL) as other:
            axe(other)
            other.get_by_label("Notitie bij Feedback").fill("van de ander")
            other.get_by_role("button", name="Haal weg : Zomerschool").click()
            expect(other.get_by_text("is van uw lijst gehaald")).to_be_visible()
            axe(other)
        page.get_by_role("button", name="Bewaar", exact=True).first.click()
        expect(page.locator(".list-only")).to_be_visible()
        axe(page)
        for path in (read, f"{read}/wissen"):
            page.goto(path)
            axe(page)
