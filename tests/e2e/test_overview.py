"""The overview, in a real browser: choosing, comparing from the table, and a picture whose links can be used."""

import re
from itertools import combinations

import pytest
from playwright.sync_api import expect

NARROW = {"width": 320, "height": 700}
DRAWN = """[...document.querySelectorAll(".overview-point")].map((point) => {
  const parts = [...point.querySelectorAll("circle, text")].map((part) => part.getBBox());
  return {
    left: Math.min(...parts.map((one) => one.x)), right: Math.max(...parts.map((one) => one.x + one.width)),
    top: Math.min(...parts.map((one) => one.y)), bottom: Math.max(...parts.map((one) => one.y + one.height)),
  };
})"""


def points(page):
    return page.locator(".overview-point")


@pytest.mark.parametrize("script", [True, False])
def test_narrow_it_down_sort_choose_two_and_compare(visit, script):
    with visit("/overzicht", java_script_enabled=script) as page:
        everything = points(page).count()
        page.get_by_role("combobox", name="Bewijs").select_option("4")
        page.get_by_role("button", name="Toon", exact=True).click()
        assert "minEvidence=4" in page.url
        assert 1 < points(page).count() < everything
        page.get_by_role("link", name="Kosten", exact=True).click()
        expect(page.get_by_role("columnheader", name="Kosten")).to_have_attribute("aria-sort", "ascending")
        assert "minEvidence=4" in page.url
        page.get_by_role("checkbox", name="Vergelijk Feedback").check()
        page.get_by_role("checkbox", name="Vergelijk Fonemisch bewustzijn").check()
        page.get_by_role("button", name="Zet naast elkaar").click()
        expect(page.locator("h1")).to_have_text(re.compile("naast elkaar$"))
        expect(page.get_by_role("columnheader")).to_have_count(2)


def test_a_point_says_everything_and_leads_to_its_item_by_keyboard(visit):
    with visit("/overzicht") as page:
        point = page.get_by_role(
            "link", name=re.compile(r"^\d+\. Feedback: effect groot \(6 maanden\), kosten zeer laag \(1 van 5\), bewijs sterk")
        )
        expect(point).to_be_visible()
        page.get_by_role("region", name="Plaatje: effect en kosten").focus()
        page.keyboard.press("Tab")
        expect(points(page).first).to_be_focused()
        point.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/item/feedback")


@pytest.mark.parametrize("address", ["/overzicht", "/overzicht?goal=B", "/overzicht?minEvidence=2&schoolType=vo"])
def test_nothing_is_drawn_on_top_of_anything(visit, address):
    with visit(address) as page:
        boxes = page.evaluate(DRAWN)
        assert len(boxes) > 3
        for one, other in combinations(boxes, 2):
            beside = one["right"] <= other["left"] or other["right"] <= one["left"]
            assert beside or one["bottom"] <= other["top"] + 1 or other["bottom"] <= one["top"] + 1, (one, other)
        width = page.evaluate("document.querySelector('.overview-picture').viewBox.baseVal.width")
        assert all(one["right"] <= width for one in boxes)


def test_on_a_narrow_screen_the_picture_scrolls_in_its_own_region(visit):
    with visit("/overzicht", viewport=NARROW, bypass_csp=True) as page:  # waiting evaluates a text
        page.get_by_role("region", name="Plaatje: effect en kosten").focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("document.querySelector('.overview-scroll').scrollLeft > 0")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        box = points(page).first.locator(".overview-hit").bounding_box()
        assert min(box["width"], box["height"]) >= 24


def test_on_paper_picture_and_table_without_what_paper_cannot_do(visit):
    with visit("/overzicht") as page:
        page.emulate_media(media="print")
        expect(page.locator(".overview-picture")).to_be_visible()
        expect(page.get_by_role("table")).to_be_visible()
        for hidden in (".overview-form", ".overview-submit", ".site-nav"):
            expect(page.locator(hidden)).to_be_hidden()
        box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", page.pdf(prefer_css_page_size=True))
        assert float(box[1]) > float(box[2])


def test_in_forced_colours_circles_and_numbers_can_be_told_apart(visit):
    with visit("/overzicht", forced_colors="active") as page:
        circle, number = (
            page.evaluate(f"getComputedStyle(document.querySelector('{name}')).fill") for name in (".overview-circle", ".overview-number")
        )
        assert circle != number
