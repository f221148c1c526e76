"""A voice with a spelling of its own for some words: what one engine says wrong another may say right."""

from collections.abc import Mapping
from pathlib import Path

from digest_bot.ports import Voice
from digest_bot.text.speech import respell


class Respelling:
    """Speaks with `voice`, after the words in `lexicon` were replaced by how they are to be said."""

    def __init__(self, voice: Voice, lexicon: Mapping[str, str]) -> None:
        self._voice = voice
        self._lexicon = dict(lexicon)
        self.name, self.rate, self.patience = voice.name, voice.rate, voice.patience

    def unavailable(self) -> str | None:
        """Return why the voice behind it cannot work."""
        return self._voice.unavailable()

    def fingerprint(self) -> str:
        """Return that of the voice and the lexicon."""
        return f"{self._voice.fingerprint()} {sorted(self._lexicon.items())}"

    def render(self, text: str, out: Path, *, language: str, timeout: float) -> None:
        """Speak the respelled text. Raises VoiceError."""
        self._voice.render(respell(text, self._lexicon), out, language=language, timeout=timeout)
