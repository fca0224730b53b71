"""The log of one office: an append-only sequence of events on PostgreSQL (ADR 0002)."""
