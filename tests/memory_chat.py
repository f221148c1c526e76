"""A chat that remembers, and a clock that moves when somebody waits: for tests of delivery without a network."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from digest_bot.chats.slack_blocks import compose
from digest_bot.errors import ChatError
from digest_bot.model import Digest, Message, Receipt
from digest_bot.ports import Listen, Mark, Share
from tests.builders import NOW
from tests.slack_double import check_message


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    async def pause(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class MemoryChat:
    """`faults` says what the next calls that others can see suffer, in order.

    `lost` (unknown, did not arrive), `unsure` (unknown, arrived), `refused`, `held`, `gone`, `missing`, `wait 30`;
    "" is well.
    """

    name: str = "memory"
    faults: list[str] = field(default_factory=list)
    posted: dict[str, tuple[Mark, Message]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    """Names of the files, in the order they were announced."""
    shared: dict[str, list[str]] = field(default_factory=dict)
    """File to each ts under which it is shown."""
    blind: bool = False
    """Look-ups fail."""
    unseen: dict[str, ChatError] = field(default_factory=dict)
    """Parts, or files, whose next look-up fails, and how."""
    hidden: bool = False
    """What was posted does not show in look-ups yet; nor do shared files."""
    forgotten: set[str] = field(default_factory=set)
    """Files that somebody deleted, or that never came."""

    def compose(self, digest: Digest, *, listen: Listen | None = None) -> tuple[Message, ...]:
        return compose(digest, listen=listen)

    async def post(self, message: Message, *, channel: str, mark: Mark, thread: Receipt | None) -> Receipt:
        _validate(message)
        fault = self._suffer("post")
        ts = str(len(self.posted) + 1)
        self.posted[ts] = (mark, message)
        self._answer(fault)
        return Receipt(channel, ts)

    async def find(self, mark: Mark, *, channel: str, since: datetime, thread: Receipt | None) -> tuple[Receipt, ...]:
        self.calls.append("find")
        self._look(mark.part)
        return () if self.hidden else tuple(Receipt(channel, ts) for ts, (m, _) in self.posted.items() if m == mark)

    async def update(self, message: Message, *, receipt: Receipt) -> None:
        _validate(message)
        fault = self._suffer("update")
        self.posted[receipt.ts] = (self.posted[receipt.ts][0], message)
        self._answer(fault)

    async def delete(self, receipt: Receipt) -> None:
        self._suffer("delete")
        self.posted.pop(receipt.ts, None)
        for stamps in self.shared.values():
            stamps[:] = [ts for ts in stamps if ts != receipt.ts]

    async def tell(self, person: str, text: str) -> None:
        self._suffer("tell")
        self.told.append((person, text))

    async def reserve(self, name: str, *, size: int) -> tuple[str, str]:
        self._suffer("reserve")
        self.names.append(name)
        file = f"F{len(self.files) + 1}"
        return file, f"memory:{file}"

    async def upload(self, address: str, content: bytes) -> None:
        fault = self._suffer("upload")
        self.files[address.removeprefix("memory:")] = content
        self._answer(fault)

    async def share(self, file: str, *, title: str, thread: Receipt) -> None:
        fault = self._suffer("share")
        self.shared.setdefault(file, []).append(f"10{len(self.calls)}")
        self._answer(fault)

    async def shares(self, file: str, *, thread: Receipt) -> tuple[Share, ...]:
        self.calls.append("shares")
        self._look(file)
        if file in self.forgotten:
            raise ChatError("file_not_found", gone=True)
        if self.hidden or file not in self.shared:
            return ()
        return tuple(Share(Receipt(thread.channel, ts), f"https://slack.example/{file}") for ts in self.shared[file])

    @property
    def parts(self) -> list[str]:
        """The parts that were posted, in order."""
        return [mark.part for mark, _ in self.posted.values()]

    def _look(self, what: str) -> None:
        if what in self.unseen:
            raise self.unseen.pop(what)
        if self.blind:
            raise ChatError("no history")

    def _suffer(self, call: str) -> str:
        self.calls.append(call)
        fault = self.faults.pop(0) if self.faults else ""
        kind, _, seconds = fault.partition(" ")
        if kind in ("refused", "held", "lost", "gone", "missing", "wait"):
            raise ChatError(
                kind,
                permanent=kind in ("held", "gone"),
                ambiguous=kind == "lost",
                wait=float(seconds or 0),
                gone=kind in ("gone", "missing"),
            )
        return fault

    def _answer(self, fault: str) -> None:
        if fault == "unsure":
            raise ChatError(fault, ambiguous=True)


def _validate(message: Message) -> None:
    """Fail for what Slack would refuse: every test that delivers is also one of the payload."""
    arguments = {"text": message.text} | ({"blocks": list(message.blocks)} if message.blocks else {})
    assert check_message(arguments, update=True) == []
