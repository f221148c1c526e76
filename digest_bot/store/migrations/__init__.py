"""How the schema grew: one file a revision, run at start-up under a lock (see `store/database.py`)."""
