"""Comparing, in a real browser: with and without JavaScript, by keyboard, on a narrow screen and on paper."""

import re

import pytest
from playwright.sync_api import expect

NARROW = {"width": 320, "height": 700}
TWO = "/vergelijk?item=feedback&item=directe-instructie"


@pytest.mark.parametrize("script", [True, False])
def test_find_two_compare_them_see_what_differs_and_take_one_away(visit, script):
    with visit("/vergelijk", java_script_enabled=script) as page:
        page.get_by_label("Zoek op naam of onderwerp").fill("feedback")
        page.get_by_role("button", name="Zoeken").click()
        page.get_by_role("link", name=re.compile("^Kies ?: Feedback$")).click()
        expect(page.locator("h1")).to_have_text("Waarmee wilt u ‘Feedback’ vergelijken?")
        page.get_by_label("Zoek op naam of onderwerp").fill("directe instructie")
        page.get_by_role("button", name="Zoeken").click()
        page.get_by_role("link", name=re.compile("^Zet erbij ?: Directe instructie$")).click()
        expect(page.locator("h1")).to_have_text("Feedback en Directe instructie naast elkaar")
        rows = page.locator("tbody tr")
        everything = rows.count()
        page.get_by_role("link", name="Toon alleen de verschillen").click()
        expect(page.get_by_text("U ziet alleen de verschillen")).to_be_visible()
        assert rows.count() < everything
        page.get_by_role("link", name=re.compile("^Haal weg ?: Feedback$")).click()
        assert page.url.endswith("/vergelijk?item=directe-instructie&alleen=verschillen")


def test_by_keyboard_alone(visit):
    with visit(TWO) as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        names = []
        for _ in range(8):
            page.keyboard.press("Tab")
            names.append(page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText.trim()"))
        assert names[:4] == [
            "Toon alleen de verschillen",
            "Zet er nog een bij",
            "Tabel: Feedback en Directe instructie naast elkaar",
            "Feedback",
        ]
        page.get_by_role("link", name="Zet er nog een bij").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.get_by_label("Zoek op naam of onderwerp")).to_be_focused()
        page.keyboard.type("lezen")
        page.keyboard.press("Enter")
        page.get_by_role("link", name=re.compile("^Zet erbij ?: ")).first.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("columnheader")).to_have_count(3)


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 900}, NARROW])
def test_it_is_a_table_for_those_who_cannot_see_it(visit, viewport):
    with visit(TWO, viewport=viewport) as page:
        expect(page.get_by_role("table", name=re.compile("^Feedback en Directe instructie naast elkaar"))).to_be_visible()
        expect(page.get_by_role("columnheader")).to_have_count(2)
        row = page.get_by_role("row", name=re.compile("^Effect verschilt"))
        expect(row.get_by_role("rowheader")).to_have_text(re.compile("^Effect"))
        expect(row.get_by_role("cell")).to_have_count(2)


def test_on_a_narrow_screen_two_stand_beside_each_other_below_their_fact(visit):
    with visit(TWO, viewport=NARROW) as page:
        row = page.get_by_role("row", name=re.compile("^Effect verschilt"))
        heading = row.get_by_role("rowheader").bounding_box()
        first, second = (row.get_by_role("cell").nth(place).bounding_box() for place in (0, 1))
        assert heading["y"] + heading["height"] <= first["y"] + 1
        assert first["y"] == second["y"]
        assert first["x"] + first["width"] <= second["x"] + 1
        assert second["x"] + second["width"] <= 320
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_four_on_a_narrow_screen_scroll_in_their_own_region(visit):
    with visit(f"{TWO}&item=voorleesexpress&item=kaleidoscoop", viewport=NARROW, bypass_csp=True) as page:  # waiting evaluates a text
        region = page.get_by_role("region", name=re.compile("^Tabel"))
        region.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("document.querySelector('.compare-region').scrollLeft > 0")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_paper_only_what_is_compared(visit):
    with visit(TWO) as page:
        page.emulate_media(media="print")
        expect(page.get_by_role("table")).to_be_visible()
        for hidden in (".site-nav", ".compare-tools", ".compare-actions", ".compare-add"):
            expect(page.locator(hidden)).to_be_hidden()
        # Landscape: the width of a page in the file is more than its height.
        box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", page.pdf(prefer_css_page_size=True))
        assert float(box[1]) > float(box[2])


def test_the_names_of_what_is_compared_stay_in_sight(visit):
    with visit(TWO) as page:
        page.get_by_role("row", name=re.compile("^Gecontroleerd op")).scroll_into_view_if_needed()
        expect(page.get_by_role("columnheader").first).to_be_in_viewport()
