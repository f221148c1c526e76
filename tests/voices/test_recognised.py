"""A recogniser that knows the words hears them in the sound, and hears when some are not there."""

from pathlib import Path

import pytest

from digest_bot.model import Segment
from digest_bot.shell.takes import take
from digest_bot.sound.audio import Clip
from digest_bot.text.speech import speak
from digest_bot.voices.pyttsx3 import Pyttsx3
from tests.bench.recogniser import Recogniser, Words, passages, word_errors

FERRY = (
    "The ferry Aurora ran aground off Tarn Island at 6:45 p.m. with 212 people aboard.",
    "Everyone was brought ashore by midnight, and three passengers were treated for cold.",
    "The 48-year-old vessel had passed an inspection on Nov. 3, the coast guard said.",
)
BANK = (
    "The central bank left its main rate at 3.25% on Thursday, for the fourth time in a row.",
    "Inflation fell to 2.1% in October from 2.6% in September, close to the goal of 2%.",
)
GOOD, BAD = 0.12, 0.25
"""Share of the words that are wrong in good sound at most, and at least where a fault was planted."""


def said(sentences: tuple[str, ...]) -> list[str]:
    return [speak(sentence).text for sentence in sentences]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("heard")


@pytest.fixture(scope="module")
def clips(folder: Path) -> dict[str, list[Clip]]:
    voice = Pyttsx3()
    return {
        name: [take(Segment(text, text, 0, 0.0), voice, scratch=folder).clip for text in said(sentences)]
        for name, sentences in (("ferry", FERRY), ("bank", BANK))
    }


@pytest.fixture(scope="module")
def recogniser(folder: Path) -> Recogniser:
    return Recogniser([*said(FERRY), *said(BANK)], folder)


def worst(wanted: list[Words], heard: Words) -> float:
    return max(word_errors(wanted, heard)[1])


def test_every_passage_of_a_good_sound_is_heard(recogniser: Recogniser, clips: dict[str, list[Clip]]) -> None:
    assert worst(passages(said(FERRY)), recogniser.words(clips["ferry"])) <= GOOD


def test_a_missing_last_sentence_is_noticed(recogniser: Recogniser, clips: dict[str, list[Clip]]) -> None:
    whole, _ = word_errors(passages(said(FERRY)), recogniser.words(clips["ferry"][:-1]))
    assert whole >= BAD


def test_a_cut_is_noticed(recogniser: Recogniser, clips: dict[str, list[Clip]]) -> None:
    whole, _ = word_errors(passages(said(FERRY)), recogniser.words(clips["ferry"], share=0.6))
    assert whole >= BAD


def test_another_story_is_noticed(recogniser: Recogniser, clips: dict[str, list[Clip]]) -> None:
    whole, _ = word_errors(passages(said(FERRY)), recogniser.words(clips["bank"]))
    assert whole >= BAD


@pytest.mark.parametrize(
    ("heard", "whole", "parts"),
    [
        ("one two three four", 0.0, [0.0, 0.0]),
        ("one two", 0.5, [0.0, 1.0]),
        ("one two three five", 0.25, [0.0, 0.5]),
        ("one and two three four", 0.25, [0.5, 0.0]),
    ],
)
def test_an_error_belongs_to_its_passage(heard: str, whole: float, parts: list[float]) -> None:
    assert word_errors([["one", "two"], ["three", "four"]], heard.split()) == (whole, parts)
