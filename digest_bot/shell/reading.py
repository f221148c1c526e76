"""Reading sources: visit what is due, keep what is news, hand out what an edition may use; one never stops another."""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice

from digest_bot.errors import SourceError, StoreError
from digest_bot.health import complaint, recovery
from digest_bot.model import Article, Document, Skipped, SkipReason
from digest_bot.ports import DocumentStore, Source, Standings
from digest_bot.visits import (
    FIRST,
    Look,
    Standing,
    after_failure,
    after_success,
    conditions,
    is_due,
    sift,
)

OVERLAP = timedelta(hours=1)
"""An article that came in while the last edition was made may have been written down after it had looked."""
FRESH = timedelta(days=1)
"""How far the first edition of a digest looks back."""
MOST = 300
"""Articles of one source in one edition."""
AT_MOST = 60.0
"""Seconds an edition waits for its sources; what is not read by then comes with the next one."""
BUSY = 24
"""Visits at a time, not counting those that take longer than SLOW."""
SLOW = 1.0
"""Seconds after which a visit no longer keeps others waiting."""
THREADS = 200
READERS = 2
"""Documents read at a time."""
Reader = Callable[[Document], Article | Skipped]
BATCH = 200
"""Standings written at a time, and visits taken on at a time."""
LINGER = timedelta(seconds=60)
"""How long after its end a round's visits may still be going on."""
LOOK_AGAIN = 0.5
"""Seconds between two looks whether somebody else has made a visit."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Manners:
    """How one host is spared."""

    spacing: float = 1.0
    """Seconds between two visits to it."""
    pause: Callable[[float], object] = time.sleep


POLITE = Manners()


def collect(
    sources: Sequence[Source],
    *,
    feeds: Standings,
    archive: DocumentStore,
    now: datetime,
    since: datetime | None = None,
    seen: Collection[str] = frozenset(),
) -> list[Document | Skipped]:
    """Visit the sources that are due and return what an edition made now may use, and what it has to say about them.

    `since` is when the digest's last edition was made, `seen` are the ids it has had; without a last edition every
    remote source gives a few articles at most.
    """
    end = time.monotonic() + AT_MOST
    _, elsewhere = _poll(sources, feeds, archive, now=now, within=AT_MOST, manners=POLITE)
    _wait_for(elsewhere, feeds, now=now, end=end)
    standings = feeds.standings([source.key for source in sources if source.host])
    items: list[Document | Skipped] = []
    for source in sources:
        if source.host:
            items += _news(source, archive, now=now, since=since)
            items += _health(source, standings[source.key], now=now, since=since)
        else:
            items += _local(source, archive, now=now)
    return list(_once(items, seen)) or list(_silence(sources, standings, now))


def poll(
    sources: Sequence[Source],
    *,
    feeds: Standings,
    archive: DocumentStore,
    now: datetime,
    within: float = 600.0,
    manners: Manners = POLITE,
) -> int:
    """Visit the remote sources that are due, write down how they stand, return how many were visited.

    Those of one host are visited one after the other with a pause in between; hosts side by side, and one that is slow
    does not keep the others waiting. What another process visits is left to it. After `within` seconds nothing more
    is begun: what is left is due still.
    """
    return _poll(sources, feeds, archive, now=now, within=within, manners=manners)[0]


def _poll(
    sources: Sequence[Source],
    feeds: Standings,
    archive: DocumentStore,
    *,
    now: datetime,
    within: float,
    manners: Manners,
) -> tuple[int, set[str]]:
    """Do it, and return also the keys of those that somebody else visits meanwhile."""
    remote = {source.key: source for source in sources if source.host}
    standings = dict(feeds.standings(remote))
    hosts: dict[str, list[Source]] = {}
    for key, source in remote.items():
        if is_due(standings[key], now):
            hosts.setdefault(source.host, []).append(source)
    visits = 0
    saved: list[Standing] = []
    rounds = _Rounds(standings, archive, now, manners, time.monotonic() + within)
    claims = _Claims(feeds, standings, now, now + timedelta(seconds=within) + LINGER)
    for some in _side_by_side(rounds.visit_all, claims.taken(hosts.values())):
        visits += len(some)
        saved += some
        if len(saved) >= BATCH:
            feeds.stand(saved)
            claims.give_back(saved)
            saved = []
    feeds.stand(saved)
    claims.give_back()
    return visits, claims.elsewhere


def _wait_for(keys: set[str], feeds: Standings, *, now: datetime, end: float) -> None:
    """Wait until others have made their visits, at most until `end`; what they bring belongs into this edition."""
    while keys and time.monotonic() < end:
        time.sleep(LOOK_AGAIN)
        keys = {key for key, standing in feeds.standings(keys).items() if is_due(standing, now)}


@dataclass(slots=True)
class _Claims:
    """The right to visit: two processes that read the same sources never ask one of them at the same time."""

    feeds: Standings
    standings: dict[str, Standing]
    """As they are when the visits are taken: somebody may have made them since we found them due."""
    now: datetime
    until: datetime
    elsewhere: set[str] = field(default_factory=set)
    """Keys of sources that another process is visiting."""
    _mine: set[str] = field(default_factory=set)

    def taken(self, hosts: Iterable[Sequence[Source]]) -> Iterator[list[Source]]:
        """Yield the sources of every host that are ours to visit; they are taken as they are needed, some at a time."""
        waiting = iter(hosts)
        while some := list(islice(waiting, BATCH)):
            wanted = {source.key for host in some for source in host}
            mine = self.feeds.take_visits(wanted, now=self.now, until=self.until)
            self._mine |= mine
            self.elsewhere |= wanted - mine
            self.standings.update(self.feeds.standings(mine))
            due = {key for key in mine if is_due(self.standings[key], self.now)}
            for host in some:
                if ours := [source for source in host if source.key in due]:
                    yield ours

    def give_back(self, visited: Sequence[Standing] | None = None) -> None:
        """Give back the visits that were made, or all that is left."""
        keys = self._mine if visited is None else {standing.key for standing in visited}
        self.feeds.end_visits(keys, until=self.until)
        self._mine = self._mine - keys


def read_all(items: Sequence[Document | Skipped], reader: Reader) -> list[Article | Skipped]:
    """Return every document as an article or as the reason why it is none, in order; two are read at a time."""

    def read(item: Document | Skipped) -> Article | Skipped:
        return reader(item) if isinstance(item, Document) else item

    with ThreadPoolExecutor(READERS, thread_name_prefix="read") as pool:
        return list(pool.map(read, items))


@dataclass(frozen=True, slots=True)
class _Rounds:
    """What every visit of one poll needs."""

    standings: Mapping[str, Standing]
    archive: DocumentStore
    now: datetime
    manners: Manners
    end: float
    """On the monotonic clock."""

    def visit_all(self, sources: Sequence[Source]) -> list[Standing]:
        """Visit the sources of one host, one after the other."""
        after = []
        for number, source in enumerate(sources):
            if time.monotonic() > self.end:
                break
            if number:
                self.manners.pause(self.manners.spacing)
            after.append(self.visit(source))
        return after

    def visit(self, source: Source) -> Standing:
        """Visit one source, keep its news, return how it stands now; only the store may stop the others."""
        standing, now = self.standings[source.key], self.now
        try:
            look = source.look(known=conditions(standing), now=now)
            news = self._keep(source, look, standing)
        except SourceError as error:
            log.warning("source %s could not be read: %s", source.name, error)
            return after_failure(standing, error, now=now)
        except StoreError:
            raise
        except Exception:  # what a parser or a socket never did before must not stop the others
            log.exception("source %s could not be read", source.name)
            return after_failure(standing, SourceError("It could not be read; the log says why."), now=now)
        if news is None:
            return replace(standing, next_at=now)
        return after_success(standing, look, news=news, now=now)

    def _keep(self, source: Source, look: Look, standing: Standing) -> int | None:
        """Keep what is news, remember what is old; return how many are news, None when time ran out before the end.

        The old ones are written first: interrupted in between, the next visit finds the news unknown still.
        """
        if not look.found:
            return 0
        recognised = self.archive.recognise(source.key, look.found)
        known = {found.place: what for found, what in zip(look.found, recognised, strict=True)}
        unknown = [found for found in look.found if not known[found.place].listed]
        fresh, old = sift(unknown, standing, listing=look.found, limit=source.limit)
        if old:
            self.archive.pass_over(source.key, old, known=[known[found.place] for found in old], now=self.now)
        contents: list[Document | Skipped | None] = []
        for found in fresh:
            if time.monotonic() > self.end:
                break
            contents.append(None if known[found.place].whole else source.complete(found, now=self.now))
        taken = fresh[: len(contents)]
        if taken:
            marks = [known[found.place] for found in taken]
            self.archive.keep_all(source.key, taken, contents, known=marks, now=self.now)
        return len(fresh) if len(taken) == len(fresh) else None


def _news(
    source: Source, archive: DocumentStore, *, now: datetime, since: datetime | None
) -> Iterator[Document | Skipped]:
    """Yield what came in since the last edition, under the name the source has now."""
    after, most = (since - OVERLAP, MOST) if since else (now - FRESH, FIRST)
    for item in archive.news(source.key, after=after, limit=most):
        yield replace(item, source=source.name)


def _health(source: Source, standing: Standing, *, now: datetime, since: datetime | None) -> Iterator[Skipped]:
    """Yield what is to be said of the source, each thing in one edition only."""
    if trouble := complaint(standing, since=since, now=now):
        failing = standing.failing_since is not None
        yield Skipped(source.name, SkipReason.SOURCE_FAILED if failing else SkipReason.SOURCE_SILENT, trouble)
    if relief := recovery(standing, since=since, now=now):
        yield Skipped(source.name, SkipReason.SOURCE_BACK, relief)


def _silence(sources: Sequence[Source], standings: Mapping[str, Standing], now: datetime) -> Iterator[Skipped]:
    """Yield why nothing came in when not one remote source could be read just now: an empty day looks different."""
    failing = [source for source in sources if source.host and standings[source.key].failing_since]
    if failing and len(failing) == len(sources) and any(standings[one.key].tried_at == now for one in failing):
        yield from (Skipped(one.name, SkipReason.SOURCE_FAILED, standings[one.key].detail) for one in failing)


def _local(source: Source, archive: DocumentStore, *, now: datetime) -> Iterator[Document | Skipped]:
    """Yield all that lies on this machine now, each under the id it has or gets."""
    try:
        look = source.look(known=conditions(Standing(source.key)), now=now)
    except SourceError as error:
        log.warning("source %s could not be read: %s", source.name, error)
        yield Skipped(source.name, SkipReason.SOURCE_FAILED, str(error))
        return
    for found, known in zip(look.found, archive.recognise(source.key, look.found), strict=True):
        document = found.document
        if isinstance(document, Skipped):
            yield document
        else:
            new = not (known.listed and known.whole)
            id_ = archive.keep(source.key, found, document, known=known, now=now) if new else known.id
            yield replace(document, id=id_ or "")


def _once(items: Sequence[Document | Skipped], seen: Collection[str]) -> Iterator[Document | Skipped]:
    """Yield every article that was not in an earlier edition, once, whichever sources tell of it."""
    given: set[str] = set()
    for item in items:
        if isinstance(item, Skipped):
            yield item
        elif item.id in given:
            detail = "The same article came in twice; it is told once."
            yield Skipped(item.source, SkipReason.DUPLICATE, detail, item.url, item.title or "", (item.id,))
        elif item.id not in seen:
            given.add(item.id)
            yield item


def _side_by_side(
    work: Callable[[Sequence[Source]], list[Standing]], tasks: Iterator[Sequence[Source]]
) -> Iterator[list[Standing]]:
    """Yield the results as they come; at most BUSY at a time, and what takes longer than SLOW no longer counts."""
    began: dict[Future[list[Standing]], float] = {}
    waiting = next(tasks, None)
    with ThreadPoolExecutor(THREADS, thread_name_prefix="visit") as pool:
        while waiting or began:
            now = time.monotonic()
            quick = sum(now - start < SLOW for start in began.values())
            while waiting and quick < BUSY and len(began) < THREADS:
                began[pool.submit(work, waiting)] = now
                waiting = next(tasks, None)
                quick += 1
            done, _ = wait(began, timeout=SLOW / 10 if waiting else None, return_when=FIRST_COMPLETED)
            for future in done:
                del began[future]
                yield future.result()
