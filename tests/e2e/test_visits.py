"""What visitors do, in a real browser."""

import re

import pytest
from e2e.conftest import LOOKS
from playwright.sync_api import expect

NARROW = {"width": 375, "height": 800}


def results(page):
    return page.locator(".results .card-title")


def total(page):
    return int(page.locator("h1").inner_text().split()[0])


def test_search_filter_remove_a_chip_and_open_an_item(visit):
    with visit() as page:
        page.get_by_label("Waar zoekt u hulp bij?").fill("lezen")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text(re.compile(r"^\d+ resultaten voor ‘lezen’$"))
        everything = total(page)

        box = page.get_by_role("checkbox", name=re.compile("^Voortgezet onderwijs"))
        box.click()
        page.wait_for_url("**/zoeken?*schoolType=vo*")
        expect(page.locator(".chip")).to_have_text(re.compile("Voortgezet onderwijs"))
        expect(box).to_be_focused()
        expect(box).to_be_checked()
        assert 0 < total(page) < everything
        assert str(total(page)) in page.title()

        page.locator(".chip").click()
        page.wait_for_url(re.compile(r"zoeken\?q=lezen$"))
        expect(page.locator("h1")).to_be_focused()
        assert total(page) == everything

        page.go_back()
        expect(page.locator(".chip")).to_have_count(1)
        title = results(page).first.inner_text()
        results(page).first.get_by_role("link").click()
        expect(page.locator("h1")).to_have_text(title)


def test_an_opened_result_is_told_without_who_opened_it(visit):
    with visit("/zoeken?q=pesten") as page:
        with page.expect_request("**/v1/clicks") as told:
            results(page).first.get_by_role("link").click()
        assert set(told.value.post_data_json) == {"q", "slug"}
        assert told.value.headers.get("cookie") is None


def test_order_and_pages_change_without_a_new_page(visit):
    with visit("/zoeken?q=lezen") as page:
        page.get_by_label("Volgorde").select_option("title")
        page.wait_for_url("**sort=title*")
        titles = results(page).all_inner_texts()
        page.get_by_role("link", name="Volgende").click()
        page.wait_for_url("**page=2*")
        expect(results(page).first).not_to_have_text(titles[0])


def test_everything_by_keyboard(visit):
    with visit() as page:
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        box = page.get_by_role("combobox", name="Waar zoekt u hulp bij?")
        expect(box).to_be_focused()
        page.keyboard.type("voorlees")
        expect(page.get_by_role("option").first).to_be_visible()
        expect(box).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("ArrowDown")
        first = page.get_by_role("option").first
        expect(first).to_have_attribute("aria-selected", "true")
        assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
        page.keyboard.press("Escape")
        expect(box).to_have_attribute("aria-expanded", "false")
        expect(box).to_have_value("voorlees")
        page.keyboard.press("Enter")
        page.wait_for_url("**/zoeken?q=voorlees")
        page.get_by_role("checkbox", name=re.compile("^Programma")).focus()
        page.keyboard.press("Space")
        page.wait_for_url("**kind=programme*")
        results(page).first.get_by_role("link").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/item/*")


def test_a_suggestion_leads_to_its_page(visit):
    with visit() as page:
        page.get_by_label("Waar zoekt u hulp bij?").press_sequentially("voorleesexp")
        page.get_by_role("option", name=re.compile("^VoorleesExpress Programma")).click()
        page.wait_for_url("**/item/voorleesexpress")


def test_without_javascript(visit):
    with visit(java_script_enabled=False) as page:
        page.get_by_label("Waar zoekt u hulp bij?").fill("lezen")
        page.get_by_role("button", name="Zoeken").click()
        page.get_by_label(re.compile("^Voortgezet onderwijs")).check()
        page.get_by_role("button", name="Toon resultaten").click()
        assert "schoolType=vo" in page.url
        page.get_by_label("Volgorde").select_option("title")
        page.get_by_role("button", name="Sorteer").click()
        assert "sort=title" in page.url
        page.locator(".chip").click()
        assert "schoolType" not in page.url
        results(page).first.get_by_role("link").click()
        assert "/item/" in page.url
        assert page.locator("h1").count() == 1


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_results_are_chosen_and_compared(visit, script):
    with visit("/zoeken?q=lezen", java_script_enabled=script) as page:
        compare = page.get_by_role("button", name="Vergelijk wat u koos")
        expect(compare).to_be_hidden()
        chosen = page.locator(".results .card-choice input")
        wanted = [chosen.nth(place).get_attribute("value") for place in (0, 2)]
        for place in (0, 2):
            chosen.nth(place).check()
        compare.click()
        page.wait_for_url("**/vergelijk?" + "&".join(f"item={slug}" for slug in wanted))
        expect(page.get_by_role("columnheader")).to_have_count(2)


