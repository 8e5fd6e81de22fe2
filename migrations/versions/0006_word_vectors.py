"""Vectors of words.

Why: when the model is busy, late or absent, a query still gets a vector, made of those of its words. They are read all at once by every
process that starts, so they are kept as one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "word_vectors",
        sa.Column("model", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("model", name=op.f("pk_word_vectors")),
    )


def downgrade() -> None:
    op.drop_table("word_vectors")
