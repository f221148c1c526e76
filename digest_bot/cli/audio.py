"""`digest-bot voices`, `say` and `podcast`: who can speak here, speaking anything, where editions are heard."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest_bot.cli.terminal import config_option, digest_option, progress, write_whole
from digest_bot.errors import SourceError, VoiceError

if TYPE_CHECKING:
    from digest_bot.model import Audio, Narration
    from digest_bot.settings import AudioSettings, Settings
    from digest_bot.shell.studio import Studio

SAMPLE = "This is the voice {name}. On December 4 the bridge cost $8.9 million, about 20% more than planned."
NAMES = ("pyttsx3", "espeak", "flite", "piper", "sherpa")

voice_option = click.option("--voice", type=click.Choice(NAMES), help="Which voice.  [default: the configured one]")


@click.command()
@config_option
@click.option("--sample", "name", type=click.Choice(NAMES), help="Write a sample of this voice.")
@click.option("--out", type=click.Path(path_type=Path), help="File of the sample.  [default: NAME.mp3]")
def voices(*, config: Path | None, name: str | None, out: Path | None) -> None:
    """List the voices and whether they work here; let one be heard.

    \b
    digest-bot voices                     what works, and what the others need
    digest-bot voices --sample espeak     writes espeak.mp3
    """
    from digest_bot.wiring import build_voices

    settings, _ = _audio_settings(config, voice=None, rate=None)
    if name:
        _hear(config, name, out or Path(f"{name}.mp3"))
        return
    for each, voice in build_voices(settings).items():
        reason = voice.unavailable()
        chosen = ", chosen" if each == settings.voice else ""
        click.echo(f"{each:<9}{'works' if reason is None else 'no'}{chosen}")
        if reason and each != "silent":
            click.echo(f"         {reason}")


@click.command()
@click.argument("what")
@config_option
@voice_option
@click.option("--rate", type=click.IntRange(80, 400), help="Words a minute.  [default: the configured ones]")
@click.option("--out", type=click.Path(path_type=Path), help="The sound file.  [default: named after what is said]")
@click.option("--transcript", type=click.Path(path_type=Path), help="Also write what is said when, as WebVTT.")
@click.option("--text", "only_text", is_flag=True, help="Print what would be said, and make no sound.")
def say(  # noqa: PLR0913 - one argument an option
    *,
    what: str,
    config: Path | None,
    voice: str | None,
    rate: int | None,
    out: Path | None,
    transcript: Path | None,
    only_text: bool,
) -> None:
    """Speak a file, a web page, or with - what comes in on standard input.

    \b
    digest-bot say article.txt                    writes article.mp3
    digest-bot say https://news.example/story     writes news.example.mp3
    echo "It cost $8.9 million." | digest-bot say - --text
    """
    from digest_bot.wiring import build_studio

    audio, scratch = _audio_settings(config, voice=voice, rate=rate)
    with progress() as tell:
        tell("Reading")
        narration = _narration(what, config, audio)
    if only_text:
        click.echo("\n".join(segment.spoken for segment in narration.segments))
        return
    studio = build_studio(audio, scratch=scratch)
    reason = studio.voices[0].unavailable() if voice else None
    if reason:  # who asks for one voice wants no other
        raise VoiceError(reason, permanent=True)
    sound = _perform(narration, studio)
    _write(sound, out or Path(f"{_stem(what)}{sound.suffix}"), transcript)


@click.command()
@config_option
@digest_option
@click.option("--renew", is_flag=True, help="Make a new address; the old one ends at once.")
def podcast(*, config: Path | None, name: str | None, renew: bool) -> None:
    """Print the private address where a digest is heard: in a browser, or with feed.xml in a podcast app."""
    from digest_bot.config import find_config, load_settings
    from digest_bot.errors import ConfigError
    from digest_bot.wiring import listen_address

    settings = load_settings(find_config(config))
    names = [digest.name for digest in settings.digests if name in (None, digest.name)]
    if len(names) != 1:
        known = ", ".join(digest.name for digest in settings.digests)
        raise ConfigError(f"Name one of the digests with --digest: {known}.")
    address = listen_address(settings, names[0], renew=renew)
    click.echo(f"{address}\n{address}feed.xml")


def _audio_settings(config: Path | None, *, voice: str | None, rate: int | None) -> "tuple[AudioSettings, Path]":
    """Return how to speak and where single segments are kept; without a configuration the defaults."""
    from dataclasses import replace

    from platformdirs import user_cache_path

    from digest_bot.config import APP
    from digest_bot.settings import AudioSettings

    settings = _settings(config)
    audio = settings.audio if settings else AudioSettings()
    cache = settings.cache if settings else user_cache_path(APP)
    return replace(audio, voice=voice or audio.voice, rate=rate or audio.rate), cache / "speech"


def _settings(config: Path | None) -> "Settings | None":
    """Return the configuration; None when none was named and none is found."""
    from digest_bot.config import find_config, load_settings
    from digest_bot.errors import ConfigError

    try:
        path = find_config(config)
    except ConfigError:
        if config is not None:
            raise
        return None
    return load_settings(path)


def _hear(config: Path | None, name: str, out: Path) -> None:
    from digest_bot.model import Heading, Narration, Segment
    from digest_bot.text.speech import speak
    from digest_bot.wiring import build_voices

    audio, scratch = _audio_settings(config, voice=name, rate=None)
    from digest_bot.shell.studio import Studio

    written = SAMPLE.format(name=name)
    said = Segment(written, speak(written, lexicon=audio.lexicon).text, 0, 0.0)
    script = Narration(f"The voice {name}", "en", (said,), (Heading(f"The voice {name}"),))
    _write(_perform(script, Studio((build_voices(audio)[name],), scratch)), out, None)


def _narration(what: str, config: Path | None, audio: "AudioSettings") -> "Narration":
    """Return the script of a file, a page or standard input; raises SourceError with the reason when there is none."""
    from digest_bot.model import Skipped
    from digest_bot.text.narration import narrate_article, narrate_text
    from digest_bot.wiring import read_one

    if what == "-":
        given = sys.stdin.buffer.read().decode("utf-8", errors="replace")
        return narrate_text(given, title="Said", lexicon=audio.lexicon)
    settings = _settings(config)
    found = read_one(what, timeout=settings.web_timeout, allow=settings.web_allow) if settings else read_one(what)
    if isinstance(found, Skipped):
        raise SourceError(found.detail)
    return narrate_article(found, lexicon=audio.lexicon)


def _perform(narration: "Narration", studio: "Studio") -> "Audio":
    """Return the sound; raises VoiceError with the reason when there is none."""
    from digest_bot.shell.recording import Silence
    from digest_bot.shell.studio import perform

    with progress() as tell:
        sound = perform(narration, studio, heard=lambda done, all_: tell(f"Speaking {done} of {all_}"))
    if isinstance(sound, Silence):
        raise VoiceError(sound.reason)
    return sound


def _write(audio: "Audio", out: Path, transcript: Path | None) -> None:
    """Write the files, each whole or not at all; raises DigestBotError when one cannot be written."""
    from digest_bot.sound.audio import transcript as webvtt

    contents = {out: audio.sound} | ({transcript: webvtt(audio).encode()} if transcript else {})
    for path, content in contents.items():
        write_whole(path, content)
    click.echo(f"{out} ({audio.duration:.0f} s, {audio.voice})")


def _stem(what: str) -> str:
    """Return what the file of this article is called: the name of the file or of the site."""
    from urllib.parse import urlsplit

    if what == "-":
        return "said"
    return urlsplit(what).hostname or "page" if what.startswith(("http://", "https://")) else Path(what).stem


COMMANDS = (voices, say, podcast)
