"""What is written and how it is said."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest_bot.text.rewriting import rewrite
from digest_bot.text.speech import _rules, speak

MONEY = [
    ("$7.3 million", "seven point three million dollars"),
    ("$640k", "six hundred forty thousand dollars"),
    ("£1", "one pound"),
    ("£3.20", "three pounds and twenty pence"),
    ("$0.85", "eighty five cents"),
    ("€41.01", "forty one euros and one cent"),
    ("€12bn", "twelve billion euros"),
    ("R2,500", "two thousand five hundred rand"),
    ("Rs. 2 crore", "two crore rupees"),
    ("₹5 lakh crore", "five lakh crore rupees"),
    ("¥900", "nine hundred yen"),
    ("US$6", "six U S dollars"),
    ("A$20m", "twenty million Australian dollars"),
    ("HK$15", "fifteen Hong Kong dollars"),
    ("R$4 billion", "four billion reais"),
    ("CHF 30m", "thirty million Swiss francs"),
    ("$US7m", "seven million U S dollars"),
    ("9 USD", "nine U S dollars"),
    ("70p", "seventy pence"),
    ("1p", "one penny"),
    ("8c", "eight cents"),
    ("-$3m", "minus three million dollars"),
    ("$2.1-2.4 billion", "two point one to two point four billion dollars"),
    ("£2bn-£3bn", "two billion to three billion pounds"),
    ("$15-20", "fifteen to twenty dollars"),
    ("between $3 and $8", "between three dollars and eight dollars"),
    ("a £6 note", "a six pound note"),
    ("a $40m stadium", "a forty million dollar stadium"),
    ("the $3m raised", "the three million dollars raised"),
    ("a $4-a-day habit", "a four dollar-a-day habit"),
    ("a $2 trillion-dollar plan", "a two trillion dollar plan"),
    ("£9/month", "nine pounds per month"),
    ("$81 a barrel", "eighty one dollars a barrel"),
]
DATES = [
    ("Nov. 9", "November ninth"),
    ("Sept 22", "September twenty second"),
    ("Mar 3, 2019,", "March third, twenty nineteen"),
    ("July 4th", "July fourth"),
    ("17 August", "the seventeenth of August"),
    ("on the 3rd October", "on the third of October"),
    ("1 May 2006", "the first of May, two thousand six"),
    ("10/31/2022", "October thirty first, twenty twenty two"),
    ("31/10/2022", "October thirty first, twenty twenty two"),
    ("31.10.2022", "October thirty first, twenty twenty two"),
    ("2021-06-15", "June fifteenth, twenty twenty one"),
    ("Jan 30-Feb 3", "January thirtieth to February third"),
    ("April 5-7, 2021", "April fifth to seventh, twenty twenty one"),
    ("6-8 June", "the sixth to the eighth of June"),
    ("30 Sept. – 2 Oct.", "the thirtieth of September to the second of October"),
    ("Nov. 2018", "November twenty eighteen"),
    ("June-July", "June to July"),
    ("in Dec", "in December"),
    ("Mon-Fri", "Monday to Friday"),
    ("Thurs. morning", "Thursday morning"),
    ("Wed, Jan 8", "Wednesday, January eighth"),
    ("may 5 times", "may 5 times"),
    ("the sun. And", "the sun. And"),
]
YEARS = [
    ("in 1907", "in nineteen oh seven"),
    ("by 2040", "by twenty forty"),
    ("2000", "two thousand"),
    ("the 1870s", "the eighteen seventies"),
    ("the ’70s", "the seventies"),
    ("in her 40s", "in her forties"),
    ("the 2000s", "the two thousands"),
    ("mid-1960s", "mid-nineteen sixties"),
    ("post-2011", "post-twenty eleven"),
    ("2019-20", "twenty nineteen to twenty"),
    ("1999-2000", "nineteen ninety nine to two thousand"),
    ("1861–65", "eighteen sixty one to sixty five"),
    ("2016’s winner", "twenty sixteen's winner"),
    ("AD 64", "A D 64"),
    ("30 BC", "30 B C"),
    ("Q2 2021", "Q two twenty twenty one"),
    ("FY25", "F Y twenty five"),
    ("1700 homes", "1700 homes"),
    ("more than 1800", "more than 1800"),
]
TIMES = [
    ("6pm", "six P M"),
    ("7:05 a.m.", "seven oh five A M."),
    ("7.45pm", "seven forty five P M"),
    ("8-11am", "eight to eleven A M"),
    ("11am-2:30pm", "eleven A M to two thirty P M"),
    ("16:00 GMT", "sixteen hundred G M T"),
    ("0640 GMT", "oh six forty G M T"),
    ("9:00", "nine o'clock"),
    ("21:15", "twenty one fifteen"),
    ("1:02:03", "one hour two minutes three seconds"),
    ("noon-3pm", "noon to three P M"),
]
FIGURES = [
    ("6–9", "six to nine"),
    ("a 4-1 defeat", "a four to one defeat"),
    ("61-39 vote", "sixty one to thirty nine vote"),
    ("98-95", "ninety eight to ninety five"),
    ("3rd", "third"),
    ("42nd", "forty second"),
    ("112th", "one hundred twelfth"),
    ("1/3", "one third"),
    ("3/8", "three eighths"),
    ("5½", "five and a half"),
    ("2 3/4", "two and three quarters"),
    ("7/10", "seven out of ten"),
    ("24/7", "twenty four seven"),
    ("9/11", "nine eleven"),
    ("45%", "forty five percent"),
    ("0.4%", "zero point four percent"),
    ("7-9%", "seven to nine percent"),
    ("-2.5%", "minus two point five percent"),
    ("4:1", "4 to 1"),
    ("No. 7", "number 7"),
    ("Nos. 2 and 3", "numbers 2 and 3"),
    ("#4", "number 4"),
    ("v3.1", "version three point one"),
    ("iOS 16.4", "i O S 16.4"),
    ("(212) 555-0147", "two one two, five five five, zero one four seven"),
    ("+44 20 7946 0100", "plus four four, two zero, seven nine four six, zero one zero zero"),
    ("call 999", "call nine nine nine"),
    ("Boeing 777-300", "Boeing seven seventy seven three hundred"),
    ("4-3-3 formation", "four three three formation"),
    ("6x6", "6 by 6"),
    ("<3%", "less than three percent"),
    ("~40", "about 40"),
    ("62-year-old", "62-year-old"),
]
MEASURES = [
    ("80 km/h", "eighty kilometers per hour"),
    ("45mph", "forty five miles per hour"),
    ("1 km", "one kilometer"),
    ("7.5 kg", "seven point five kilograms"),
    ("31°C", "thirty one degrees celsius"),
    ("-12C", "minus twelve degrees celsius"),
    ("98F", "ninety eight degrees fahrenheit"),
    ("9 sq km", "nine square kilometers"),
    ("600 sq ft", "six hundred square feet"),
    ("3 GW", "three gigawatts"),
    ("90 MHz", "ninety megahertz"),
    ("8 m³", "eight cubic meters"),
    ("40 µg/m³", "forty micrograms per cubic meter"),
    ("5ft 9in", "five feet nine inches"),
    ("6'4\"", "six feet four inches"),
    ("11st 2lb", "eleven stone two pounds"),
    ("an 8-km trail", "an eight kilometer trail"),
    ("a 12ft wall", "a twelve foot wall"),
    ("3-4 miles", "three to four miles"),
    ("2.6m people", "two point six million people"),
    ("30m voters", "thirty million voters"),
    ("200m final", "two hundred meter final"),
    ("15m tall", "fifteen meters tall"),
    ("4bn", "four billion"),
    ("50bps", "fifty basis points"),
    ("in mph", "in miles per hour"),
    ("64GB", "sixty four gigabytes"),
]
ABBREVIATIONS = [
    ("Gov. Ana Ruiz", "Governor Ana Ruiz"),
    ("Lt. Col. Hart", "Lieutenant Colonel Hart"),
    ("Rep. Bo Fenn", "Representative Bo Fenn"),
    ("Prof Iris Low", "Professor Iris Low"),
    ("Mr and Mrs Orr", "Mister and Missus Orr"),
    ("St. Anne's Church", "Saint Anne's Church"),
    ("on Elm St.", "on Elm Street."),
    ("on Elm St. The shop", "on Elm Street. The shop"),
    ("Mt. Kenya", "Mount Kenya"),
    ("Acme Corp. said", "Acme Corporation said"),
    ("Orr & Sons Ltd.", "Orr and Sons Limited."),
    ("Luis Vega Jr.", "Luis Vega Junior."),
    ("Boise, Idaho, and Reno, Nev.", "Boise, Idaho, and Reno, Nevada."),
    ("e.g. pears", "for example pears"),
    ("i.e. now", "that is now"),
    ("pears, plums, etc.", "pears, plums, et cetera."),
    ("Hale v. Moor", "Hale versus Moor"),
    ("of Marsh & Co.", "of Marsh and Company."),
    ("Anna K. Berg", "Anna K Berg"),
    ("Vol. 3", "Volume 3"),
    ("World War I", "World War one"),
    ("George VI", "George the sixth"),
    ("Pope Pius XII", "Pope Pius the twelfth"),
    ("Queen Elizabeth I was", "Queen Elizabeth the first was"),
    ("I told Charles I was ill", "I told Charles I was ill"),
    ("Chapter VII", "Chapter seven"),
    ("Super Bowl LIV", "Super Bowl fifty four"),
    ("the XVIII century", "the eighteenth century"),
    ("Malcolm X", "Malcolm X"),
]
ACRONYMS = [
    ("the EU", "the E U"),
    ("the FBI’s", "the F B I's"),
    ("MPs", "M P's"),
    ("CEOs", "C E O's"),
    ("PhDs", "P H D's"),
    ("UN-led", "U N led"),
    ("U.S.-backed", "U S backed"),
    ("the U.N. said", "the U N said"),
    ("UNESCO", "UNESCO"),
    ("OPEC", "OPEC"),
    ("ZEMRO", "ZEMRO"),
    ("XKRT", "X K R T"),
    ("G7", "G seven"),
    ("4G", "four G"),
    ("A380", "A three eighty"),
    ("B-52s", "B fifty twos"),
    ("H5N1", "H five N one"),
    ("Q1-Q3", "Q one-Q three"),
    ("CO2", "C O two"),
    ("GPT-4", "G P T four"),
    ("PM2.5", "P M two point five"),
    ("M&A", "M and A"),
    ("S&P 500", "S and P 500"),
    ("mRNA", "M R N A"),
    ("HIV/AIDS", "H I V AIDS"),
    ("BREAKING", "breaking"),
    ("DO NOT ENTER, IT IS CLOSED", "do not enter, it is closed"),
    ("LGBTQ+", "L G B T Q plus"),
    ("WWII", "World War two"),
]
SIGNS = [
    ("profit & loss", "profit and loss"),
    ("his/her", "his her"),
    ("2+2=4", "2 plus 2 equals 4"),
    ("@marta_k", "at marta k"),
    ("#SaveTheBay", "hashtag Save The Bay"),
    ("norwick.org", "norwick dot org"),
    ("see https://norwick.org/a?b=1.", "see link."),
    ("bbc.co.uk", "B B C dot co dot U K"),
    ("ed@norwick.org", "ed at norwick dot org"),
    ("🚀 Launch", "Launch"),
    ("“No,” she said — twice", "No, she said, twice"),
    ("well… perhaps", "well, perhaps"),
    ("the workers’ union", "the workers union"),
    ("[[h@loU]] {a} <b>b</b>", "h at loU a b"),
    ("a\x00b\x1bc", "a b c"),
    ("fish &amp; chips", "fish and chips"),
    ("soft\u00adly", "softly"),
    ("C++ and C#", "C plus plus and C sharp"),
    ("**bold** `code`", "bold code"),
]
PLAIN = [
    "The council of Norwick voted on Tuesday to close the old bridge.",
    "Odell Varn, the mayor, said that the talks would go on.",
    "A 35-year-old baker from Tolmin won 12 medals.",
    "Officials said 1,250 homes were without power.",
    "It is a well-known, state-of-the-art plant, isn't it?",
    "Who are they, and what do they want from us?",
    "The river (and its lake) rose by 3 or 4 feet; nobody was hurt!",
    "Zoë Müller met José Peña in Łódź.",
    "I think so, Mar-a-Lago or not.",
]


@pytest.mark.parametrize(
    ("written", "spoken"),
    MONEY + DATES + YEARS + TIMES + FIGURES + MEASURES + ABBREVIATIONS + ACRONYMS + SIGNS,
)
def test_a_span_is_said_as_a_reader_would_say_it(written: str, spoken: str) -> None:
    assert speak(written).text == spoken


@pytest.mark.parametrize("sentence", PLAIN)
def test_a_plain_sentence_stays_as_it_is(sentence: str) -> None:
    assert speak(sentence).text == sentence
    assert speak(sentence).changes == ()


def test_the_changes_name_every_span_in_order() -> None:
    spoken = speak("Gov. Ruiz paid $5 on Nov. 9.")
    assert spoken.text == "Governor Ruiz paid five dollars on November ninth."
    assert spoken.changes == (("Gov.", "Governor"), ("$5", "five dollars"), ("Nov. 9", "November ninth"))


def test_the_users_lexicon_wins_over_every_rule() -> None:
    spoken = speak("NATO met Dr. Eze.", lexicon={"NATO": "the alliance", "Dr. Eze": "Eh-zay"})
    assert spoken.text == "the alliance met Eh-zay."


def test_the_users_lexicon_matches_whole_words_only() -> None:
    assert speak("Ezekiel and Eze", lexicon={"Eze": "Eh-zay"}).text == "Ezekiel and Eh-zay"


def test_the_lexicon_cannot_bring_in_commands_for_a_voice() -> None:
    assert speak("Eze", lexicon={"Eze": "[[e:z]] <x>"}).text == "e:z x"


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("de", "„Gut“, sagte sie – am 4. Mai, 14:30 Uhr 😀", "Gut, sagte sie, am 4. Mai, 14:30 Uhr"),
        ("fr", "« Oui », dit-il… 3,5 % & plus", "Oui, dit-il, 3,5 % & plus"),
        ("es", "¿Cuánto? 1.200 € [sic]", "¿Cuánto? 1.200 € sic"),
        ("ru", "Цена — 5 % https://a.ru/b", "Цена, 5 %"),
    ],
)
def test_another_language_keeps_its_numbers_and_loses_the_signs(language: str, written: str, spoken: str) -> None:
    assert speak(written, language=language).text == spoken


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_no_text_brings_out_a_command_or_a_control_character(written: str) -> None:
    spoken = speak(written).text
    assert not set(spoken) & set('[]{}<>\\^|*_~`"')
    assert all(character.isprintable() for character in spoken)


_BITS = (
    *(
        "$",
        "US",
        "¥",
        "£",
        "R",
        "Rs. ",
        "CN",
        "1",
        "0",
        "12",
        "2024",
        ",000",
        ".5",
        "bn",
        " million",
        "m",
        "-",
        "–",
        " to ",
        "/",
    ),
    *(
        ":",
        "30",
        "pm",
        " a.m.",
        "Dec. ",
        "May",
        "Mon",
        "'",
        "s",
        "st",
        "th",
        "%",
        "°C",
        "km",
        "/h",
        "sq ",
        "ft ",
        "½",
        "#",
        "@",
    ),
    *(
        "St. ",
        "Dr",
        "Jr.",
        "U.S.",
        "II",
        "War ",
        "X",
        "No. ",
        "A",
        "IT ",
        "NATO",
        "&",
        "+",
        "<",
        ">",
        "[[",
        "e.g.",
        " ",
        ". ",
        "é",
    ),
)


@given(st.lists(st.sampled_from(_BITS), max_size=14).map("".join))
@settings(max_examples=1500, deadline=None)
def test_no_mixture_of_what_the_rules_look_for_raises(written: str) -> None:
    assert not set(speak(written).text) & set("[]{}<>")


_SPANS = st.sampled_from([written for written, _ in MONEY + DATES + YEARS + TIMES + FIGURES + MEASURES + ACRONYMS])


@given(st.lists(_SPANS, max_size=8))
@settings(max_examples=200, deadline=None)
def test_the_written_pieces_joined_are_the_written_text(spans: list[str]) -> None:
    text = ", then ".join(spans)
    assert "".join(written for written, _ in rewrite(text, _rules((), english=True))) == text


@given(st.lists(_SPANS, max_size=8))
@settings(max_examples=200, deadline=None)
def test_the_changes_stand_in_the_spoken_text_in_order(spans: list[str]) -> None:
    spoken = speak(", then ".join(spans))
    place = 0
    for _, said in spoken.changes:
        place = spoken.text.index(said.rstrip(".'"), place) + len(said.rstrip(".'"))


@given(
    st.lists(
        st.sampled_from(["river", "Tolmin", "quietly", "NATO", "and", "a", "It's", "don't", "17", "3,400"]), min_size=1
    )
)
@settings(deadline=None)
def test_saying_plain_words_twice_changes_nothing_more(words: list[str]) -> None:
    once = speak(" ".join(words)).text
    assert speak(once).text == once


@pytest.mark.parametrize(
    "pattern",
    [
        "1",
        "$",
        "U.S.",
        "1,000",
        ",111",
        "$1 ",
        "1-",
        "a@",
        "a.",
        "&",
        "<a ",
        "—",
        " ",
        "X ",
        "1/2/",
        "+44 ",
        "'",
        "½",
        "#a",
        "1:2",
    ],
)
def test_hostile_text_takes_linear_time(pattern: str) -> None:
    def text(size: int) -> str:
        return pattern * (size // len(pattern)) + " — …½%°&@#$/+=:.'V"

    assert any(_seconds(text(60_000)) < 8 * _seconds(text(15_000)) + 0.2 for _attempt in range(3))


def test_a_million_digits_are_survived() -> None:
    assert any(_seconds("7" * 1_000_000) < 10 * _seconds("7" * 250_000) for _attempt in range(3))


def _seconds(text: str) -> float:
    """The processor's time for this text; the machine may be busy, so one odd measure proves nothing."""
    began = time.thread_time()
    speak(text)
    return time.thread_time() - began
