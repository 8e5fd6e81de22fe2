"""What a policy officer of a municipality does, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

SMALL = {"width": 320, "height": 700}
ON_TOP = """() => {
  const one = document.activeElement, {x, y, width, height} = one.getBoundingClientRect();
  return one.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""


def cell(page, row, column):
    return page.get_by_role("link", name=re.compile(rf"^\d+: {row} met {column}$"))


@pytest.mark.parametrize("script", [True, False])
def test_from_the_year_to_a_measure_and_from_a_partner_to_what_needs_it(visit, script):
    with visit(java_script_enabled=script) as page:
        page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Voor gemeenten").click()
        expect(page.locator("h1")).to_have_text("Voor gemeenten")
        page.get_by_role("link", name="Het jaar in vier stappen").click()
        assert page.url.endswith("#jaar")
        page.get_by_role("link", name="Scholen helpen met de schoolscan op welbevinden").first.click()
        expect(page.locator("h1")).to_have_text("Scholen helpen met de schoolscan op welbevinden")
        page.go_back()
        page.get_by_text(re.compile(r"^\d+ maatregelen bij Zorg en welzijn")).click()
        expect(page.get_by_role("link", name="Jongerenwerk in de school")).to_be_visible()
        number = page.get_by_role("link", name=re.compile("aanpakken die niet zonder kunnen: Leerplicht"))
        count = number.inner_text()
        number.click()
        expect(page.locator("h1")).to_have_text(f"{count} resultaten")


@pytest.mark.parametrize("script", [True, False])
def test_another_table_is_asked_for_with_the_form(visit, script):
    with visit("/gemeenten", java_script_enabled=script) as page:
        page.get_by_role("link", name="Bekijk de dekking").click()
        page.get_by_label("Rijen", exact=True).select_option("Schooltype")
        page.get_by_label("Kolommen", exact=True).select_option("Waar gaat het om?")
        page.get_by_text("Tel alleen bepaalde pagina’s").click()
        page.get_by_label("Programma").check()
        page.get_by_role("button", name="Toon tabel").click()
        page.wait_for_url("**/dekking?rows=schoolType&columns=problemArea&kind=programme")
        expect(page.get_by_role("rowheader", name=re.compile("^Primair onderwijs"))).to_be_visible()
        expect(page.locator(".chip")).to_have_text(re.compile("Programma"))
        one = cell(page, "Primair onderwijs", "Verzuim")
        count = one.inner_text()
        one.click()
        expect(page.locator("h1")).to_have_text(f"{count} resultaten")
        expect(page.locator(".chip")).to_have_count(3)


def test_by_keyboard_an_area_is_unfolded_and_a_number_opened(visit):
    with visit("/dekking") as page:
        page.get_by_role("region", name=re.compile("^Aantal pagina’s")).focus()
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name=re.compile("^Kinderopvang ?: toon wat daarbij hoort$"))).to_be_focused()
        page.get_by_role("link", name=re.compile("^Verzuim ?: toon")).focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/dekking?problemArea=verzuim")
        cell(page, "Thuiszitten", "Leerplicht en RMC").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/zoeken?*")
        page.go_back()
        page.get_by_role("link", name=re.compile("^Verzuim ?: terug naar alles$")).focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/dekking")


@pytest.mark.parametrize("path", ["/dekking", "/dekking?alles=ja"])
def test_what_has_the_focus_is_never_under_the_heads_that_stay(visit, path):
    with visit(path, viewport=SMALL, bypass_csp=True) as page:  # waiting evaluates a text
        cell(page, "Leerontwikkeling", "Bedrijfsleven").focus()
        for _ in range(12):
            page.keyboard.press("Shift+Tab")
            page.wait_for_function(ON_TOP)


def test_on_a_small_screen_only_the_tables_move(visit):
    for path, region in (("/dekking?alles=ja", ".coverage-scroll"), ("/gemeenten", ".muni-scroll")):
        with visit(path, viewport=SMALL) as page:
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert page.evaluate(f"(one => one.scrollWidth > one.clientWidth)(document.querySelector('{region}'))")


def test_on_paper_everything_is_there(visit):
    with visit("/gemeenten") as page:
        page.emulate_media(media="print")
        assert page.evaluate("(one => one.scrollWidth <= one.clientWidth)(document.querySelector('.muni-scroll'))")
        expect(page.get_by_role("link", name="Tijdelijke ruimte en ambtelijke inzet regelen").last).to_be_visible()
    with visit("/dekking?alles=ja") as page:
        page.emulate_media(media="print")
        assert page.evaluate("(one => one.scrollHeight <= one.clientHeight + 1)(document.querySelector('.coverage-scroll'))")
        expect(page.get_by_role("button", name="Toon tabel")).to_be_hidden()
