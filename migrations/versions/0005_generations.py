"""Generations of a catalogue inside one index, and sums over its items.

Why: a publish changes the documents of the pages that changed and no others, so the pointer names a generation beside the index. What a
search must know of every item is kept as sums, so that a service need not read them all. A catalogue that was published before has none
and is made anew by the next publish.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("index_state") as table:
        table.add_column(sa.Column("generation", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("structure", sa.String(length=64), nullable=False, server_default=""))
    op.create_table(
        "catalogue_statistics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_statistics")),
    )


def downgrade() -> None:
    op.drop_table("catalogue_statistics")
    with op.batch_alter_table("index_state") as table:
        table.drop_column("structure")
        table.drop_column("generation")
