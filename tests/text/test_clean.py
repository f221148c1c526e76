"""Plain text comes out as the paragraphs of its article, each with the way back to where it was written."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest_bot.text.clean import CleanText, clean_text

CORPUS = Path(__file__).parents[2] / "corpus"
STORY = (
    "The minister said on Monday that the new bridge over the river would open in March after ten years of work.",
    "It has cost twice as much as was planned in 2016, when the first stone was laid by the former mayor.",
    "Ferries will go on running until the summer, the port authority said in a statement to the newspaper.",
    "Fishermen had protested against the closing of the eastern channel for several weeks without success.",
)


def texts(cleaned: CleanText) -> list[str]:
    return [paragraph.text for paragraph in cleaned.paragraphs]


def test_a_clean_text_does_not_change() -> None:
    cleaned = clean_text("\n\n".join(STORY))
    assert texts(cleaned) == list(STORY)
    assert (cleaned.captions, cleaned.dropped) == ((), ())


def test_the_furniture_around_it_goes_and_is_kept_as_data() -> None:
    cleaned = clean_text(
        "\n".join(
            (
                *("Home | News | Sport | Subscribe", "Bridge opens after ten years of work", "By Ann Lee"),
                *("Share on Facebook", *STORY[:2], "The new bridge on Monday. (Photo: Reuters)", *STORY[2:]),
                *("Read more: the bridge in pictures", "Sign up for our daily newsletter", "© 2026 Harbour Post"),
            )
        )
    )
    assert texts(cleaned) == list(STORY)
    assert (cleaned.title, cleaned.author) == ("Bridge opens after ten years of work", "Ann Lee")
    assert cleaned.captions == ("The new bridge on Monday. (Photo: Reuters)",)
    assert "Sign up for our daily newsletter" in cleaned.dropped


def test_the_dateline_becomes_place_and_date() -> None:
    cleaned = clean_text("\n\n".join((f"GENEVA, Nov. 24, 2026 (AP) — {STORY[0]}", *STORY[1:])))
    assert texts(cleaned) == list(STORY)
    assert (cleaned.place, str(cleaned.published)) == ("GENEVA", "2026-11-24")


def test_a_sentence_that_a_page_break_cut_is_whole_again() -> None:
    first, second = STORY[1].split(" when ")
    header = "Written by Ann Lee on November 24, 2026"
    cleaned = clean_text("\n\n".join((STORY[0], first, header, f"when {second}", *STORY[2:])))
    assert texts(cleaned) == list(STORY)
    assert len(cleaned.paragraphs[1].spans) == 2


def test_lines_broken_at_a_margin_are_put_together_and_hyphens_undone() -> None:
    wrapped = """The minister said on Monday that the new bridge over the
