"""Numbers as the words an English reader says."""

NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}(?![0-9])(?:\.[0-9]{1,9})?|[0-9]{1,15}(?:\.[0-9]{1,9})?)"
"""Pattern of a written number: `7`, `1,234`, `0.5`; no sign."""

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((10**15, "quadrillion"), (10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_ORDINALS = dict(
    zip(
        ("one", "two", "three", "five", "eight", "nine", "twelve"),
        ("first", "second", "third", "fifth", "eighth", "ninth", "twelfth"),
        strict=True,
    )
)


def cardinal(n: int) -> str:
    """Return `one hundred thirty five` for 135; `n` is from 0 to below 10**18."""
    if n < 100:
        return _below_hundred(n)
    if n < 1000:
        return _join(f"{_ONES[n // 100]} hundred", n % 100)
    size, name = next(scale for scale in _SCALES if n >= scale[0])
    return _join(f"{cardinal(n // size)} {name}", n % size)


def ordinal(n: int) -> str:
    """Return `twenty first` for 21."""
    head, _, last = cardinal(n).rpartition(" ")
    word = _ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return f"{head} {word}".strip()


def year(n: int) -> str:
    """Return `nineteen oh five` for 1905, `two thousand nine` for 2009, `twenty twenty four` for 2024."""
    if n < 1000 or n % 1000 < 10 or n > 9999:
        return cardinal(n)
    century, rest = divmod(n, 100)
    if not rest:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {two_digits(rest)}"


def two_digits(n: int) -> str:
    """Return `oh five` for 5 and `forty two` for 42, as after a century or an hour."""
    return f"oh {_ONES[n]}" if n < 10 else _below_hundred(n)


def digits(text: str) -> str:
    """Return the digits of `text` one by one: `five zero` for 50."""
    return " ".join(_ONES[int(character)] for character in text if character in "0123456789")


def code(n: int) -> str:
    """Return a number that names something: `three twenty` for 320, `one oh one` for 101, `four hundred` for 400."""
    if 100 < n < 1000 and n % 100:
        return f"{_ONES[n // 100]} {two_digits(n % 100)}"
    return year(n) if 1000 < n < 10000 else cardinal(n)


def spoken_number(written: str) -> str:
    """Return the words of what `NUMBER` matches: `one thousand two hundred thirty four point five` for `1,234.5`."""
    whole, _, decimals = written.replace(",", "").partition(".")
    return cardinal(int(whole)) + (f" point {digits(decimals)}" if decimals else "")


def plural(words: str) -> str:
    """Return the plural of number words: `nineteen nineties`, `sixes`, `hundreds`."""
    if words.endswith("y"):
        return words[:-1] + "ies"
    return words + ("es" if words.endswith("x") else "s")


def _below_hundred(n: int) -> str:
    if n < 20:
        return _ONES[n]
    return _TENS[n // 10] + (f" {_ONES[n % 10]}" if n % 10 else "")


def _join(head: str, rest: int) -> str:
    return f"{head} {cardinal(rest)}" if rest else head


SPELLED = {
    "en": {cardinal(number).replace(" ", "-"): number for number in range(2, 100)},
    **{
        language: {word: number for number, word in enumerate(text.split(), 2)}
        for language, text in (
            ("de", "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn"),
            ("fr", "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze"),
            ("es", "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"),
            ("ru", "два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать"),
        )
    },
}
"""Numbers from two on as they are written in words, by language."""
MAGNITUDES = {
    **dict.fromkeys(("thousand", "tausend", "mille", "mil", "тысяч", "тысячи", "тыс"), 1e3),
    **dict.fromkeys(
        ("million", "millionen", "millions", "millones", "millón", "mln", "миллион", "миллионов", "млн"), 1e6
    ),
    **dict.fromkeys(
        ("billion", "milliarde", "milliarden", "milliard", "milliards", "миллиард", "миллиардов", "млрд"), 1e9
    ),
    **dict.fromkeys(("trillion", "billionen", "триллион", "триллионов", "трлн"), 1e12),
}
"""What a number in digits is counted in, in several languages."""
