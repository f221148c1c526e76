"""Where sentences end: the pitfalls of news in five languages, and what must hold of any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_bot.text.sentences import split_sentences


def split(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, language)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The U.S. Senate voted on Tuesday.",
        "The U.S. economy grew, the U.N. said.",
        "California Gov. Gavin Newsom signed it.",
        "Sen. J. D. Vance and Rep. Jim Jordan met Lt. Col. Smith.",
        "Talks begin at 9 a.m. Monday in Geneva.",
        "It closed at 4:30 p.m. EST on Friday.",
        "J. K. Rowling and George R. R. Martin wrote it.",
        "Army Spc. Caleb Barnes was one of them.",
        "Mr. Biden met Mrs. Harris and Dr. Jill Stein.",
        "Police in St. Louis, Mo. arrested two men.",
        "Prices rose 3.5 percent to $1.25 a litre.",
        "The company, Acme Inc. of Ohio, declined to comment.",
        "“Why now?” Smith asked.",
        "“We will win!” President Jane Doe said.",
        "He waited … and waited.",
        "Yahoo! Inc. bought it.",
        "It was No. 5 on the list, vs. No. 7 last year.",
        "The iPhone, said apple.com on Sept. 12, sells well.",
        "Henry VIII. had six wives, e.g. Anne Boleyn.",
        "Washington, D.C. Mayor Muriel Bowser spoke.",
    ],
)
def test_it_is_one_sentence(sentence: str) -> None:
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He lives in the U.S. She does not.", ["He lives in the U.S.", "She does not."]),
        ("It opens at 9 a.m. The doors close later.", ["It opens at 9 a.m.", "The doors close later."]),
        ("She works for Acme Inc. The firm is new.", ["She works for Acme Inc.", "The firm is new."]),
        ("“It is over.” He left.", ["“It is over.”", "He left."]),
        ('"Stop!" The car went on.', ['"Stop!"', "The car went on."]),
        ("He said: “Go.” “No,” she said.", ["He said: “Go.”", "“No,” she said."]),
        ("They lost… Nobody cared.", ["They lost…", "Nobody cared."]),
        ("I think.... I do not know.", ["I think....", "I do not know."]),
        ("Really? Yes! It is so.", ["Really?", "Yes!", "It is so."]),
        ("It ended in 2019. In 2020 it began again.", ["It ended in 2019.", "In 2020 it began again."]),
        ("He is John Smith Jr. His father was, too.", ["He is John Smith Jr.", "His father was, too."]),
        ("It cost $5. “Cheap,” he said.", ["It cost $5.", "“Cheap,” he said."]),
        ("Apple fell. iPhone sales rose.", ["Apple fell.", "iPhone sales rose."]),
        ("One (the first). Two (the second.) Three.", ["One (the first).", "Two (the second.)", "Three."]),
        ("The end. …", ["The end. …"]),
        ("The end. ”", ["The end. ”"]),
    ],
)
def test_it_ends_where_a_reader_stops(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Am 3. Oktober feiert Dr. Müller. Es regnet.", ["Am 3. Oktober feiert Dr. Müller.", "Es regnet."]),
        ("de", "Das kostet z. B. 3 Mio. Euro. Die Stadt zahlt.", ["Das kostet z. B. 3 Mio. Euro.", "Die Stadt zahlt."]),
        ("fr", "M. Macron a parlé. Il est parti.", ["M. Macron a parlé.", "Il est parti."]),
        ("fr", "« C’est fini. » Elle rit.", ["« C’est fini. »", "Elle rit."]),
        ("fr", "« Non ! » crie-t-il. Elle rit.", ["« Non ! » crie-t-il.", "Elle rit."]),
        ("de", "»Es ist aus.« Er ging. »Komm!«, rief sie.", ["»Es ist aus.«", "Er ging.", "»Komm!«, rief sie."]),
        ("de", "„Es ist aus.“ Er ging.", ["„Es ist aus.“", "Er ging."]),
        ("es", "El Sr. Pérez habló. ¿Quién vino?", ["El Sr. Pérez habló.", "¿Quién vino?"]),
        ("ru", "Он родился в 1985 г. в Москве. Она тоже.", ["Он родился в 1985 г. в Москве.", "Она тоже."]),
        ("ru", "Это стоит 5 тыс. рублей. Он заплатил.", ["Это стоит 5 тыс. рублей.", "Он заплатил."]),
        ("zh", "今天下雨。我们走吧！好吗？", ["今天下雨。", "我们走吧！", "好吗？"]),
        ("xx", "Unu. Du.", ["Unu.", "Du."]),
    ],
)
def test_other_languages_are_split_by_their_own_words(language: str, text: str, expected: list[str]) -> None:
    assert split(text, language) == expected


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "…", "\x00"])
def test_nothing_gives_at_most_itself(text: str) -> None:
    assert split(text) == ([text] if text.strip() else [])


TEXTS = st.one_of(
    st.text(max_size=400),
    st.lists(st.sampled_from([*"aAz9 .!?…\"”“'»)(。\n\u00a0", "U.S.", "Mr.", " said"]), max_size=80).map("".join),
)


@given(text=TEXTS, language=st.sampled_from(["en", "de", "fr", "es", "ru", "zh"]))
def test_the_ranges_are_trimmed_ordered_and_hold_every_character(text: str, language: str) -> None:
    spans = split_sentences(text, language)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
