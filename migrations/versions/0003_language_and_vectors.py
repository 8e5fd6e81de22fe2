"""Language and vectors.

Why: the service reads Dutch the way editors taught it, and compares meanings, without the content folder at hand. A vector is kept
under the model and the text that made it, so that a changed text or another model can never find a stale one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "language",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_language")),
    )
    op.create_table(
        "vectors",
        sa.Column("model", sa.String(length=200), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("model", "checksum", name=op.f("pk_vectors")),
    )
    op.add_column("index_state", sa.Column("model", sa.String(length=200), nullable=True))


def downgrade() -> None:
    op.drop_column("index_state", "model")
    op.drop_table("vectors")
    op.drop_table("language")
