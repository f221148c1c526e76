"""Ten more invented stories, full of names, figures and abbreviations: what a recogniser is tried on besides ours."""

from digest_bot.model import Digest
from tests.bench.edition import Told, digest_of

_STORIES: tuple[Told, ...] = (
    (
        "Tarnby's last lighthouse keeper retires after 41 years",
        "Harbour Post",
        (
            "Agnes Rodd lit the lamp on Skarn Rock for the last time on Sunday, 41 years after the first time.",
            "A computer in the port office of Tarnby has done the work since 6 a.m. on Monday, the pilots' union said.",
            "She keeps the key, because nobody at the ministry could say to whom it ought to be returned.",
        ),
    ),
    (
        "NATO and EU ministers meet over the northern cables",
        "City Wire",
        (
            "Ministers of 32 NATO states and the EU meet in Brussels on Dec. 8 after two cables were cut in a week.",
            "Repairs of the longer one, which runs for 1,173 km, cost about €4.2 million and take 15 days.",
            "Finland's prime minister said that nobody had been accused, and that the ships would be searched.",
        ),
    ),
    (
        "A quarter of the city's buses will be electric by 2028",
        "Ledger",
        (
            "Norwick's council voted 31-18 on Wednesday to buy 140 electric buses for $96.5 million.",
            "The first 35 arrive in Sept. 2027, and the charging yard at Dock St. needs a line of 12 MW.",
            "Drivers asked for heated seats, which the cheapest of the three makers had left out.",
        ),
    ),
    (
        "Doctors warn of a shortage of antibiotics for children",
        "Science Desk",
        (
            "Dr. Miriam Okafor of the children's hospital said that three of five common syrups had run out by Friday.",
            "The FDA has allowed imports from Canada until March, at prices between $11 and $19 a bottle.",
            "Parents are asked not to keep any at home, since most of the coughs of this winter come from viruses.",
        ),
    ),
    (
        "Quist breaks the national record over 800 metres",
        "Sport Today",
        (
            "Lena Quist ran the 800 metres in 1:56.4 in Oslo on Saturday and broke a record that had stood since 1983.",
            "She was only fourth after the first lap, 2.5 seconds behind the Kenyan Faith Chebet.",
            "Her trainer, who is also her aunt, had asked her to hold back until the final bend.",
        ),
    ),
    (
        "Court stops the sale of the old post office",
        "City Wire",
        (
            "A court in Lindholm has stopped the sale of the old post office to Harrow & Sons Ltd. for £7.8m.",
            "Judge Henrik Strand found that the city had not heard the heirs of the founder, George Pell III.",
            "The mayor called it a bitter day, and said that the roof would not last through another winter.",
        ),
    ),
    (
        "Volcano on Hestur wakes after 64 years",
        "Science Desk",
        (
            "Ash rose 9 km over the volcano Hestur on Tuesday, and flights from Iceland to Scotland were called off.",
            "The 240 people of the nearest village were led away before dawn, with their sheep and their dogs.",
            "Geologists at the university expect the eruption to last for weeks, like the one of 1962.",
        ),
    ),
    (
        "Grain prices fall for the third month",
        "Ledger",
        (
            "Wheat cost $218 a tonne on Thursday, 3.4% less than a week ago and 11% less than in August.",
            "Good harvests in Argentina and Australia, and rain in Kansas, have filled the stores, the FAO said.",
            "Bakers in Norwick do not expect bread to become cheaper, since wages and energy are most of its price.",
        ),
    ),
    (
        "Schools to teach swimming again",
        "Harbour Post",
        (
            "Every pupil in the province will learn to swim before the age of 10, the education minister said.",
            "Only 58% of last year's sixth-graders could swim 25 metres, down from 81% in 2009.",
            "Where there is no pool, a bus will take the classes to the sea from May to September.",
        ),
    ),
    (
        "Choir finds its lost hymn in a biscuit tin",
        "City Wire",
        (
            "A hymn by the composer Clara Weil, which had been lost since 1911, lay in a tin in an attic in Varholm.",
            "The choir of St. Anne's Church will sing it on Dec. 24 at 10 p.m., for the first time in 115 years.",
            "The tin belonged to a great-granddaughter, who had always taken the pages for a recipe.",
        ),
    ),
)


def second_edition() -> Digest:
    """Return the digest; the same every time."""
    return digest_of(_STORIES, first=100)
