"""One address of every kind of page, for the tests that look at all kinds."""

PAGES = {
    "first": "/",
    "search": "/zoeken?q=lezen&schoolType=po&minEvidence=2",
    "ignored": "/zoeken?schoolType=hogwarts&page=2",
    "nothing": "/zoeken?q=pesten&kind=guide&goal=F",
    "intervention": "/item/feedback",
    "programme": "/item/kaleidoscoop",
    "good practice": "/item/nijkerk-zomerschool",
    "measure": "/item/jongerenwerk-in-school",
    "guide": "/item/partner-jeugdhulp",
    "empty list": "/mijn-lijst",
    "search for a list": "/mijn-lijst?q=feedback",
    "about": "/over",
    "accessibility": "/toegankelijkheid",
    "privacy": "/privacy",
    "open data": "/open-data",
    "missing": "/bestaat-niet",
}
