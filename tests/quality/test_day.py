"""One invented day of six sources, read as a reader would: what belongs together, what disagrees, what comes first."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from digest_bot.model import Article, Digest, Memory, Story
from digest_bot.pipeline import Options, build_digest
from tests.builders import EDITION, article

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


def report(source: str, title: str, text: str, *, language: str = "en") -> Article:
    """An article of the day; an empty line parts the paragraphs."""
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    made = article(*paragraphs, id=f"{source}{title}"[:16].ljust(16, "-"), source=source, title=title, published=NOON)
    url = f"https://{source.lower()}.example/{len(title)}"
    return replace(made, url=url, language=language, received_at=NOW)


DAM = (
    report(
        "Wire",
        "Dam breach floods three villages in Orsk valley, 14 dead",
        """
        A dam on the upper Ravna burst before dawn on Tuesday and flooded three villages in the Orsk valley,
        killing at least 14 people, the interior ministry said.

        Some 2,300 people were brought to schools and churches on higher ground. Rescuers in boats were still
        searching the village of Telna, where the water stood two metres high in the streets at noon.

        "We heard a bang like a gun, and then the river came through the door," said Mira Kolb, a baker in
        Telna.

        The dam, built in 1961, held back a reservoir that had been filled to the brim by ten days of rain. Its
        operator, Ravna Kraft, had lowered the level only on Monday, Energy Minister Oskar Venn said.

        Venn ordered an inspection of all 41 earth dams in the country and said prosecutors had opened an
        investigation.
        """,
    ),
    report(
        "Herald",
        "Ravna dam burst: 17 killed as wave hits valley",
        """
        At least 17 people were killed when the Ravna dam collapsed early on Tuesday, the regional governor,
        Ines Halvard, told reporters in Gravenholm.

        She said that nine of the dead were found in Telna, the village nearest to the dam, and that 40 people
        were missing.

        The army sent six helicopters. About 2,300 residents of Telna, Upper Orsk and Mill Bridge have been
        moved to emergency shelters, where volunteers handed out blankets and soup.

        Ravna Kraft, which runs the dam, said it had followed every rule. "The spillway was open and working,"
        said its chief engineer, Paul Drees.
        """,
    ),
    report(
        "Tagblatt",
        "Dammbruch an der Ravna: Mindestens 14 Tote im Orsktal",
        """
        Nach dem Bruch eines Staudamms an der oberen Ravna sind im Orsktal mindestens 14 Menschen ums Leben
        gekommen. Das teilte das Innenministerium in Gravenholm am Dienstag mit.

        Das Wasser überflutete am frühen Morgen die Dörfer Telna, Ober-Orsk und Mühlbrück. Rund 2.300 Bewohner
        wurden in Schulen und Kirchen untergebracht.

        Energieminister Oskar Venn ordnete an, alle 41 Erddämme des Landes zu prüfen. Der Betreiber Ravna Kraft
        erklärte, alle Vorschriften seien eingehalten worden.
        """,
        language="de",
    ),
    report(
        "Meridian",
        "Ravna dam burst live: helicopters search Telna",
        """
        14:02 Governor Ines Halvard has told reporters in Gravenholm that at least 17 people were killed. Nine
        of them were found in Telna. She said 40 people were still missing.

        12:40 The operator of the dam, Ravna Kraft, has said that its spillway was open and working. Chief
        engineer Paul Drees said the company had followed every rule.

        11:15 Prime Minister Aron Field has cancelled a trip to Brussels and will fly to the Orsk valley this
        afternoon. He called the breach a national tragedy and promised every family 50,000 crowns.

        09:30 The railway between Gravenholm and Orsk is closed because the water has washed away 300 metres of
        the embankment. Buses run instead, but the road over Mill Bridge is closed too.

        08:05 The first families have arrived in the school hall of Orsk. The Red Cross says it has beds for 600
        people and is asking for dry clothes and shoes in small sizes.

        07:10 Sirens sounded in Telna at ten past five, a resident has told the public broadcaster by telephone.
        """,
    ),
)
RATE = (
    report(
        "Wire",
        "Estmark central bank cuts key rate to 2.75 percent",
        """
        Estmark's central bank cut its key interest rate by a quarter of a percentage point to 2.75 percent on
        Tuesday, the third reduction this year, and said a further step in January was possible.

        Governor Selma Rask said that inflation, which fell to 1.9 percent in October, would stay below the
        bank's goal of 2 percent through next year.

        The crown lost 0.4 percent against the euro after the decision. Two of the seven members of the board
        voted to leave the rate unchanged.
        """,
    ),
    report(
        "Ledger",
        "Rask cuts again: key rate falls to 2.75 per cent",
        """
        The central bank of Estmark lowered its key interest rate to 2.75 per cent on Tuesday, as most
        economists had expected, and left the door open to another cut in January.

        Governor Selma Rask pointed to weak orders in industry and to unemployment that rose to 6.3 per cent in
        October.

        Two board members, Henk Molan and Asta Fry, voted against. Both fear that wages, which are up 4.1 per
        cent on the year, will push prices up again.
        """,
    ),
    report(
        "Tagblatt",
        "Estmarks Notenbank senkt Leitzins auf 2,75 Prozent",
        """
        Die Notenbank von Estmark hat ihren Leitzins am Dienstag um einen Viertelpunkt auf 2,75 Prozent gesenkt.

        Notenbankchefin Selma Rask verwies auf die Inflation, die im Oktober auf 1,9 Prozent gefallen war.

        Die Krone verlor nach der Entscheidung 0,4 Prozent gegenüber dem Euro.
        """,
        language="de",
    ),
)
ALONE = (
    report(
        "Ledger",
        "Nordhus to cut 400 jobs in Varholm",
        """
        The builder Nordhus will close its timber-frame plant in Varholm in March and cut 400 jobs, it told
        staff on Tuesday.

        Orders for new houses have halved since 2023, said chief executive Kim Oberg. The plant in Lindholm will
        stay open.
        """,
    ),
    report(
        "Herald",
        "Tram drivers in Lindholm walk out over rosters",
        """
        Tram drivers in Lindholm stopped work for four hours on Tuesday morning in a dispute over new rosters,
        leaving some 180,000 commuters to walk or cycle.

        The drivers' union says the rosters that take effect in December leave drivers with less than nine hours
        between two shifts. The transport company denies that.
        """,
    ),
    report(
        "Wire",
        "Stranded whale freed off Tarn Island",
        """
        Volunteers and a tugboat freed a young humpback whale on Tuesday that had lain on a sandbank off Tarn
        Island for two days.

        The animal, eight metres long, swam out to sea on the morning tide, the coast guard said.
        """,
    ),
)


@cache
def day() -> Digest:
    """Return the edition of the day."""
    return build_digest((*ALONE, *RATE, *DAM), edition=EDITION, now=NOW, memory=Memory(), options=Options())


def sources(story: Story) -> set[str]:
    return {section.article.source for section in story.sections}


def test_an_event_is_one_story_whoever_tells_it_and_in_which_language() -> None:
    dam, rate, *others = day().stories

    assert sources(dam) == {"Wire", "Herald", "Tagblatt", "Meridian"}
    assert sources(rate) == {"Wire", "Ledger", "Tagblatt"}
    assert sorted(story.headline for story in others) == sorted(one.title for one in ALONE)


def test_a_live_blog_is_told_once() -> None:
    told = [section.article.source for story in day().stories for section in story.sections]

    assert told.count("Meridian") == 1


def test_no_live_blog_stands_above_a_story_that_a_report_tells() -> None:
    assert day().stories[0].headline in {one.title for one in DAM if "live" not in one.title}


def test_what_a_source_has_corrected_is_not_told_any_more() -> None:
    first = DAM[0]
    text = "\n\n".join(paragraph.text for paragraph in first.paragraphs).replace("14 people", "17 people")
    corrected = report("Wire", f"CORRECTED-{first.title.replace('14', '17')}", text)
    made = build_digest((*DAM[:2], corrected, *ALONE), edition=EDITION, now=NOW, memory=Memory(), options=Options())

    assert made.stories[0].headline == "Dam breach floods three villages in Orsk valley, 17 dead"
    assert len(made.stories[0].sections) == 3
    assert "14 people" not in made.stories[0].summary.text


def test_numbers_that_disagree_are_both_told_each_as_its_source_wrote_it() -> None:
    told = [pick.sentence.text for pick in day().stories[0].summary.picks]

    assert sum("14 people" in text or "14 Menschen" in text for text in told) == 1
    assert sum("17 people" in text for text in told) == 1


def test_most_sources_come_first_and_nothing_is_left_over() -> None:
    assert [len(story.sections) for story in day().stories] == [4, 3, 1, 1, 1]
    assert day().below_cut == 0


def test_what_three_sources_tell_comes_before_what_a_rare_one_tells_alone() -> None:
    things = (
        "museum",
        "sawmill",
        "library",
        "bakery",
        "stadium",
        "chapel",
        "vineyard",
        "airfield",
        "brewery",
        "cinema",
    )
    busy = [
        report("Wire", f"New {thing}", f"A {thing} opened on Tuesday after nine years of work.") for thing in things
    ]
    blog = report("Sea Blog", "A seal on the pier", "A grey seal slept on the pier of Tarn for nine hours on Tuesday.")
    everything = Options(max_stories=99, max_per_source=99)
    made = build_digest((blog, *busy, *DAM[:3]), edition=EDITION, now=NOW, memory=Memory(), options=everything)
    dam, *others = made.stories

    assert {section.article.source for section in dam.sections} == {"Wire", "Herald", "Tagblatt"}
    assert "one of 11 from a busy source" in dam.reasons
    assert others[0].headline == "A seal on the pier"


def test_reasons_read_like_a_sentence() -> None:
    made = build_digest((DAM[0],), edition=EDITION, now=NOON, memory=Memory(), options=Options())

    assert made.stories[0].reasons == ("1 source", "less than 1 h old")
    assert day().stories[0].reasons == ("4 sources", "5 h old")
