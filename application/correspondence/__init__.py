"""Letters and papers: what is asked for, and what goes out on paper."""
