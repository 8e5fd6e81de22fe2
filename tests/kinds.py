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
    "compare": "/vergelijk?item=feedback&item=een-op-een-begeleiding&item=voorleesexpress&item=nijkerk-zomerschool",
    "compare differences": "/vergelijk?item=feedback&item=directe-instructie&alleen=verschillen",
    "compare nothing yet": "/vergelijk",
    "compare with what": "/vergelijk?item=feedback&item=hogwarts&q=lezen",
    "about": "/over",
    "accessibility": "/toegankelijkheid",
    "privacy": "/privacy",
    "open data": "/open-data",
    "missing": "/bestaat-niet",
}
