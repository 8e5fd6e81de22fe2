"""The Meilisearch engine: documents in, answers out."""