river would open in March after ten years of hard con-
struction work. Its cost has doubled since the year 2016,
when the first stone of it was laid by a former mayor of
the town, and its well-known steel has come from the mill
on the hill, which has made bridges for many generations
of engineers, from a time when there were no roads at all
and every traveller had to use a boat.
"""
    (paragraph,) = clean_text(wrapped).paragraphs
    assert "construction work. Its cost has doubled" in paragraph.text
    assert "well-known steel has come from the mill on the hill" in paragraph.text


def test_broken_characters_and_markup_are_repaired() -> None:
    raw = "He said it was â€œoverâ€\x9d &amp; [done](https://x.example/a) for \\$8.9 **million** in all, ﬁnally."
    assert (
        texts(clean_text(f"{raw}\n\n{STORY[1]}"))[0] == "He said it was “over” & done for $8.9 million in all, finally."
    )


def test_a_pull_quote_is_told_once() -> None:
    quote = "the first stone was laid by the former mayor"
    assert texts(clean_text("\n\n".join((*STORY[:2], quote, *STORY[2:])))) == list(STORY)


@pytest.mark.parametrize(
    "foreign",
    [
        (
            "Die Minister beider Länder haben sich am Montag getroffen, um über die Grenze zu sprechen.",
            "Die neue Brücke wird nach zehn Jahren Bauzeit im März eröffnet, sagte der Minister am Hafen.",
        ),
        (
            "Les ministres des deux pays se sont réunis lundi pour parler de la frontière et de l’eau du fleuve.",
            "Le nouveau pont ouvrira en mars après dix ans de travaux, a déclaré le ministre dans le port.",
        ),
        (
            "Министры двух стран встретились в понедельник, чтобы поговорить о границе и о воде в реке.",
            "Новый мост откроется в марте после десяти лет работ, сообщил министр в заявлении порта.",
        ),
        (
            "Ministrowie obu krajów spotkali się w poniedziałek, żeby rozmawiać o granicy i o wodzie.",
            "Nowy most zostanie otwarty w marcu po dziesięciu latach budowy, powiedział minister w oświadczeniu.",
        ),
        (
            "اجتمع وزراء البلدين يوم الاثنين للحديث عن الحدود ومياه النهر التي ترسمها منذ قرون.",
            "سيفتح الجسر الجديد في مارس بعد عشر سنوات من العمل، قال الوزير في بيان.",
        ),
        (
            "两国部长星期一举行会谈，讨论边界和河水问题。双方同意明年三月开放新桥，并继续就渔业进行谈判。",
            "港务局在声明中说，渡轮将继续运行到夏天。渔民抗议关闭东部航道已有数周，但没有结果。",
        ),
    ],
    ids=["de", "fr", "ru", "pl", "ar", "zh"],
)
def test_a_language_that_is_not_english_is_text_too(foreign: tuple[str, ...]) -> None:
    assert texts(clean_text("\n\n".join(("Facebook", *foreign)))) == list(foreign)


def test_a_text_of_nothing_but_furniture_has_no_paragraphs() -> None:
    cleaned = clean_text("Share\nTweet\nSign up for our newsletter\nRead more\n© 2026 Post. All rights reserved.")
    assert cleaned.paragraphs == ()


LETTERS = re.compile(r"[^\W_]+")


def letters(text: str) -> str:
    return "".join(LETTERS.findall(text)).casefold()


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")), ids=lambda path: path.stem)
def test_every_paragraph_of_the_source_articles_stands_where_its_spans_say(path: Path) -> None:
    raw = path.read_text(encoding="utf-8")
    cleaned = clean_text(raw)
    assert len(cleaned.paragraphs) > 10
    for paragraph in cleaned.paragraphs:
        assert letters(paragraph.text) == letters(" ".join(raw[start:end] for start, end in paragraph.spans))


LINES = st.lists(
    st.one_of(
        st.sampled_from(STORY),
        st.sampled_from([sentence[:50] for sentence in STORY] + [sentence[50:] for sentence in STORY]),
        st.sampled_from(["", "\f", "> ", "# ", "* a", "1/2", "Share", "https://x.example/a", "Sign up", "con-"]),
        st.sampled_from(["struction", "By Ann Lee", "(Photo: Reuters)", "BEIJING (AP) — He said", "[a](b", "\\$"]),
        st.sampled_from(["&#38;lt;", "Ã©tÃ©", "\u00ad", "\ud800", "。", "\u2028"]),
        st.text(max_size=40),
    ),
    max_size=25,
).map("\n".join)


@settings(max_examples=150, deadline=None)
@given(raw=LINES, title=st.sampled_from(["", "Bridge opens"]), extracted=st.booleans())
def test_any_text_gives_paragraphs_in_order_with_spans_inside_it(raw: str, title: str, extracted: bool) -> None:
    cleaned = clean_text(raw, title=title, extracted=extracted)
    edges = [edge for paragraph in cleaned.paragraphs for span in paragraph.spans for edge in span]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(raw) for edge in edges)
    assert all(text == " ".join(text.split()) != "" for text in texts(cleaned))


@settings(max_examples=100, deadline=None)
@given(raw=st.lists(st.sampled_from([*STORY, "Share", "By Ann Lee", "1/2", ""]), max_size=12).map("\n\n".join))
def test_no_word_comes_out_that_was_not_written(raw: str) -> None:
    for paragraph in clean_text(raw).paragraphs:
        assert letters(paragraph.text) == letters(" ".join(raw[start:end] for start, end in paragraph.spans))


@pytest.mark.parametrize(
    "raw",
    [
        "a. " * 20_000,
        "." * 50_000,
        "[a](((" * 10_000,
        "word-\n" * 5_000,
        "1/2\n" * 3_000,
        "Subscribe now\n" * 2_000,
        "and on it goes without an end\n" * 2_000,
        "Ann-Lee b/" * 5_000,
        "&amp;" * 20_000,
        "a\u0301" * 20_000,
        "\x00\u200b\ud800" * 10_000,
    ],
    ids=lambda raw: repr(raw[:9]),
)
def test_a_hostile_text_is_read_in_time(raw: str) -> None:
    assert isinstance(clean_text(raw), CleanText)


@pytest.mark.parametrize(
    ("title", "below"),
    [
        ("Wells wins Selby in narrow vote", "Turnout 61 percent"),
        ("Salary scandal shakes county", "Published Sep. 15, 2026"),
        ("Salary Scandal Shakes County", "By Ann Lee"),
        ("Votes jump in Selby as council scandal grows", "By Ann Lee"),
        ("", "4 out of 5 stars"),
        ("Wells wins Selby in narrow vote", "(Adds margin, council members)"),
    ],
)
def test_a_title_speaks_of_what_follows_or_is_dated(title: str, below: str) -> None:
    text = (
        "Nora Wells, a nurse, won the election in Selby on Sunday with a margin of 214 votes, five years after a "
        "scandal over the salary of members of the county council. Of 5 rivals 4 had given up."
    )

    assert clean_text("\n\n".join(filter(None, (title, below, text)))).title == title
