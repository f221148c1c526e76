"""A text whose parts stand under headings keeps them; a page with furniture does not become one."""

from dataclasses import replace

import pytest

from digest_bot.model import Article
from digest_bot.text.clean import clean_text
from digest_bot.text.headline import headline
from digest_bot.text.sections import split_sections
from digest_bot.text.summary import summarise
from tests.builders import article

BUDGET = """Council approves winter budget

The county council in Selby approved a budget of 84 million crowns for the winter service on Monday. Eleven members \
voted against it.

More money for roads

Some 31 million crowns go to the clearing of roads, two million more than last year. "We have learned from the storms \
of January," said councillor Ada Penn.

Fewer buses at night

Night buses between Askvik and Tarnby will stop at midnight from January. The council expects to save 400,000 crowns.

What happens next

The budget comes into force on 1 January. Parties have until Friday to appeal to the governor.
"""
BRIEFS = """News in brief

Landslide buries mountain village

Nine people died when a hillside gave way above Orsova on Tuesday. Rescue teams are still looking for four residents.

Bank cuts key rate

The central bank lowered its key rate to 2.25 per cent, the third cut this year. Governor Nils Aber spoke of a pause.

Dock strike called off

Dock workers in Port Ardry accepted a pay rise of 4.1 per cent. A walkout planned for Thursday will not take place.
"""
LETTER = """The Morning Tide

Good morning! It's Tuesday, here is what you need to know.

1. Landslide buries village. Nine people died when a hillside gave way above Orsova. Four residents are missing.

2. Bank cuts rates. The central bank lowered its key rate to 2.25 per cent on Monday, the third cut this year.

3. Strike averted. Dock workers in Port Ardry accepted a pay rise of 4.1 per cent, and Thursday's walkout is off.

4. And finally. A seal called Bruno has learned to open the door of a fishmonger in Tarnby.
"""
STORM = """Storm Petra live: thousands without power as gales hit north

18:42

That's all from us

We are closing this live blog now. Thank you for reading.

18:20

Power back in Askvik

Electricity has been restored to 3,000 of 7,400 homes in Askvik, the grid company Nordlys says.

17:05

Bridge closed

Police have closed the Selby bridge to all traffic after a lorry was blown over on the northern ramp.

16:31

Ferries stay in harbour

The ferries to Tarn Island will not sail before noon on Wednesday, the shipping company Norlin says.
"""


def paragraphs(raw: str) -> list[str]:
    return [paragraph.text for paragraph in clean_text(raw).paragraphs]


def read(raw: str) -> Article:
    cleaned = clean_text(raw)
    return replace(article(*(part.text for part in cleaned.paragraphs)), title=cleaned.title)


def test_headings_between_the_parts_of_a_text_stay_and_so_do_the_parts() -> None:
    lines = BUDGET.strip().split("\n\n")

    assert (clean_text(BUDGET).title, paragraphs(BUDGET)) == (lines[0], lines[1:])


@pytest.mark.parametrize("title", ["News in brief", "Your Friday briefing", "What to know today"])
def test_every_brief_is_told_under_its_own_heading(title: str) -> None:
    sections = split_sections(read(BRIEFS.replace("News in brief", title)))

    assert [headline(section) for section in sections] == BRIEFS.strip().split("\n\n")[1::2]
    assert [section.sentences[1].text.split()[0] for section in sections] == ["Nine", "The", "Dock"]


def test_every_item_of_a_letter_that_counts_them_is_told_under_its_label_without_its_number() -> None:
    _, *sections = split_sections(read(LETTER))
    told = [summarise([section]) for section in sections]

    assert [headline(section) for section in sections[:3]] == [
        "Landslide buries village",
        "Bank cuts rates",
        "Strike averted",
    ]
    assert headline(sections[3]).startswith("A seal called Bruno")
    assert [summary and summary.picks[0].sentence.text.split()[0] for summary in told] == ["Nine", "The", "Dock", "A"]


def test_a_live_blog_has_its_title_its_headings_and_no_farewell() -> None:
    cleaned = clean_text(STORM)

    assert cleaned.title == "Storm Petra live: thousands without power as gales hit north"
    assert paragraphs(STORM)[::2] == ["Power back in Askvik", "Bridge closed", "Ferries stay in harbour"]


@pytest.mark.parametrize("line", ["Sign up for our newsletter", "ADVERTISEMENT", "Share", "1 of 4", "Read more:"])
def test_a_line_of_the_page_makes_it_no_text_with_headings(line: str) -> None:
    lines = BUDGET.strip().split("\n\n")

    assert line not in paragraphs("\n\n".join([*lines[:5], line, *lines[5:]]))


def test_names_over_paragraphs_were_captions() -> None:
    lines = BUDGET.strip().split("\n\n")
    named = [*lines[:2], "Mr Penn", lines[3], "Mr Holt", lines[5], "Selby Town Hall", lines[7]]

    assert "Selby Town Hall" not in paragraphs("\n\n".join(named))


@pytest.mark.parametrize("share", ["2.25 percent", "4.50%", "1.75 million crowns", "3.15 Prozent"])
def test_a_title_with_a_share_is_a_title(share: str) -> None:
    title = f"Bank sets key rate at {share}"
    text = f"{title}\n\nThe bank in Lindholm set its key rate at {share} on Monday, governor Nils Aber told reporters."

    assert clean_text(text).title == title


def test_one_paragraph_that_begins_with_a_number_keeps_it() -> None:
    (section,) = split_sections(article("1. FC Lindholm beat Tarnby.", "Okafor scored twice.", "It rained."))

    assert section.sentences[0].text == "1. FC Lindholm beat Tarnby."
