"""Bring a database to the newest schema."""

import time
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from app.db.engine import make_file, vendor_errors
from app.db.lock import exclusive
from app.domain.errors import DatabaseUnavailable, PublishBusy

FOLDER = Path(__file__).parents[2] / "migrations"
WAIT_SECONDS = 60.0


def migrate(engine: Engine) -> bool:
    """Apply what is missing; True when something was. Two at once take turns. Raises DatabaseUnavailable."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    script = ScriptDirectory.from_config(config)
    make_file(engine)
    with vendor_errors():
        present = _revision(engine)
        if present == script.get_current_head():
            return False
        if present not in {None, *(known.revision for known in script.walk_revisions())}:
            raise DatabaseUnavailable(f"The database is newer than this Menukaart (revision {present}); install the newer version.")
        _when_free(engine, config)
    return True


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _when_free(engine: Engine, config: Config) -> None:
    """A publish must not run meanwhile, so this takes its lock."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            with exclusive(engine), engine.begin() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                return
        except PublishBusy:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
