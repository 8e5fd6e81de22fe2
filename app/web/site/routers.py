"""The routers of the pages."""

from app.web.site.advice import pages as advice_pages
from app.web.site.compare import pages as compare_pages
from app.web.site.coverage import pages as coverage_pages
from app.web.site.home import pages as home_pages
from app.web.site.item import pages as item_pages
from app.web.site.lists import edit_pages as list_edits_pages
from app.web.site.lists import pages as lists_pages
from app.web.site.lists import shared_pages as shared_lists_pages
from app.web.site.municipal import pages as municipal_pages
from app.web.site.overview import pages as overview_pages
from app.web.site.search import pages as search_pages
from app.web.site.texts import pages as texts_pages

ROUTERS = (
    home_pages.router,
    search_pages.router,
    item_pages.router,
    municipal_pages.router,
    coverage_pages.router,
    advice_pages.router,
    lists_pages.router,
    shared_lists_pages.router,
    list_edits_pages.router,
    compare_pages.router,
    overview_pages.router,
    texts_pages.router,
)
