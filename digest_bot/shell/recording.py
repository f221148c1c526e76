"""Speaking a narration: by the first voice that can, odd segments by the next, mastered into one sound."""

import contextlib
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from digest_bot.errors import VoiceError
from digest_bot.model import Audio, Narration, Segment
from digest_bot.ports import Voice
from digest_bot.shell.masters import find, keep, place_of
from digest_bot.shell.takes import MOST, Take, forget, take
from digest_bot.sound.audio import master
from digest_bot.sound.m4a import unavailable

log = logging.getLogger(__name__)

AT_ONCE = 2
"""Renders at a time."""
DECISION = 28.0
"""Seconds after which it is known whether there will be sound, although every voice hangs."""
LAST_CHANCE = 4.0
"""Seconds of these that a voice gets in any case."""
SHARE = 10
"""Of so many segments one may go wrong and it is still the fault of the text, not of the voice."""


@dataclass(frozen=True, slots=True)
class Silence:
    """There is no sound, and why, in sentences for the reader."""

    reason: str


def record(
    narration: Narration,
    voices: Sequence[Voice],
    *,
    scratch: Path,
    headlines: Voice | None = None,
    heard: Callable[[int, int], None] | None = None,
    form: str = "mp3",
) -> Audio | Silence:
    """Return the narration spoken from beginning to end by the first of the voices that manages it.

    `headlines` speaks the headlines as long as it can. A single segment that a voice cannot say is said by one behind
    it. `scratch` keeps the sound of every segment; what was spoken before with the same voice is not spoken again, and
    several workers may use it at once. `heard` is told after every segment how many of how many are done.
    `form` is the format of the file, `mp3` or `m4a`.
    """
    said = tuple(segment for segment in narration.segments if any(char.isalnum() for char in segment.spoken))
    if not said:
        return Silence("There is nothing to speak.")
    if form == "m4a" and unavailable():
        return Silence(unavailable())
    narration, reasons = replace(narration, segments=said), []
    until = time.monotonic() + DECISION
    for place, voice in enumerate(voices):
        reason = voice.unavailable()
        if reason is None:
            until = max(until, time.monotonic() + LAST_CHANCE)
            booth = _Booth(
                voice,
                voices[place + 1 :],
                scratch,
                allowed=len(said) // SHARE or 1,
                headlines=headlines,
                form=form,
                until=until,
            )
            try:
                return _recorded(narration, booth, heard)
            except VoiceError as error:
                reason = f"The voice {voice.name} failed: {error}"
            except OSError as error:
                return Silence(f"The folder {scratch} cannot be used: {error.strerror}.")
            log.warning("%s", reason)
        reasons.append(reason)
    return Silence(" ".join(reasons) or "There is no voice.")


def _recorded(narration: Narration, booth: "_Booth", heard: Callable[[int, int], None] | None) -> Audio:
    """Return what was mastered before, or speak and master; raises VoiceError, OSError for the folder."""
    lead = booth.lead
    place = place_of(narration, voice=lead.name, fingerprint=booth.fingerprint(), folder=booth.scratch)
    before = find(place)
    if before is not None:
        return before
    takes = _speak(narration, booth, heard)
    audio = master(narration, [one.clip for one in takes], voice=lead.name, form=booth.form)
    if not booth.trouble:
        keep(audio, place)
    return audio


def _speak(narration: Narration, booth: "_Booth", heard: Callable[[int, int], None] | None) -> list[Take]:
    """Return one take a segment; raises VoiceError when the lead is of no use, OSError for the folder."""
    booth.scratch.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting = [pool.submit(booth.take, segment) for segment in narration.segments]
        try:
            takes = []
            for one in waiting:
                takes.append(one.result())
                if heard:
                    heard(len(takes), len(waiting))
        finally:
            pool.shutdown(cancel_futures=True)
    forget(booth.scratch)
    return takes


@dataclass(frozen=True, slots=True)
class _Booth:
    """A voice, and behind it those that speak what it cannot."""

    lead: Voice
    stand_ins: Sequence[Voice]
    scratch: Path
    allowed: int
    """Segments that may go wrong before the lead is given up."""
    headlines: Voice | None = None
    form: str = "mp3"
    until: float = 0.0
    """When, by the monotonic clock, a voice that has not said anything yet is given up."""
    trouble: list[str] = field(default_factory=list)
    proven: set[str] = field(default_factory=set)
    """Names of the voices that have spoken a segment."""
    given_up: set[str] = field(default_factory=set)
    """Names of the voices that hung."""

    def fingerprint(self) -> str:
        """Return what the sound depends on besides the script."""
        own = self.headlines.fingerprint() if self.headlines and not self.headlines.unavailable() else ""
        return f"{self.lead.fingerprint()} {own} {self.form}"

    def take(self, segment: Segment) -> Take:
        """Return the segment spoken by its voice or, when only a few segments failed so far, by a stand-in."""
        self._give_up()
        if segment.headline and self.headlines and not self.headlines.unavailable():
            with contextlib.suppress(VoiceError):
                return self._by(self.headlines, segment)
        try:
            spoken = self._by(self.lead, segment)
        except VoiceError as error:
            if error.hung:  # and so it did when asked again: the next segment would take as long
                self.trouble.extend([str(error)] * (self.allowed + 1))
            self._note(str(error))
            return self._stand_in(segment, error)
        if spoken.doubt:
            self._note(f"{spoken.doubt} for “{segment.spoken[:60]}”.")
        return spoken

    def _by(self, voice: Voice, segment: Segment) -> Take:
        """Return what this voice says, with less time until it has said something; once it hung it is not asked."""
        if voice.name in self.given_up:
            raise VoiceError(f"{voice.name} hung.", hung=True)
        most = MOST if voice.name in self.proven else min(MOST, 0.7 * max(LAST_CHANCE, self.until - time.monotonic()))
        try:
            spoken = take(segment, voice, scratch=self.scratch, most=most)
        except VoiceError as error:
            if error.hung:
                self.given_up.add(voice.name)
            raise
        self.proven.add(voice.name)
        return spoken

    def _note(self, what: str) -> None:
        log.info("%s: %s", self.lead.name, what)
        self.trouble.append(what)
        self._give_up()

    def _give_up(self) -> None:
        if len(self.trouble) > self.allowed:
            raise VoiceError(self.trouble[0])

    def _stand_in(self, segment: Segment, error: VoiceError) -> Take:
        for voice in self.stand_ins:
            if voice.unavailable() is None:
                with contextlib.suppress(VoiceError):
                    return self._by(voice, segment)
        raise error
