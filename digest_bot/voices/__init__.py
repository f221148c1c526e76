"""Who speaks: one file a voice."""
