"""Events to rows: status, follow-ups, histories. Pure functions and declared tables; no SQL."""
