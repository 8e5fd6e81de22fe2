"""From a school scan to an advice, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

NARROW = {"width": 375, "height": 800}
ADVICE = "/keuzehulp?schoolType=po&problemArea=pesten:3&problemArea=gedrag&partner=ouders"
SEEN = "[...document.querySelectorAll('{}')].map((one) => one.checkVisibility())"


def go_on(page, name="Verder"):
    page.get_by_role("main").get_by_role("button", name=name, exact=True).last.click()


def heading(page, text):
    expect(page.locator("h1")).to_have_text(text)


def titles(page):
    return page.locator(".advised-title").all_inner_texts()


def walk(page):
    """All steps, to the advice about bullying; on the way back once, without losing anything."""
    page.get_by_role("link", name="Begin met de keuzehulp").click()
    page.get_by_label("Primair onderwijs", exact=True).check()
    go_on(page)
    heading(page, "Wat kwam er uit uw schoolscan?")
    page.get_by_label("Pesten", exact=True).check()
    page.get_by_label("Gedrag", exact=True).check()
    go_on(page)
    heading(page, "Wat weegt het zwaarst?")
    page.get_by_label("Pesten", exact=True).select_option("pesten:3")
    go_on(page, "Vorige stap")
    heading(page, "Wat kwam er uit uw schoolscan?")
    expect(page.get_by_label("Pesten", exact=True)).to_be_checked()
    # What is ticked now goes along with a step that is chosen in the list.
    page.get_by_label("Angst", exact=True).check()
    page.get_by_role("button", name=re.compile("Wat telt zwaarst")).click()
    heading(page, "Wat weegt het zwaarst?")
    expect(page.get_by_label("Angst", exact=True)).to_have_value("angst:1")
    expect(page.get_by_label("Pesten", exact=True)).to_have_value("pesten:3")
    go_on(page)
    page.get_by_label("Ouders en verzorgers", exact=True).check()
    page.get_by_label("Wat mag het hoogstens kosten?").select_option("2")
    go_on(page, "Toon het advies")
    heading(page, "Wat past bij uw schoolscan")


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_first_page_to_an_advice_and_back_to_a_step(visit, scripts):
    with visit("/keuzehulp", java_script_enabled=scripts) as page:
        walk(page)
        assert "problemArea=pesten%3A3" in page.url
        assert "Pesten tegengaan" in titles(page)
        given = page.locator(".given")
        for text in ("Pesten (weegt zwaar)", "Angst (weegt mee)", "Ouders en verzorgers", "Kosten: hoogstens laag (2 van 5)"):
            expect(given).to_contain_text(text)
        shared = page.locator(".share a").inner_text()
        before = titles(page)
        page.get_by_role("link", name="Wijzig onderwerpen").click()
        page.get_by_label("Angst", exact=True).uncheck()
        page.get_by_role("button", name="Advies").click()
        expect(page.locator(".given")).not_to_contain_text("Angst")
        page.goto(shared)
        assert titles(page) == before


@pytest.mark.parametrize("scripts", [True, False])
def test_more_is_shown_and_sums_fold_out(visit, scripts):
    with visit(ADVICE, java_script_enabled=scripts) as page:
        first = titles(page)
        page.get_by_role("link", name="Toon meer interventies").click()
        page.wait_for_url("**limit=8**")
        longer = titles(page)
        assert longer[:2] == first[:2]
        assert len(longer) > len(first)
        page.locator(".advised-foot summary").first.click()
        total = page.locator(".advised-foot tfoot").first
        expect(total).to_be_visible()
        expect(total).to_contain_text("van 92")


def test_everything_by_keyboard(visit):
    with visit("/keuzehulp") as page:
        page.get_by_role("link", name="Begin met de keuzehulp").focus()
        page.keyboard.press("Enter")
        page.get_by_label("Primair onderwijs", exact=True).focus()
        page.keyboard.press("Space")
        # Enter goes on, though the buttons of the list of steps come first.
        page.keyboard.press("Enter")
        heading(page, "Wat kwam er uit uw schoolscan?")
        page.get_by_label("Verzuim", exact=True).focus()
        page.keyboard.press("Space")
        expect(page.locator(".chosen")).to_have_text("1 van hoogstens 6 gekozen")
        page.keyboard.press("Tab")
        expect(page.get_by_label("Ziekteverzuim", exact=True)).to_be_focused()
        page.keyboard.press("Enter")
        heading(page, "Met wie, en wat mag het kosten?")
        page.get_by_role("button", name="Toon het advies").focus()
        page.keyboard.press("Enter")
        heading(page, "Wat past bij uw schoolscan")
        page.locator(".advised-foot summary").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".advised-foot tfoot").first).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_nothing_chosen_is_told_where_one_looks(visit, scripts):
    with visit("/keuzehulp?stap=2&schoolType=po&partner=ouders", java_script_enabled=scripts) as page:
        go_on(page)
        expect(page.locator(".problems")).to_be_focused()
        expect(page.locator(".problems")).to_contain_text("Kies ten minste één onderwerp.")
        page.locator(".problems a").click()
        first = page.get_by_role("checkbox").first
        expect(first).to_be_focused()
        expect(first).to_have_attribute("aria-invalid", "true")
        first.press("Space")
        go_on(page)
        heading(page, "Met wie, en wat mag het kosten?")
        expect(page.get_by_label("Ouders en verzorgers", exact=True)).to_be_checked()


def test_too_many_are_counted_while_choosing(visit):
    with visit("/keuzehulp?stap=2&schoolType=po") as page:
        for box in page.get_by_role("checkbox").all()[:7]:
            box.check()
        expect(page.locator(".chosen")).to_have_text("7 van hoogstens 6 gekozen: haal er 1 weg")
        go_on(page)
        expect(page.locator(".problems")).to_contain_text("U koos 7 onderwerpen. Kies er hoogstens 6")
        assert page.locator("input[type=checkbox]:checked").count() == 7


def test_the_text_for_the_school_plan_and_the_address_can_be_copied(visit):
    with visit(ADVICE, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.get_by_text("Tekst voor uw schoolplan over Pesten tegengaan").click()
        block = page.locator(".advised-foot .rationale").first
        block.get_by_role("button", name="Kopieer de tekst").click()
        expect(block.get_by_role("status")).to_have_text("Gekopieerd.")
        text = block.locator(".rationale-text").inner_text()
        assert page.evaluate("navigator.clipboard.readText()") == text
        assert text.startswith("Uit onze schoolscan komt naar voren: ")
        page.get_by_role("button", name="Kopieer de link").click()
        expect(page.locator(".keep").get_by_role("status")).to_have_text("Gekopieerd.")
        assert page.evaluate("navigator.clipboard.readText()") == page.locator(".share").inner_text()


def test_on_paper_everything_is_folded_out(visit):
    with visit(ADVICE) as page:
        assert set(page.evaluate(SEEN.format(".rationale-text"))) == {False}
        page.emulate_media(media="print")
        for what in (".rationale-text", ".points tfoot"):
            seen = page.evaluate(SEEN.format(what))
            assert len(seen) > 3
            assert all(seen), what
        expect(page.get_by_role("button", name="Kopieer de link")).to_be_hidden()


def test_on_a_narrow_screen_the_way_on_stays_in_sight(visit):
    with visit("/keuzehulp?stap=2&schoolType=po", viewport=NARROW) as page:
        onward = page.get_by_role("main").get_by_role("button", name="Verder", exact=True).last
        expect(onward).to_be_in_viewport()
        # A box that gets focus is not behind it.
        boxes = page.get_by_role("checkbox").all()
        for box in boxes[:12]:
            box.focus()
            assert box.bounding_box()["y"] + box.bounding_box()["height"] <= page.locator(".advice-buttons").bounding_box()["y"]
