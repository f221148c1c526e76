import math
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wordfreq import get_frequency_dict, zipf_frequency

from digest_bot.text.frequencies import Table
from digest_bot.text.words import zipf

WORDS = """the government lukashenko zqzqzq o'clock don't twenty-five mother-in-law l'arc qu'il aujourd'hui d'état 7 25
1000 10,000 3.5 19:30 1987 2026 2050 0815 b52 f-16 covid-19 straße müller государство ёлка 1,234,567.89 x-ray-zqzqzq"""


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ru"])
def test_a_word_is_as_common_as_wordfreq_says(language: str) -> None:
    assert [zipf(word, language) for word in WORDS.split()] == [
        pytest.approx(zipf_frequency(word, language), abs=0.011) for word in WORDS.split()
    ]


@given(st.from_regex(r"[a-z]{1,8}(-[a-z]{1,6}){0,2}|[0-9]{1,6}([.,:][0-9]{1,4}){0,2}", fullmatch=True))
def test_words_of_several_pieces_and_numbers_are_judged_as_wordfreq_judges_them(word: str) -> None:
    assert zipf(word) == pytest.approx(zipf_frequency(word, "en"), abs=0.011)


@given(st.sampled_from(WORDS.split()))
def test_who_asks_for_common_words_hears_the_same_or_that_it_is_rare(word: str) -> None:
    assert zipf(word, least=2.2) in (zipf(word), 0.0)
    assert (zipf(word, least=2.2) == 0.0) == (zipf(word) < 2.2)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_word_of_the_package_is_found_and_no_other(language: str) -> None:
    known = get_frequency_dict(language)
    found = Table(language)
    for word, share in known.items():
        common = round(math.log10(share) + 9, 2)
        assert found.zipf(word) == common
        assert found.zipf(word, 2.5) == (common if common >= 2.2 else None)
        assert found.zipf(f"{word}qzx") is None


@given(st.text(st.characters(codec=None), max_size=40))
def test_any_text_has_a_frequency(word: str) -> None:
    assert 0.0 <= zipf(word) < 8


def test_the_package_itself_is_not_loaded() -> None:
    script = "import sys; from digest_bot.text.words import zipf; zipf('twenty-five'); print('wordfreq' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
