"""Read models on PostgreSQL, derived from the tables that ``projections/`` declares (ADR 0004)."""
