"""`python -m app.cli`: the same as `menukaart`."""

from app.cli.main import main

if __name__ == "__main__":  # a process that checks files is started from here too
    main()
