"""A digest of eight invented stories, about 500 words: what the audio bench speaks."""

from collections.abc import Sequence

from digest_bot.model import Digest
from tests.builders import digest, section, story

Told = tuple[str, str, tuple[str, ...]]
"""Headline, source and sentences of a story."""

_STORIES: tuple[Told, ...] = (
    (
        "Ferry runs aground off Tarn Island",
        "Harbour Post",
        (
            "The ferry Aurora ran aground off Tarn Island at 6:45 p.m. on Monday with 212 people aboard.",
            "Everyone was brought ashore by midnight, and three passengers were treated for cold.",
            "The 48-year-old vessel had passed an inspection on Nov. 3.",
        ),
    ),
    (
        "Lindholm closes its harbour bridge for nine weeks",
        "City Wire",
        (
            "Lindholm will close its harbour bridge for nine weeks from Jan. 12 to replace 1,400 steel bolts.",
            "The work costs $8.9 million, about 20% more than planned, and is paid for by the province.",
            "Mayor Ingrid Voss said that buses would run every 10-12 minutes in the meantime.",
        ),
    ),
    (
        "Central bank leaves its rate at 3.25%",
        "Ledger",
        (
            "The central bank left its main rate at 3.25% on Thursday, for the fourth time in a row.",
            "Inflation fell to 2.1% in October from 2.6% in September, close to the goal of 2%.",
            "Governor Pal Arnesen said the bank was in no hurry, and that wages still rose quickly.",
        ),
    ),
    (
        "Vaccine against river fever works in a large trial",
        "Science Desk",
        (
            "A vaccine against river fever protected four out of five people in a trial with 12,600 volunteers.",
            "The two doses were given 28 days apart, and the most common complaint was a sore arm.",
            "The WHO will look at the results in early 2027, and the makers want to offer it for less than $3 a dose.",
        ),
    ),
    (
        "Rovers win the cup after extra time",
        "Sport Today",
        (
            "The Rovers beat Eastmere 3-2 after extra time and won the cup for the first time since 1988.",
            "Substitute Dara Quist scored in the 118th minute before a crowd of 41,250.",
            "Eastmere had led 2-0 at half time, but lost their captain to a knee injury.",
        ),
    ),
    (
        "Rail workers and operators agree on pay",
        "City Wire",
        (
            "Rail workers and the four operators agreed on a pay rise of 5.5% over two years and called off a strike.",
            "The union's 23,000 members vote on it by Dec. 9, and its leaders ask them to accept.",
            "Night trains to the north start again on Saturday.",
        ),
    ),
    (
        "Old maps turn up in a library cellar",
        "Harbour Post",
        (
            "A plumber found 31 sea charts from the 18th century behind a boiler in the library of Norwick.",
            "They show the coast before the flood of 1791, and one is signed by the pilot Hans Dreyer.",
            "The library will show them to the public from spring, once the paper has dried.",
        ),
    ),
    (
        "Wind farm off the west coast passes its test",
        "Ledger",
        (
            "The wind farm off the west coast delivered 1.2 GW for the first time on Sunday, enough for 900,000 homes.",
            "It has 84 turbines, each 260 m high, and cost 2.4 billion euros.",
            "Fishermen who lost their grounds get 15,000 euros a boat and year until 2031.",
        ),
    ),
)


def edition() -> Digest:
    """Return the digest; the same every time."""
    return digest_of(_STORIES)


def digest_of(stories: Sequence[Told], *, first: int = 0) -> Digest:
    """Return a digest of these stories, numbered from `first`."""
    return digest(
        *(
            story(headline, section(*sentences, id=f"{number:016x}", source=source, title=headline))
            for number, (headline, source, sentences) in enumerate(stories, first)
        )
    )
