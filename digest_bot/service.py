"""The running service: a clock that plans and offers work, workers that claim it, here or on many machines."""

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from digest_bot.engine import ENOUGH, Engine, keep_time
from digest_bot.errors import DigestBotError, LeaseLostError, StoreError
from digest_bot.logs import about
from digest_bot.metrics import CounterStore
from digest_bot.model import Edition
from digest_bot.ports import Fence, Leases, Store
from digest_bot.processes import give_heaps_back
from digest_bot.schedule import due_at, next_due
from digest_bot.shell.delivery import Delivery
from digest_bot.shell.worker import Job, plan
from digest_bot.tally import count, take

log = logging.getLogger(__name__)

Handlers = Mapping[str, Callable[[str], None]]
Offers = Callable[[], Iterable[tuple[str, str]]]
"""Open work as (kind, id); called at every beat, so it says each piece at most once in a while."""
SOON = timedelta(seconds=5)
"""When work is offered again that only waits for its turn."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How the service breathes."""

    tick: float = 15.0
    """Seconds between two beats."""
    again: timedelta = timedelta(seconds=60)
    """Work that was offered and is still open is offered again after this."""
    threads: int = 4
    """Pieces of work that run side by side in one worker process."""


@dataclass(frozen=True, slots=True)
class Service:
    """Clock and worker over one store; any number of each may run, here and elsewhere."""

    jobs: tuple[Job, ...]
    store: Store
    leases: Leases
    engine: Engine
    clock: Callable[[], datetime]
    run_edition: Callable[[Job, Edition, Fence], Delivery]
    """Make and deliver one edition as far as it goes now."""
    pace: Pace = Pace()
    handlers: Handlers = field(default_factory=dict)
    """What else a worker can do, by kind."""
    offers: tuple[Offers, ...] = ()
    """What else the clock offers."""
    on_time: Callable[[tuple[Job, ...]], tuple[Job, ...]] = tuple
    """The jobs with the times of day that readers chose; raises StoreError."""

    counters: CounterStore | None = None
    """Where counts are written down; None when nobody asks for them."""

    def keep_time(self, stop: threading.Event) -> None:
        """Be the clock until `stop` is set: plan what is due, offer what is open."""
        keep_time(self.beat, every=self.pace.tick, due=self._next_due, stop=stop)

    def beat(self) -> None:
        """Plan what is due and offer what is open, once; when the store cannot be used, the next beat tries again."""
        try:
            plan(self.on_time(self.jobs), store=self.store, now=self.clock())
            queued = self.engine.queued()
            if len(queued) >= ENOUGH:
                log.warning("the queue is full: the workers are behind, or there are none")
            for kind, id_ in self._open_work(ENOUGH - len(queued)):
                if (kind, id_) not in queued:
                    self.engine.submit(kind, id_)
            if self.counters:
                self.counters.beat(self.clock())
        except StoreError as error:
            log.error("the clock cannot plan, it tries again in %g s: %s", self.pace.tick, error)  # noqa: TRY400 - expected

    def work(self, stop: threading.Event) -> None:
        """Be a worker until `stop` is set; whatever is not at its end then is handed back for the next one."""
        log.info("worker ready, %d threads", self.pace.threads)
        renewal = threading.Thread(target=self._renew, args=(stop,), daemon=True)
        renewal.start()
        threading.Thread(target=self._close, args=(stop,), daemon=True).start()
        work = {"edition": self.work_edition} | dict(self.handlers)
        handlers = {kind: _leaner(handler) for kind, handler in work.items()}
        finished = self.engine.serve(handlers, stop=stop, threads=self.pace.threads)
        if not finished:
            log.warning("leaving in the middle of a step; it is taken up again from what is written down")
        self.leases.release_all()
        self._write_counts()

    def work_edition(self, id: str) -> None:  # noqa: A002 - the word of the seam
        """Claim one edition and bring it as far as it goes; the channel is claimed too, so that editions do not mix."""
        with about(edition=id):
            self._work_edition(id)

    def _work_edition(self, id: str) -> None:  # noqa: A002 - as above
        edition = Edition.parse(id)
        job = self._job(edition)
        lease = self.leases.claim(f"edition/{id}") if job else None
        if job is None or lease is None:
            return
        try:
            self._in_turn(job, edition, lease)
        except LeaseLostError:
            log.warning("edition %s is handed back: another worker has it, or this one leaves", id)
            self.store.postpone(edition, until=self.clock())
        except DigestBotError as error:
            count("failures", "edition")
            log.error("edition %s is tried again: %s", id, error)  # noqa: TRY400 - expected; the sentence says it all
        finally:
            lease.release()

    def _in_turn(self, job: Job, edition: Edition, lease: Fence) -> None:
        if not self.store.is_open(edition):
            return
        turn = self.leases.claim(f"channel/{edition.channel}")
        if turn is None:
            self.store.postpone(edition, until=self.clock() + SOON)
            return

        def fence() -> bool:
            return turn() and lease()

        try:
            delivery = self.run_edition(job, edition, fence)
        finally:
            turn.release()
        log.info("edition %s: %d sent, %d held", edition.id, delivery.sent, len(delivery.held))
        if delivery.retry_at:
            self.store.postpone(edition, until=delivery.retry_at)
        else:
            count("editions", edition.digest)
            count("edition_seconds", edition.digest, self._age(job, edition))

    def _open_work(self, room: int) -> Iterable[tuple[str, str]]:
        if room <= 0:
            return
        names = tuple(job.name for job in self.jobs)
        for edition in self.store.offer(names, now=self.clock(), again=self.pace.again, limit=room):
            yield "edition", edition.id
        for offers in self.offers:
            yield from offers()

    def _job(self, edition: Edition) -> Job | None:
        return next((job for job in self.jobs if job.name == edition.digest), None)

    def _next_due(self, after: datetime) -> datetime | None:
        return min((next_due(job.schedule, now=after) for job in self.jobs), default=None)

    def _renew(self, stop: threading.Event) -> None:
        while not stop.wait(self.leases.length.total_seconds() / 3):
            try:
                self.leases.renew()
            except StoreError as error:
                log.warning("the leases cannot be renewed: %s", error)
            self._write_counts()

    def _write_counts(self) -> None:
        if self.counters is None:
            return
        try:
            self.counters.add(take())
        except StoreError as error:
            log.warning("some counts are lost: %s", error)

    def _age(self, job: Job, edition: Edition) -> float:
        """Return how many seconds ago the edition was due; 0 for one that was made on demand."""
        due = due_at(job.schedule, edition)
        return max(0.0, (self.clock() - due).total_seconds()) if due else 0.0

    def _close(self, stop: threading.Event) -> None:
        stop.wait()
        self.leases.close()


def _leaner(handler: Callable[[str], None]) -> Callable[[str], None]:
    """Return a handler that leaves no more memory behind than it must: whatever comes next may be long in coming."""

    def work(id: str) -> None:  # noqa: A002 - the word of the seam
        try:
            handler(id)
        finally:
            give_heaps_back()

    return work
