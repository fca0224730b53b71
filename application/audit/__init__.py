"""The audit wing: noting what was read and exported, breaking the glass."""
