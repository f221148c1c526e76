"""The voice of those who want no sound."""

from pathlib import Path

from digest_bot.errors import VoiceError

REASON = "There is no sound, because the voice is set to silent."


class Silent:
    """A voice that is never available and says so."""

    name = "silent"
    rate = 0
    patience = 0.0

    def unavailable(self) -> str:
        """Return that silence is what was asked for."""
        return REASON

    def fingerprint(self) -> str:
        """Return its name: nothing is behind it."""
        return self.name

    def render(self, text: str, out: Path, *, language: str, timeout: float) -> None:  # noqa: ARG002 - the port's
        """Raise VoiceError: there is nothing to hear."""
        raise VoiceError(REASON, permanent=True)
