"""What the studio can do, a verb a file: gather the facts, decide, apply."""
