"""The settings of a service whose answers are recorded: everything that could differ by chance is fixed or turned off."""

INSIGHTS_TOKEN = "recorded-answers-token"  # noqa: S105 - opens nothing but a service on this machine

SETTINGS = {
    "HOST": "127.0.0.1",
    "EMBEDDER_TIMEOUT": "30",
    "SEARCH_TIMEOUT": "30",
    "SHORTLISTS_PER_MINUTE": "10000",
    "INSIGHTS_TOKEN": INSIGHTS_TOKEN,
    "COUNT_SEARCHES": "false",  # counts would reach suggestions and insights some time in the next half minute
    "CONTACT": "mailto:redactie@example.org",
}
