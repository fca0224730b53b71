"""The demonstration office: a file of commands, played through the application like anybody's."""
