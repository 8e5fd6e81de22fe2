"""Every kind of page, as axe sees it: in light, in dark and on a small screen."""

import pytest
from kinds import PAGES


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out(visit, axe, name):
    # The policy is let go of here alone, because axe comes from the test.
    with visit(PAGES[name], quiet=name != "missing", bypass_csp=True) as page:
        page.evaluate("for (const one of document.querySelectorAll('details:not(.filters)')) one.open = true")
        axe(page)


@pytest.mark.parametrize(
    ("look", "fault"),
    [
        ("light", "@media (width > 600px) and (prefers-color-scheme: light) { p { color: #ddd !important; } }"),
        ("dark", "@media (prefers-color-scheme: dark) { p { color: #333 !important; } }"),
        ("mobile", "@media (width < 600px) { p { width: 100rem; } }"),
    ],
)
def test_a_fault_in_one_look_is_seen(visit, axe, look, fault):
    with visit("/over", bypass_csp=True) as page:
        page.add_style_tag(content=fault)
        with pytest.raises(AssertionError, match=look):
            axe(page)
