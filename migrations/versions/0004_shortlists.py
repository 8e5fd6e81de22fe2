"""Shortlists.

Why: a school keeps its choice under an address that only those know who got it, and shares it with its municipality. Nobody has an
account, so whoever may change a list shows its token, and only a hash of that is kept. The slugs of its items refer to no table: an
item that is taken out of the catalogue must not vanish from somebody's list. The moment of expiry is kept as it was told, so that
another setting breaks no promise.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shortlists",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("school_types", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortlists")),
    )
    op.create_index(op.f("ix_shortlists_expires_at"), "shortlists", ["expires_at"])
    op.create_table(
        "shortlist_items",
        sa.Column("shortlist_id", sa.String(length=22), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shortlist_id"], ["shortlists.id"], name=op.f("fk_shortlist_items_shortlist_id_shortlists"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shortlist_id", "position", name=op.f("pk_shortlist_items")),
    )


def downgrade() -> None:
    op.drop_table("shortlist_items")
    op.drop_index(op.f("ix_shortlists_expires_at"), "shortlists")
    op.drop_table("shortlists")
