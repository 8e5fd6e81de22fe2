"""Takes the pictures of the documentation from a running service: `.venv/bin/python scripts/pictures.py http://127.0.0.1:8000`."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parents[1] / "docs" / "images"
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# Each page, and how far down it the picture starts.
PICTURES = {
    "search": ("/zoeken?q=lezen", 0),
    "compare": ("/vergelijk?item=feedback&item=een-op-een-begeleiding&item=samenwerkend-leren", 0),
    "advice": ("/keuzehulp?schoolType=vo&problemArea=verzuim:3&problemArea=motivatie&partner=jeugdzorg&maxCost=3", 300),
    "overview": ("/overzicht", 210),
    "coverage": ("/dekking", 0),
}
LIST = ("mazl-vo", "zomer-of-lentescholen", "jongerenwerk-op-school")


def main(url: str) -> None:
    """One picture per page, 1200 by 800."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1200, "height": 800}, base_url=url)
        items = [{"slug": slug, "note": note} for slug, note in zip(LIST, ("Wie van de GGD kan meedenken?", "", ""), strict=True)]
        made = page.request.post("/v1/shortlists", data={"title": "Plan 2027, De Wilgen", "schoolType": ["vmbo"], "items": items}).json()
        for name, (path, start) in {**PICTURES, "list": (f"/lijst/{made['id']}", 0)}.items():
            page.goto(path)
            page.evaluate(f"scrollTo(0, {start})")
            page.screenshot(path=FOLDER / f"{name}.png")
        version = {"Authorization": f"Bearer {made['editToken']}", "If-Match": '"1"'}
        page.request.delete(f"/v1/shortlists/{made['id']}", headers=version)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