def test_what_was_chosen_to_compare_stays_chosen_when_the_results_change(visit):
    with visit("/zoeken?q=lezen") as page:
        chosen = page.locator(".results .card-choice input")
        wanted = [chosen.nth(place).get_attribute("value") for place in (0, 1)]
        chosen.nth(0).check()
        expect(page.locator(".compare-hint")).to_have_text("1 gekozen. Kies er nog een bij.")
        chosen.nth(1).check()
        page.get_by_role("checkbox", name=re.compile("^Goed voorbeeld")).check()
        page.wait_for_url("**kind=good-practice*")
        expect(page.locator(".compare-hint")).to_have_text("2 gekozen.")
        page.get_by_role("button", name="Vergelijk wat u koos").click()
        page.wait_for_url(re.compile(r"/vergelijk\?"))
        assert sorted(re.findall(r"item=([^&]+)", page.url)) == sorted(wanted)


def test_on_a_narrow_screen_filters_are_a_dialog(visit):
    with visit("/zoeken?q=lezen", viewport=NARROW) as page:
        opener = page.locator(".filters-summary")
        expect(page.get_by_role("checkbox", name=re.compile("^Programma"))).to_be_hidden()
        opener.click()
        dialog = page.get_by_role("dialog", name="Filters")
        expect(dialog).to_be_visible()
        expect(dialog.get_by_role("searchbox", name="Zoek in: Waar gaat het om?")).to_have_count(1)
        dialog.get_by_role("checkbox", name=re.compile("^Programma")).check()
        page.wait_for_url("**kind=programme*")
        expect(dialog.get_by_role("button", name=re.compile(r"^Toon \d+ resultaten$"))).to_be_visible()
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(opener).to_contain_text("1 gekozen")


def test_axe_finds_nothing_in_an_open_list_of_suggestions(visit, axe):
    with visit(bypass_csp=True) as page:
        page.get_by_label("Waar zoekt u hulp bij?").press_sequentially("voorlees")
        expect(page.get_by_role("option").first).to_be_visible()
        page.keyboard.press("ArrowDown")
        axe(page, LOOKS | {"mobile": (NARROW, "light")})
        expect(page.get_by_role("option").first).to_be_visible()


def test_axe_finds_nothing_in_the_dialog_of_filters(visit, axe):
    with visit("/zoeken?q=lezen&kind=programme", bypass_csp=True, viewport=NARROW) as page:
        page.locator(".filters-summary").click()
        expect(page.get_by_role("dialog", name="Filters")).to_be_visible()
        axe(page, {scheme: (NARROW, scheme) for scheme in ("light", "dark")})
        expect(page.get_by_role("dialog", name="Filters")).to_be_visible()


def test_a_long_facet_can_be_searched_and_keeps_what_was_sought(visit):
    with visit("/zoeken") as page:
        field = page.get_by_role("searchbox", name="Zoek in: Waar gaat het om?")
        field.fill("MANTELZ")
        box = page.get_by_role("checkbox", name=re.compile("^Jonge mantelzorgers"))
        expect(box).to_be_visible()
        expect(page.get_by_text("1 keuze past", exact=True)).to_be_visible()
        expect(page.get_by_role("checkbox", name=re.compile("^Technisch lezen"))).to_be_hidden()
        box.check()
        page.wait_for_url("**problemArea=jonge-mantelzorgers*")
        expect(field).to_have_value("MANTELZ")
        field.fill("zzz")
        expect(page.get_by_text("Geen keuzes passen")).to_be_visible()
        field.fill("")
        expect(page.get_by_role("checkbox", name=re.compile("^Verzuim"))).to_be_visible()


def test_on_paper_everything_is_unfolded_and_no_button_is_left(visit):
    with visit("/item/feedback") as page:
        row = page.get_by_role("cell", name="EEF-toolkit vóór herziening (2018)").first
        assert page.locator("details.more td").first.evaluate("one => one.checkVisibility({contentVisibilityAuto: true})") is False
        page.emulate_media(media="print")
        assert page.locator("details.more td").first.evaluate("one => one.checkVisibility({contentVisibilityAuto: true})") is True
        assert row.bounding_box()["height"] > 0
        expect(page.locator("button:visible, nav:visible, footer:visible")).to_have_count(0)
