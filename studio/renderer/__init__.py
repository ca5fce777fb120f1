"""A timeline becomes a plan (pure), then a file that was checked."""
