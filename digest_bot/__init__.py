"""digest_bot reads the articles a team cares about and tells them once a day, in words that stand in the sources."""

__version__ = "0.1.0"
