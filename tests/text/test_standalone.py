"""Which sentences can be read without the text around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_bot.text.quotations import is_balanced, is_only_quotation, quotation_runs
from digest_bot.text.standalone import Standing, Standings, chain, standing

WHOLE = "The harbour council of Lindholm approved the new ferry line on Monday."


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        "“We will open in May,” harbour master Ida Brandt told reporters on Monday.",
        "This week the council of Lindholm votes on the new ferry line.",
        "Meanwhile in Tarn, the council voted against the new ferry line.",
        "The ferry's owners' association (FOA) wants a second line by 2027.",
        "The one ferry that still sails left the harbour on Monday.",
        "The one-day strike kept all ferries in harbour on Monday.",
        "Because of the storm the ferry stayed in harbour on Monday.",
        "While the council waited, the ferry left the harbour of Lindholm.",
        "Ida Brandt said on Monday that she would resign.",
        "“Will the line open in May?” asked Brandt, and the council laughed.",
        "Those who bought a ticket before Friday will get their money back.",
        "The ferry company Nordlinje will cut 900 jobs by May, it said on Monday.",
        "Nordlinje will cut 900 jobs by the end of May, it told staff on Monday.",
        "When Ida Brandt left the harbour, she took the logbook with her.",
        "On Monday, Ida Brandt said that she would resign.",
        "The line will cost nine million euros, according to the report by the owners.",
    ],
)
def test_a_whole_sentence_stands_alone(text: str) -> None:
    assert standing(text) is Standing.ALONE


@pytest.mark.parametrize(
    "text",
    [
        "He said the new line would open in the first week of May.",
        "The old one, from 1961, broke down three times in October.",
        "Last but not least, the council of Tarn voted against the line.",
        "But the second line will not open before the end of 2027.",
        "These will be paid for by the owners of the ferry company.",
        "Ms Brandt, however, wants a second line by the end of 2027.",
        "“The second line comes later than we all had hoped,” she said.",
        "Two days later, the council of Tarn voted against the line.",
        "First, the new line will be good for the town of Tarn.",
        "According to the report, the line will cost nine million euros.",
        "The line will cost nine million euros, according to the Xinhua report.",
        "In December, she carried the logbook of Tarn ashore.",
        "On the eve of the vote, they had promised a second line.",
        "The second line, he said, comes later than hoped.",
        "The number of jobs will fall by 900 by the end of next year, it said.",
        "It will cut 900 jobs in Lindholm by the end of next year, it said.",
    ],
)
def test_a_word_that_points_back_needs_the_sentence_before(text: str) -> None:
    assert standing(text) is Standing.AFTER


@pytest.mark.parametrize(
    "text",
    [
        "Will the second line really open before the end of 2027?",
        "Click here to read more about the new ferry line in Lindholm.",
        "While the council of Lindholm waited in the rain.",
        "Because the owners of the ferry wanted a second line.",
        "The guard turned on the thieves and pointed a.",
        "Ida Brandt tweeted on Nov. 23, 2026.",
        "Harbour Master Ida Brandt said on Monday.",
        "“Will the second line open in May?” Brandt asked.",
        "The video is at the top of this story.",
        "On this page you will find a map of the new line.",
        "By Ida Brandt for the Harbour Post in Lindholm on Monday.",
        "Scroll down for a video of the new ferry in the harbour.",
        "Ida Brandt (left) with the captain of the new ferry on Monday.",
        "“We will open the new line in the first week of May.",
        "We will open the new line in the first week of May,” Brandt said.",
        "The council (which met on Monday approved the new ferry line.",
        "Share your photos of the new ferry with the Harbour Post .",
        "and approved the new ferry line in the first week of May.",
        "The council of Lindholm approved the new ferry line and …",
        "NEW FERRY LINE approved by the council of Lindholm on Monday.",
        "Ida Brandt listens to the captain of the ferry in Lindholm, Monday, Feb. 27, 2026.",
        "1 of 2 This picture provided by the Harbour Post shows the new ferry.",
        "A new line opens.",
        "The line " + "and the line " * 50 + "will open.",
    ],
)
def test_debris_pieces_and_questions_are_never_told(text: str) -> None:
    assert standing(text) is Standing.NEVER


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Aber die zweite Linie wird erst im Herbst 2027 eröffnet."),
        ("de", "Mit neun zu acht Stimmen beschloss er am Montag die neue Linie."),
        ("de", "Diese Linie wird erst im Herbst des Jahres 2027 eröffnet."),
        ("fr", "Mais la deuxième ligne ne sera ouverte qu'en automne 2027."),
        ("fr", "Elle sera ouverte au public pendant l'automne 2027."),
        ("es", "Sin embargo, la segunda línea se abrirá en el otoño de 2027."),
        ("es", "Esa línea se abrirá al público en el otoño de 2027."),
        ("ru", "Но вторая линия откроется только осенью 2027 года."),
        ("ru", "Она откроется для публики только осенью 2027 года."),
        ("ru", "За него проголосовали девять членов городского совета."),
        ("de", "Die zweite Linie sei ebenfalls für das Jahr 2027 geplant."),
        ("de", "Dem widersprach der Hafenmeister am Montag in aller Schärfe."),
        ("de", "In 17 davon fanden die Taucher Reste der alten Fähre."),
        ("fr", "Celle-ci sera ouverte au public pendant l'automne 2027."),
        ("es", "Con ello se abrirá al público una segunda línea en 2027."),
    ],
)
def test_other_languages_point_back_too(language: str, text: str) -> None:
    assert standing(text, language) is Standing.AFTER


@pytest.mark.parametrize(
    "text",
    [
        "Die zweite Linie sei für 2027 geplant, sagte Ida Brandt am Montag.",
        "Laut Hafenamt werde die zweite Linie im Jahr 2027 eröffnet.",
        "Ida Brandt forderte, dass die zweite Linie gestrichen werde.",
    ],
)
def test_what_a_named_speaker_says_in_the_subjunctive_stands_alone(text: str) -> None:
    assert standing(text, "de") is Standing.ALONE


@pytest.mark.parametrize(
    "text",
    [
        "Meanwhile, the largest bank of Tarn, Nordkredit, said it would close 40 branches.",
        "Elsewhere, firefighters in Tarn put out a blaze at a paper mill.",
        "Also on Tuesday, the council of Tarn named Ida Brandt harbour master.",
    ],
)
def test_a_section_may_begin_by_turning_to_something_else(text: str) -> None:
    assert [*Standings([text])] == [Standing.NEVER]
    assert [*Standings([text], opens=True)] == [Standing.ALONE]


def test_what_a_firm_said_of_itself_names_its_speaker() -> None:
    assert standing("The ferry will close, Nordlinje of Tarn, said it would tell passengers.") is Standing.ALONE


def test_a_leaning_sentence_after_debris_is_never_told() -> None:
    texts = ["Click here to see all pictures of the new ferry.", "He said the new line would open in May."]

    assert [*Standings(texts)] == [Standing.NEVER, Standing.NEVER]


def test_nobody_unnamed_says_i_in_a_report() -> None:
    texts = [
        WHOLE,
        *(["The line will open in the first week of May."] * 5),
        "I was told that the ferry would be ready.",
    ]

    assert Standings(texts)[-1] is Standing.NEVER


def test_a_column_is_its_writers_own() -> None:
    texts = [
        "I have waited for this ferry since my first day in Lindholm.",
        *([WHOLE] * 5),
        "I will be on board in May.",
    ]

    assert Standings(texts)[-1] is Standing.ALONE


def test_a_direct_quotation_has_its_speaker() -> None:
    texts = [*([WHOLE] * 6), "“I will be on board,” Ida Brandt told the council on Monday."]

    assert Standings(texts)[-1] is Standing.ALONE


def test_an_answer_in_an_interview_is_not_told_without_its_question() -> None:
    asked = ("Who pays for the new line?", "When does it open?", "Will the old one stay?")
    texts = [
        WHOLE,
        *(text for question in asked for text in (question, "The owners say that they do not know it yet.")),
    ]

    assert [*Standings(texts)] == [Standing.ALONE, *([Standing.NEVER] * 6)]


def test_a_rhetorical_question_leaves_the_news_after_it() -> None:
    texts = ["Do you want to go to Tarn by boat?", WHOLE, "The first ferry leaves at nine o'clock on Sunday."]

    assert Standings(texts)[1] is Standing.ALONE


def test_a_sentence_stands_the_same_whichever_is_asked_for_first() -> None:
    texts = [WHOLE, "It will open in May of next year.", "But it will not run on Sundays.", "Why is that so?", WHOLE]
    backwards = Standings(texts)

    found = [backwards[at] for at in reversed(range(len(texts)))]

    assert found[::-1] == [Standing.ALONE, Standing.AFTER, Standing.AFTER, Standing.NEVER, Standing.ALONE]
    assert backwards[1:3] == [Standing.AFTER, Standing.AFTER]


def test_any_number_of_sentences_may_lean_on_each_other() -> None:
    texts = ["He said the new line would open in May."] * 3_000

    assert Standings(texts)[-1] is Standing.NEVER
    assert Standings([WHOLE, *texts])[-1] is Standing.AFTER


def test_the_first_sentence_leans_on_nothing() -> None:
    assert [*Standings(["He said the new line would open in May."])] == [Standing.NEVER]


def test_the_chain_goes_back_to_the_sentence_that_stands_alone() -> None:
    found = Standings([WHOLE, "It will open in the first week of May.", "But it will not run on Sundays in winter."])

    assert list(chain(found, 2)) == [0, 1, 2]


def test_sentences_of_one_quotation_are_not_torn_apart() -> None:
    texts = [WHOLE, "“We will open in the first week of May.", "The ferry is ready,” Ida Brandt told the council."]

    assert quotation_runs(texts) == [(1, 3)]
    assert [*Standings(texts)] == [Standing.ALONE, Standing.NEVER, Standing.NEVER]


@pytest.mark.parametrize(
    ("text", "balanced"),
    [
        ("The owners' ferry isn't ready, Brandt said.", True),
        ("“The ferry isn't ready,” Brandt said.", True),
        ("„Die Fähre ist bereit“, sagte Brandt.", True),
        ("« Le ferry est prêt », a dit Brandt.", True),
        ("'The ferry is ready,' Brandt said.", True),
        ("“The ferry is ready, Brandt said.", False),
        ("The ferry is ready,” Brandt said.", False),
        ("The ferry (with 20 cars is ready.", False),
        ("„Er sagte ‚nein‘ und ging“, berichtete Brandt.", True),
        ("‚Die Fähre ist bereit‘, sagte Brandt.", True),
        ("‚Die Fähre ist bereit, sagte Brandt.", False),
        ("»Er sagte ›nein‹«, berichtete Brandt.", True),
        ("›Die Fähre ist bereit, sagte Brandt.", False),
        ("L’homme d’État l’a dit aujourd’hui.", True),
        ("«Это „важно“», — сказал Брандт.", True),
        ("El «caso Brandt sigue abierto.", False),
    ],
)
def test_marks_need_their_partner(text: str, *, balanced: bool) -> None:
    assert is_balanced(text) is balanced


def test_a_quotation_alone_names_no_speaker() -> None:
    assert is_only_quotation("“The ferry is ready.”")
    assert not is_only_quotation("“The ferry is ready,” said Brandt, “and painted.”")


@given(
    st.lists(st.text(alphabet="aB \"'“”„()«».,?!…—Hebut", max_size=60), max_size=12),
    st.sampled_from(("en", "de", "ru")),
)
def test_any_sentences_get_a_standing_and_every_chain_begins_alone(texts: list[str], language: str) -> None:
    found = Standings([text for text in texts if text.strip()], language)

    for index, own in enumerate(found):
        if own is Standing.AFTER:
            assert found[chain(found, index)[0]] is Standing.ALONE


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("In Tarn, meanwhile, a museum has given back a bell.", Standing.ALONE),
        ("In Tarn, meanwhile, he has given back the bell to its church.", Standing.NEVER),
        ("But the museum of Tarn has given back a bell.", Standing.NEVER),
    ],
)
def test_the_first_sentence_of_a_section_may_turn_away_from_what_stood_before(text: str, standing: Standing) -> None:
    assert [*Standings([text, WHOLE], opens=True)] == [standing, Standing.ALONE]
    assert Standings([text, WHOLE])[0] is Standing.NEVER


@pytest.mark.parametrize("language", ["ru", "de", "fr"])
def test_an_english_sentence_in_another_text_is_judged_as_english_too(language: str) -> None:
    assert standing("He said that it would not happen again.", language) is Standing.AFTER
    assert standing("The ferry Aurora ran aground off Tarn Island on Monday.", language) is Standing.ALONE
