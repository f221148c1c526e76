"""Hearing words: pocketsphinx with the vocabulary and the word order of the very texts that should be heard."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
from pocketsphinx import Decoder, get_model_path

from digest_bot.sound.audio import Clip
from digest_bot.sound.waveform import resample, to_float, to_pcm, trim
from digest_bot.text.numbers import NUMBER, spoken_number
from tests.bench.phonemes import arpabet

RATE = 16_000
PAUSE = 0.25
"""Seconds between two segments."""
BACKOFF = 0.03
"""Share of probability that is left for words that do not follow each other in the texts."""
BEAMS = {"beam": 1e-60, "pbeam": 1e-60, "wbeam": 1e-40}
"""How far behind the best reading another is followed; with the usual, narrower ones twice as many words are wrong."""
WORDS = 16
"""A passage has so many words at least: one word misheard of a name of a source would be half of it."""

Words = list[str]


def words_of(text: str) -> Words:
    """Return the words of a spoken text in lower case, numbers in words; `I M F` is three."""
    said = re.sub(NUMBER, lambda match: f" {spoken_number(match[0])} ", text)
    return re.findall(r"[^\W\d_](?:[^\W\d_]|')*", said.lower())


def passages(texts: Sequence[str]) -> list[Words]:
    """Return the words of the spoken segments of a story; a short one belongs to what follows it."""
    found: list[Words] = [[]]
    for text in texts:
        if len(found[-1]) >= WORDS:
            found.append([])
        found[-1] += words_of(text)
    return found


def word_errors(wanted: Sequence[Words], heard: Words) -> tuple[float, list[float]]:
    """Return the word error rate of the whole and of every passage: words to change, add or take away, as a share."""
    reference = [word for passage in wanted for word in passage]
    wrong = [0, *accumulate(_charged(reference, heard))]
    ends = [0, *accumulate(map(len, wanted))]
    parts = [(wrong[end] - wrong[start]) / max(1, end - start) for start, end in pairwise(ends)]
    return wrong[-1] / max(1, len(reference)), parts


class Recogniser:
    """Hears the words of these texts and no others; it keeps its tables in `folder`."""

    def __init__(self, texts: Sequence[str], folder: Path) -> None:
        sentences = [words_of(text) for text in texts]
        model, dictionary = folder / "words.lm", folder / "words.dict"
        model.write_text(_language_model(sentences), encoding="utf-8")
        dictionary.write_text("".join(_entries({word for words in sentences for word in words})), encoding="utf-8")
        self._decoder = Decoder(lm=str(model), dict=str(dictionary), samprate=RATE, loglevel="FATAL", **BEAMS)

    def words(self, clips: Sequence[Clip], *, share: float = 1.0) -> Words:
        """Return the words that are heard in these clips, one behind the other, or in the first `share` of them."""
        pause = np.zeros(round(PAUSE * RATE), dtype=np.float32)
        parts = [pause, *(part for clip in clips for part in (resample(_speech(clip), clip.rate, RATE), pause))]
        sound = np.concatenate(parts)
        pcm = to_pcm(sound[: round(share * len(sound))] * (0.5 / np.abs(sound).max()))
        self._decoder.start_utt()
        self._decoder.process_raw(pcm.tobytes(), full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return found.hypstr.split() if found else []


def _speech(clip: Clip) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return trim(to_float(clip.samples), clip.rate)


def _charged(reference: Sequence[str], heard: Sequence[str]) -> list[int]:
    """Return how many errors every wanted word is charged with; one too many belongs to the word before it."""
    rows = [list(range(len(heard) + 1))]
    for number, word in enumerate(reference, 1):
        above, row = rows[-1], [number]
        for place, other in enumerate(heard, 1):
            row.append(min(above[place] + 1, row[-1] + 1, above[place - 1] + (word != other)))
        rows.append(row)
    wrong, i, j = [0] * max(1, len(reference)), len(reference), len(heard)
    while i or j:
        costs = rows[i][j]
        if i and j and costs == rows[i - 1][j - 1] + (reference[i - 1] != heard[j - 1]):
            i, j = i - 1, j - 1
            wrong[i] += reference[i] != heard[j]
        elif i and costs == rows[i - 1][j] + 1:
            i -= 1
            wrong[i] += 1
        else:
            j -= 1
            wrong[max(0, i - 1)] += 1
    return wrong


@cache
def _known() -> Mapping[str, list[str]]:
    """Return the dictionary that comes with the recogniser: a word and the ways it is said."""
    known = defaultdict(list)
    for line in Path(str(get_model_path("en-us/cmudict-en-us.dict"))).read_text(encoding="utf-8").splitlines():
        word, sounds = line.split(" ", 1)
        known[word.partition("(")[0]].append(sounds.strip())
    return known


def _entries(words: set[str]) -> Iterator[str]:
    """Yield the lines of the dictionary: a word as the voice's own library says it, then as dictionaries do."""
    for word in sorted(words):
        for number, sounds in enumerate(dict.fromkeys([arpabet(word), *_known().get(word, [])]), 1):
            yield f"{word}({number}) {sounds}\n" if number > 1 else f"{word} {sounds}\n"


def _language_model(sentences: Sequence[Words]) -> str:
    """Return a model of word triples in the ARPA format: those of the texts, and a little for any other."""
    framed = [["<s>", *sentence, "</s>"] for sentence in sentences]
    counts = [Counter(gram for words in framed for gram in _grams(words, size)) for size in (1, 2, 3)]
    total, rest = sum(counts[0].values()), math.log10(BACKOFF)
    lines = ["\\data\\", *(f"ngram {size}={len(grams)}" for size, grams in enumerate(counts, 1))]
    for size, grams in enumerate(counts, 1):
        lines += ["", f"\\{size}-grams:"]
        for gram, count in sorted(grams.items()):
            share = count / total if size == 1 else (1 - BACKOFF) * count / counts[size - 2][gram[:-1]]
            lines.append(f"{math.log10(share):.4f} {' '.join(gram)}" + (f" {rest:.4f}" if size < 3 else ""))
    return "\n".join([*lines, "", "\\end\\", ""])


def _grams(words: Words, size: int) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(size)), strict=False)
