"""What must not be lost, in SQLite by default or PostgreSQL: one file a concern, all in one database."""

from digest_bot.store import people, requests
from digest_bot.store.archive import Archive
from digest_bot.store.counters import Counters
from digest_bot.store.database import Database
from digest_bot.store.editions import Editions
from digest_bot.store.feeds import Feeds
from digest_bot.store.leases import Leases
from digest_bot.store.lives import Lives
from digest_bot.store.outbox import Outbox
from digest_bot.store.readings import Readings
from digest_bot.store.search import Search

__all__ = [
    "Archive",
    "Counters",
    "Database",
    "Editions",
    "Feeds",
    "Leases",
    "Lives",
    "Outbox",
    "Readings",
    "Search",
    "Store",
    "people",
    "requests",
]


class Store(Editions, Outbox, Feeds, Archive, Readings):
    """Everything the worker keeps."""

    def __init__(self, database: Database | str, *, team: str = "") -> None:
        database = Database(database) if isinstance(database, str) else database
        database.create()
        Editions.__init__(self, database)
        Outbox.__init__(self, database, team=team)
