"""What must not be lost, in SQLite by default or PostgreSQL: one file a concern, all in one database."""

from digest_bot.store.database import Database
from digest_bot.store.editions import Editions
from digest_bot.store.outbox import Outbox


class Store(Editions, Outbox):
    """Everything the worker keeps."""

    def __init__(self, url: str) -> None:
        database = Database(url)
        database.create()
        Editions.__init__(self, database)
