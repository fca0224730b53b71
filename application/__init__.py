"""What is asked for: read streams, gather evidence, decide, append. No SQL, no HTTP, no clock."""
