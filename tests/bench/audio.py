"""What the spoken edition is measured by, printed as a table: `make bench-audio`, a few minutes.

`python -m tests.bench.audio faults renders` prints only these parts.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
import wave
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path

from mutagen.id3 import ID3

from digest_bot.model import Audio, Digest, Memory, Narration
from digest_bot.pipeline import Options, build_digest
from digest_bot.ports import Voice
from digest_bot.shell.recording import Silence, record
from digest_bot.shell.takes import take
from digest_bot.sound.audio import Clip
from digest_bot.sound.loudness import loudness, true_peak
from digest_bot.text.narration import narrate
from digest_bot.voices.espeak import Espeak
from digest_bot.voices.flite import Flite
from digest_bot.voices.piper import Piper
from digest_bot.voices.pyttsx3 import Pyttsx3
from tests.bench.edition import edition
from tests.bench.recogniser import Recogniser, passages, word_errors
from tests.bench.second_edition import second_edition
from tests.builders import EDITION, NOW
from tests.corpus.cases import cases, documents
from tests.listening import decoded, silence_before, speech_begins
from tests.voices.programs import program
from tests.voices.tiny_voice import write_piper_voice

RENDERS, AT_ONCE = 500, 6


def main(wanted: Sequence[str]) -> None:
    """Print the figures of these parts, or of all."""
    print(f"pyttsx3 {version('pyttsx3')}, espeakng-loader {version('espeakng-loader')}, lameenc {version('lameenc')}\n")
    parts: tuple[Callable[[Path], Iterator[str]], ...] = (chain, voices, recognised, faults, renders)
    for part in parts:
        if wanted and part.__name__ not in wanted:
            continue
        with tempfile.TemporaryDirectory() as folder:
            for line in part(Path(folder)):
                print(line, flush=True)


def chain(folder: Path) -> Iterator[str]:
    """The whole way from digest to MP3, cold, in a process of its own; against the floor, one espeak for the text."""
    script = narrate(edition())
    words = sum(len(segment.written.split()) for segment in script.segments)
    runs = [json.loads(_python("-m", "tests.bench.audio", "one-chain", str(folder / str(n)))) for n in range(3)]
    best = min(runs, key=lambda run: float(run["cpu"]))
    floor = _floor(script, folder)
    yield f"chain: {words} words, {len(script.segments)} segments, {best['audio']:.0f} s of sound"
    yield f"  cold {best['seconds']:.2f} s = {best['audio'] / best['seconds']:.0f} x real time (goal 40; best of 3)"
    idle = best["audio"] / max(best["cpu"] / 2, best["parent_cpu"])
    yield f"  CPU {best['cpu']:.2f} s, {best['parent_cpu']:.2f} of it in the parent: {idle:.0f} x on two idle cores"
    yield f"  floor, the library alone for the whole text: {floor:.2f} s"
    yield f"  parent {best['parent_mb']:.0f} MB (goal 150), worker {_worker_megabytes(folder):.0f} MB (goal 40)"
    yield f"  unchanged digest {best['again_ms']:.0f} ms of CPU (goal 50); new headline: {best['rendered']} rendered"


def one_chain(folder: Path) -> None:
    """Speak the edition once with nothing kept, then again; print what it cost as JSON."""
    digest, voice = edition(), Pyttsx3()
    start, used = time.perf_counter(), time.process_time()
    sound = record(narrate(digest), [voice], scratch=folder)
    seconds, parent_cpu = time.perf_counter() - start, time.process_time() - used
    assert isinstance(sound, Audio), sound
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    again = min(_again(digest, voice, folder) for _ in range(5))
    before = set(folder.glob("*.wav"))
    first, *others = digest.stories
    record(
        narrate(replace(digest, stories=(replace(first, headline="Ferry aground"), *others))), [voice], scratch=folder
    )
    cpu = parent_cpu + children.ru_utime + children.ru_stime
    print(
        json.dumps(
            {
                "seconds": seconds,
                "audio": sound.duration,
                "cpu": cpu,
                "parent_cpu": parent_cpu,
                "parent_mb": _peak_megabytes("/proc/self/status"),
                "again_ms": again * 1000,
                "rendered": len(set(folder.glob("*.wav")) - before),
            }
        )
    )


def _again(digest: Digest, voice: Voice, folder: Path) -> float:
    """Return the seconds of CPU that a digest costs which did not change."""
    start = time.process_time()
    record(narrate(digest), [voice], scratch=folder)
    return time.process_time() - start


def voices(folder: Path) -> Iterator[str]:
    """Loudness and peak of the encoded file, and chapters, for every voice that is here."""
    yield "voices: loudness LUFS (goal -19 +-0.5), true peak dBTP (goal <= -1), chapters (goal <= 1, <= 100, >= 500 ms)"
    here: tuple[Voice, ...] = (
        Pyttsx3(),
        Espeak(program=program("espeak-ng", folder)),
        Flite(),
        Piper(write_piper_voice(folder)),
    )
    for voice in here:
        if voice.unavailable():
            yield f"  {voice.name:<8} is not here"
            continue
        sound = record(narrate(edition()), [voice], scratch=folder / voice.name)
        assert isinstance(sound, Audio), sound
        samples, rate = decoded(sound.mp3)
        tag = {frame.element_id: frame for frame in ID3(BytesIO(sound.mp3)).getall("CHAP")}
        marks = [tag[f"story-{number}"] for number in range(1, len(sound.chapters) + 1)]
        error = max(abs(m.start_time - 1000 * c.start) for m, c in zip(marks, sound.chapters, strict=True))
        begins = max(speech_begins(samples, rate, after=chapter.start) for chapter in sound.chapters)
        silence = min(silence_before(samples, rate, before=chapter.start) for chapter in sound.chapters)
        yield (
            f"  {voice.name:<8} {loudness(samples, rate):6.2f} LUFS {true_peak(samples):6.2f} dBTP, tag error "
            f"{error:.2f} ms, speech after {1000 * begins:.0f} ms, silence before {1000 * silence:.0f} ms"
        )


def recognised(folder: Path) -> Iterator[str]:
    """Words that a recogniser gets wrong in good sound and with three planted faults, per story and per passage."""
    good, bad = _Errors(), {name: _Errors() for name in ("last sentence missing", "cut at 60 %", "another story")}
    count = 0
    for digest in (edition(), second_edition(), _corpus()):
        stories = _spoken(digest, folder)
        recogniser = Recogniser([text for texts, _ in stories for text in texts], folder)
        for number, (texts, clips) in enumerate(stories):
            wanted = passages(texts)
            other = stories[(number + 1) % len(stories)][1]
            good.add(word_errors(wanted, recogniser.words(clips)))
            bad["last sentence missing"].add(word_errors(wanted, recogniser.words(clips[:-1])))
            bad["cut at 60 %"].add(word_errors(wanted, recogniser.words(clips, share=0.6)))
            bad["another story"].add(word_errors(wanted, recogniser.words(other)))
        count += len(stories)
    yield f"recogniser: {count} stories, {len(good.passages)} passages; words wrong, lowest to highest"
    yield f"  good: passages {_span(good.passages)} (goal <= 12 %), whole stories {_span(good.stories)}"
    for name, errors in bad.items():
        yield f"  {name}: the passage {_span(errors.worst)} (goal >= 25 %), whole stories {_span(errors.stories)}"


def faults(folder: Path) -> Iterator[str]:
    """Seconds until it is decided what becomes of the sound, and what is left lying about."""
    yield "faults: decision (goal <= 30 s; with a voice behind it, the whole sound), outcome, partial files"
    script = narrate(edition())
    blocked = folder / "blocked"
    blocked.write_text("in the way", encoding="utf-8")
    bad: tuple[tuple[str, Voice, Path], ...] = (
        ("hang", _program(folder, "hang", "sleep 600"), folder / "a"),
        ("neural hang", _Slow(_program(folder, "stuck", "sleep 600")), folder / "n"),
        ("crash", _program(folder, "crash", "kill -SEGV $$"), folder / "b"),
        ("disk full", _program(folder, "full", 'head -c 20000 /dev/zero > "$8"; exit 28'), folder / "c"),
        ("silent file", _program(folder, "mute", 'cat > /dev/null; : > "$8"'), folder / "d"),
        ("no library", Espeak(program="no-such-program"), folder / "e"),
        ("bad voice file", Piper(_broken(folder)), folder / "f"),
        ("unwritable", Pyttsx3(), blocked / "speech"),
    )
    for name, voice, scratch in bad:
        for stand_in in ([], [Pyttsx3()]):
            start = time.perf_counter()
            sound = record(script, [voice, *stand_in], scratch=scratch)
            seconds = time.perf_counter() - start
            said = f"no sound: {sound.reason[:60]}…" if isinstance(sound, Silence) else f"spoken by {sound.voice}"
            left = [
                path for path in scratch.parent.rglob("*") if ".part" in path.name or path.name.startswith(".render")
            ]
            yield f"  {name:<14} {seconds:5.1f} s  {len(left)} partial  {said}"


def renders(folder: Path) -> Iterator[str]:
    """Many renders under load, compared byte for byte with what the library says itself."""
    texts = [segment.spoken for segment in narrate(edition()).segments]
    own = Espeak(program=program("espeak-ng", folder))
    wanted = {}
    for number, text in enumerate(texts):
        out = folder / f"own-{number}.wav"
        own.render(text, out, language="en", timeout=60)
        wanted[text] = _frames(out)
    voice = Pyttsx3()

    def same(job: tuple[int, str]) -> bool:
        number, text = job
        out = folder / f"{number}.wav"
        voice.render(text, out, language="en", timeout=60)
        equal = _frames(out) == wanted[text]
        out.unlink()
        return equal

    with ThreadPoolExecutor(AT_ONCE) as pool:
        right = sum(pool.map(same, enumerate(islice(cycle(texts), RENDERS))))
    yield f"renders: {RENDERS} at {AT_ONCE} a time, {RENDERS - right} missing, empty or other bytes (goal 0)"


class _Slow:
    """A voice that is given a second a word, as neural ones are."""

    patience = 1.0

    def __init__(self, voice: Espeak) -> None:
        self._voice = voice
        self.name, self.rate = "neural", voice.rate
        self.unavailable, self.fingerprint, self.render = voice.unavailable, voice.fingerprint, voice.render


@dataclass(frozen=True, slots=True)
class _Errors:
    """Word error rates of stories, of all their passages, and of the worst passage of each."""

    stories: list[float] = field(default_factory=list)
    passages: list[float] = field(default_factory=list)
    worst: list[float] = field(default_factory=list)

    def add(self, errors: tuple[float, list[float]]) -> None:
        self.stories.append(errors[0])
        self.passages.extend(errors[1])
        self.worst.append(max(errors[1]))


def _spoken(digest: Digest, folder: Path) -> list[tuple[list[str], list[Clip]]]:
    """Return the spoken texts of every English story and their sound as the default voice makes it."""
    voice, stories = Pyttsx3(), defaultdict(list)
    for segment in narrate(digest).segments:
        stories[segment.story].append(segment)
    english = [said for key, said in stories.items() if key is not None and {s.language for s in said} == {"en"}]
    return [([s.spoken for s in said], [take(s, voice, scratch=folder).clip for s in said]) for said in english]


def _corpus() -> Digest:
    """Return a digest of every story of the corpus."""
    found = [document for one in cases() for document in documents(one.source)]
    options = Options(max_stories=100, max_per_source=100)
    return build_digest(found, edition=EDITION, now=NOW, memory=Memory(), options=options)


def _span(errors: list[float]) -> str:
    """Return the lowest and the highest of these shares."""
    return f"{100 * min(errors):.1f} to {100 * max(errors):.1f} %"


def _floor(script: Narration, folder: Path) -> float:
    """Return the seconds the library needs for the text in one go."""
    text = " ".join(segment.spoken for segment in script.segments)
    start = time.perf_counter()
    Espeak(program=program("espeak-ng", folder)).render(text, folder / "floor.wav", language="en", timeout=60)
    return time.perf_counter() - start


def _worker_megabytes(folder: Path) -> float:
    """Return the peak memory of one worker, seen from a parent that is smaller than it."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], input=sys.stdin.buffer.read(), check=True, "
        "stdout=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    commands: list[list[str]] = []
    run = subprocess.run

    def watched(command: list[str], **options: object) -> object:
        commands.append(list(command))
        return run(command, **options)  # type: ignore[call-overload]

    subprocess.run = watched  # type: ignore[assignment]
    try:
        longest = max((segment.spoken for segment in narrate(edition()).segments), key=len)
        Pyttsx3().render(longest, folder / "one.wav", language="en", timeout=60)
    finally:
        subprocess.run = run
    done = run(
        [sys.executable, "-S", "-c", code, *commands[0]], input=longest.encode(), capture_output=True, check=True
    )
    return float(done.stdout)


def _peak_megabytes(status: str) -> float:
    lines = Path(status).read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def _python(*arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], capture_output=True, encoding="utf-8", check=True)
    return done.stdout


def _program(folder: Path, name: str, body: str) -> Espeak:
    path = folder / name
    path.write_text(f'#!/bin/sh\n[ "$1" = --version ] && exit 0\n{body}\n', encoding="utf-8")
    path.chmod(0o755)
    return Espeak(program=str(path))


def _broken(folder: Path) -> Path:
    place = folder / "broken"
    place.mkdir()
    model = write_piper_voice(place)
    model.write_bytes(b"not an onnx file")
    return model


def _frames(path: Path) -> bytes:
    with wave.open(str(path)) as file:
        return bytes(file.readframes(file.getnframes()))


if __name__ == "__main__":
    if sys.argv[1:2] == ["one-chain"]:
        one_chain(Path(sys.argv[2]))
    else:
        main(sys.argv[1:])
