"""How the office's facts are kept: PostgreSQL, keys, files, papers. SQL lives here and nowhere else."""
