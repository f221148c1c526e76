"""Numbers as words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_bot.text.numbers import cardinal, code, digits, ordinal, plural, spoken_number, two_digits, year
from digest_bot.text.roman import roman


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (40, "forty"),
        (99, "ninety nine"),
        (100, "one hundred"),
        (115, "one hundred fifteen"),
        (1000, "one thousand"),
        (20_017, "twenty thousand seventeen"),
        (1_000_001, "one million one"),
        (3_400_000_000, "three billion four hundred million"),
        (10**15, "one quadrillion"),
    ],
)
def test_a_count_is_read_without_and(n: int, words: str) -> None:
    assert cardinal(n) == words


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (1, "first"),
        (5, "fifth"),
        (8, "eighth"),
        (12, "twelfth"),
        (20, "twentieth"),
        (33, "thirty third"),
        (100, "one hundredth"),
    ],
)
def test_an_ordinal_changes_the_last_word(n: int, words: str) -> None:
    assert ordinal(n) == words


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (1066, "ten sixty six"),
        (1700, "seventeen hundred"),
        (1907, "nineteen oh seven"),
        (2000, "two thousand"),
        (2008, "two thousand eight"),
        (2031, "twenty thirty one"),
    ],
)
def test_a_year_is_read_in_halves(n: int, words: str) -> None:
    assert year(n) == words


@pytest.mark.parametrize(
    ("n", "words"),
    [(7, "seven"), (95, "ninety five"), (100, "one hundred"), (340, "three forty"), (707, "seven oh seven")],
)
def test_a_number_that_is_a_name_is_read_in_parts(n: int, words: str) -> None:
    assert code(n) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2,345", "two thousand three hundred forty five"),
        ("0.07", "zero point zero seven"),
        ("12.50", "twelve point five zero"),
    ],
)
def test_decimals_are_read_one_by_one(written: str, words: str) -> None:
    assert spoken_number(written) == words


def test_digits_skip_what_is_no_digit() -> None:
    assert digits("90-21") == "nine zero two one"


def test_a_minute_below_ten_has_an_oh() -> None:
    assert (two_digits(4), two_digits(40)) == ("oh four", "forty")


def test_plurals_of_number_words_are_regular() -> None:
    assert [plural(word) for word in ("eighty", "six", "hundred")] == ["eighties", "sixes", "hundreds"]


@pytest.mark.parametrize(("numeral", "n"), [("IV", 4), ("XIX", 19), ("XXIII", 23), ("XL", 40), ("LVIII", 58)])
def test_a_roman_numeral_has_its_value(numeral: str, n: int) -> None:
    assert roman(numeral) == n


@given(st.integers(min_value=0, max_value=10**18 - 1))
def test_every_count_has_words_without_a_digit(n: int) -> None:
    assert cardinal(n).replace(" ", "").isalpha()


@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=0, max_value=10**6))
def test_two_counts_are_never_read_alike(first: int, second: int) -> None:
    assert (cardinal(first) == cardinal(second)) == (first == second)
