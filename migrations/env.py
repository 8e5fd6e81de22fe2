"""Alembic's entry: the database of the settings, or the connection that the caller brings."""

from alembic import context
from sqlalchemy import Connection

from app import settings
from app.db.engine import connect
from app.db.models import Base


def run(connection: Connection) -> None:
    """Apply the migrations in one transaction, or none of them."""
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with connect(settings.load().database).connect() as opened:
        run(opened)
