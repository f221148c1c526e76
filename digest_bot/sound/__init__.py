"""Sound as numbers: mastering, loudness, chapters; no files, no voices."""
