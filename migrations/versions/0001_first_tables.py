"""The first tables.

Why: items with their history, relations and vocabularies, publish runs, and the pointer to the index that belongs to them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "index_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("index", sa.String(length=120), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_state")),
    )
    op.create_table(
        "items",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("modified_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_items")),
    )
    op.create_index(op.f("ix_items_kind"), "items", ["kind"])
    op.create_index(op.f("ix_items_modified_at"), "items", ["modified_at"])

    op.create_table(
        "publish_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publish_runs")),
    )
    op.create_table(
        "vocabularies",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_vocabularies")),
    )
    op.create_table(
        "aliases",
        sa.Column("alias", sa.String(length=80), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["slug"], ["items.slug"], name=op.f("fk_aliases_slug_items"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("alias", name=op.f("pk_aliases")),
    )
    op.create_index(op.f("ix_aliases_slug"), "aliases", ["slug"])

    op.create_table(
        "relations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("type", sa.String(length=30), nullable=False),
        sa.Column("target", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["source"], ["items.slug"], name=op.f("fk_relations_source_items"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["target"], ["items.slug"], name=op.f("fk_relations_target_items"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relations")),
        sa.UniqueConstraint("source", "type", "target", name=op.f("uq_relations_source_type_target")),
    )
    op.create_index(op.f("ix_relations_source"), "relations", ["source"])
    op.create_index(op.f("ix_relations_target"), "relations", ["target"])

    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("checksum_before", sa.String(length=64), nullable=True),
        sa.Column("checksum_after", sa.String(length=64), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["publish_runs.id"], name=op.f("fk_revisions_run_id_publish_runs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
    )
    op.create_index(op.f("ix_revisions_run_id"), "revisions", ["run_id"])
    op.create_index(op.f("ix_revisions_slug"), "revisions", ["slug"])

    op.create_table(
        "tombstones",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["publish_runs.id"], name=op.f("fk_tombstones_run_id_publish_runs")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_tombstones")),
    )


def downgrade() -> None:
    op.drop_table("tombstones")
    op.drop_index(op.f("ix_revisions_slug"), "revisions")
    op.drop_index(op.f("ix_revisions_run_id"), "revisions")

    op.drop_table("revisions")
    op.drop_index(op.f("ix_relations_target"), "relations")
    op.drop_index(op.f("ix_relations_source"), "relations")

    op.drop_table("relations")
    op.drop_index(op.f("ix_aliases_slug"), "aliases")

    op.drop_table("aliases")
    op.drop_table("vocabularies")
    op.drop_table("publish_runs")
    op.drop_index(op.f("ix_items_modified_at"), "items")
    op.drop_index(op.f("ix_items_kind"), "items")

    op.drop_table("items")
    op.drop_table("index_state")
