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
    "municipalities": "/gemeenten",
    "coverage": "/dekking",
    "coverage of a part": "/dekking?problemArea=verzuim&partner=jeugdzorg&kind=programme&kind=measure",
    "coverage in full": "/dekking?columns=kind&alles=ja",
    "coverage of nothing": "/dekking?schoolType=mbo&kind=guide&columns=hogwarts",
    "about": "/over",
    "accessibility": "/toegankelijkheid",
    "privacy": "/privacy",
    "open data": "/open-data",
    "missing": "/bestaat-niet",
}
