"""Every kind of page, as axe sees it: in light, in dark and on a small screen."""

from typing import Any

import pytest
from kinds import PAGES

pytestmark = pytest.mark.parametrize("published", ["sqlite"], indirect=True, scope="session")
LOOKS: dict[str, dict[str, Any]] = {"light": {}, "dark": {"color_scheme": "dark"}, "mobile": {"viewport": {"width": 320, "height": 700}}}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out(visit, axe, name, look):
    # The policy is let go of here alone, because axe comes from the test.
    with visit(PAGES[name], quiet=name != "missing", bypass_csp=True, **LOOKS[look]) as page:
        page.evaluate("for (const one of document.querySelectorAll('details:not(.filters)')) one.open = true")
        axe(page)
