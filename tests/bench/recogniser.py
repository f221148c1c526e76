"""Hearing words: pocketsphinx with the vocabulary and the word pairs of the very text that should be heard."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from pocketsphinx import Decoder, get_model_path

from digest_bot.sound.waveform import Samples, resample, to_pcm

RATE = 16_000
BACKOFF = 0.3
"""Share of probability that is left for pairs of words that do not stand in the text."""
_SOUNDS = {
    **dict(zip("abcdefghijklm", ("AE", "B", "K", "D", "EH", "F", "G", "HH", "IH", "JH", "K", "L", "M"), strict=True)),
    **dict(zip("nopqrstuvwxyz", ("N", "AA", "P", "K", "R", "S", "T", "AH", "V", "W", "K S", "Y", "Z"), strict=True)),
}
"""How a word that no dictionary knows may sound, letter by letter."""


def words_of(text: str) -> list[str]:
    """Return the words of a spoken text in lower case; `I M F` is three."""
    return re.findall(r"[a-z][a-z']*", text.lower())


def word_errors(wanted: str, heard: Sequence[str]) -> float:
    """Return the word error rate: words to change, add or take away, as a share of those wanted."""
    reference = words_of(wanted)
    row = list(range(len(heard) + 1))
    for number, word in enumerate(reference, 1):
        before, row[0] = row[0], number
        for place, other in enumerate(heard, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (word != other))
    return row[-1] / max(1, len(reference))


class Recogniser:
    """Hears the words of these texts and no others."""

    def __init__(self, texts: Sequence[str], folder: Path) -> None:
        sentences = [words_of(text) for text in texts]
        model = folder / "words.lm"
        model.write_text(_pairs_model(sentences), encoding="utf-8")
        known = Path(str(get_model_path("en-us/cmudict-en-us.dict"))).read_text(encoding="utf-8")
        listed = {line.split(" ", 1)[0].partition("(")[0] for line in known.splitlines()}
        lines = [line for line in known.splitlines() if line.split(" ", 1)[0].partition("(")[0] in _all(sentences)]
        strange = sorted(_all(sentences) - listed)
        lines += [f"{word} {' '.join(_SOUNDS[letter] for letter in word if letter in _SOUNDS)}" for word in strange]
        dictionary = folder / "words.dict"
        dictionary.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self._decoder = Decoder(lm=str(model), dict=str(dictionary), samprate=RATE, loglevel="FATAL")

    def words(self, samples: Samples, rate: int) -> list[str]:
        """Return the words that are heard."""
        self._decoder.start_utt()
        self._decoder.process_raw(to_pcm(resample(samples, rate, RATE)).tobytes(), full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return words_of(found.hypstr) if found else []


def _all(sentences: Sequence[Sequence[str]]) -> set[str]:
    return {word for sentence in sentences for word in sentence}


def _pairs_model(sentences: Sequence[Sequence[str]]) -> str:
    """Return a bigram model in the ARPA format: the pairs of the text, and a little for any other."""
    framed = [["<s>", *sentence, "</s>"] for sentence in sentences]
    single = Counter(word for sentence in framed for word in sentence)
    pairs = Counter(pair for sentence in framed for pair in pairwise(sentence))
    total = sum(single.values())
    lines = ["\\data\\", f"ngram 1={len(single)}", f"ngram 2={len(pairs)}", "", "\\1-grams:"]
    lines += [f"{math.log10(n / total):.4f} {word} {math.log10(BACKOFF):.4f}" for word, n in sorted(single.items())]
    lines += ["", "\\2-grams:"]
    lines += [f"{math.log10((1 - BACKOFF) * n / single[a]):.4f} {a} {b}" for (a, b), n in sorted(pairs.items())]
    return "\n".join([*lines, "", "\\end\\", ""])
