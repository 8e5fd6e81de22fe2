"""A real browser, and visitors in it. Each visit must stay on this host and leave the console empty."""

import contextlib
import shutil
from collections.abc import Iterator, Mapping
from typing import Literal
from urllib.parse import urlsplit

import pytest
from conftest import ROOT
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE: ViewportSize = {"width": 1280, "height": 900}
SMALL: ViewportSize = {"width": 320, "height": 700}
# How a page is seen: the size of the window and the scheme of colours.
Scheme = Literal["light", "dark"]
LOOKS: dict[str, tuple[ViewportSize, Scheme]] = {"light": (WIDE, "light"), "dark": (WIDE, "dark"), "mobile": (SMALL, "light")}
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # of the rest only one example, which takes less time
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Playwright leaves with the module: its event loop would be in the way of other tests."""
    program = shutil.which("chromium")
    assert program, "the tests of the site need Chromium: apt install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, service_url):
    """Opens the site as a new visitor, for as long as a `with` lasts. `quiet` false: an error page shows in the console."""

    @contextlib.contextmanager
    def visiting(path: str = "/", *, quiet: bool = True, **options) -> Iterator[Page]:
        said, asked = [], []
        context = browser.new_context(base_url=service_url, **{"viewport": WIDE, **options})
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path)
        yield page
        context.close()
        assert {urlsplit(url).netloc for url in asked} == {urlsplit(service_url).netloc}
        assert said == [] or not quiet

    return visiting


@pytest.fixture
def axe():
    """Fails when axe finds something on a page in one of its looks, or it scrolls sideways. One load of the page serves all looks.

    The page must be opened with `bypass_csp`: axe comes from here.
    """

    def looking(page: Page, looks: Mapping[str, tuple[ViewportSize, Scheme]] = LOOKS) -> None:
        before = page.viewport_size or WIDE
        page.add_script_tag(path=ROOT / "node_modules" / "axe-core" / "axe.min.js")
        for look, (size, scheme) in looks.items():
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"it scrolls sideways, {look}"
            found = page.evaluate("options => axe.run(options)", AXE)
            told = [(look, one["id"], one["help"], [node["html"] for node in one["nodes"]][:3]) for one in found["violations"]]
            assert told == []
            assert found["passes"]
        page.set_viewport_size(before)
        page.emulate_media(color_scheme="null")

    return looking
