"""`python -m app.cli`: the same as `menukaart`."""

from app.cli.main import main

main()
