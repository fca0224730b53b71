"""What pages are made of: words, forms, templates, static files."""
