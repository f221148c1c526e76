"""The errors that cross a layer; every one carries a sentence for the person who reads it."""


class DigestBotError(Exception):
    """Root of what this project raises on purpose; its message is shown to the user as it stands."""


class ConfigError(DigestBotError):
    """A setting is missing, unknown or has a bad value; the message names file, line, key and what to do."""


class PortError(DigestBotError):
    """An adapter could not do its work; `permanent` says that trying again unchanged makes no sense."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


class SourceError(PortError):
    """A source could not be read; `reason` is the stable code, the message is for people.

    `rest` are the seconds that the server asks to be left alone, if it does.
    """

    def __init__(
        self, message: str, *, permanent: bool = False, reason: str = "failed", rest: float | None = None
    ) -> None:
        super().__init__(message, permanent=permanent)
        self.reason = reason
        self.rest = rest


class ChatError(PortError):
    """A part of a digest could not be posted; `ambiguous` says that it may have arrived all the same.

    `wait` is how many seconds the other side asked for; `gone` says that the message this was about is no longer there.
    """

    def __init__(
        self,
        message: str,
        *,
        permanent: bool = False,
        ambiguous: bool = False,
        wait: float = 0.0,
        gone: bool = False,
    ) -> None:
        super().__init__(message, permanent=permanent)
        self.ambiguous = ambiguous
        self.wait = wait
        self.gone = gone


class VoiceError(PortError):
    """A voice could not speak a segment; `hung` says that it did not come to an end in time."""

    def __init__(self, message: str, *, permanent: bool = False, hung: bool = False) -> None:
        super().__init__(message, permanent=permanent)
        self.hung = hung


class StoreError(PortError):
    """The database could not be read or written."""


class WorkersGoneError(DigestBotError):
    """The process that keeps the workers running is gone, and them with it: begin again."""


class LeaseLostError(DigestBotError):
    """Somebody else may be at this work by now: stop at once, do nothing more outside, write nothing down as done."""

    def __init__(self, message: str = "Another process is at this work by now; nothing more was done here.") -> None:
        super().__init__(message)
