"""Stories are told apart where the words change, and nowhere else."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest_bot.text.gaps import BORDER_FEATURES, GAP_FEATURES, border_features, gap_features, read_page
from digest_bot.text.headings import headed, is_heading, is_stamped
from digest_bot.text.openings import TRAITS, read_opening, tokens, traits
from digest_bot.text.sections import find_boundaries, propose, split_sections
from digest_bot.text.sections_weights import BORDER, GAP, OPENING
from digest_bot.text.words import words
from tests.builders import article


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.split("\n\n"))


FERRY = _paragraphs(
    """
    The island ferry to Kelder will stop for six weeks from Monday after inspectors found cracks in the hull of its only
    ship, the operator said.

    Maren Holt, who runs the Kelder line, said the ship would be towed to a dry dock at Osthaven. Passengers with
    tickets will get their money back.

    About four hundred islanders depend on the ferry to reach the hospital at Osthaven. A fishing boat will carry the
    sick until the ship returns.
    """
)
VACCINE = _paragraphs(
    """
    Researchers at the University of Brandow have begun testing a malaria vaccine on two hundred volunteers, the first
    trial of its kind in the country.

    The vaccine trains the immune system to recognise the parasite before it reaches the liver, said Amina Sorel, the
    immunologist who leads the trial.

    Results of the vaccine trial are expected next spring, Sorel said. Malaria kills more than half a million people a
    year, most of them children under five.
    """
)
BANK = _paragraphs(
    """
    The central bank of Norlund raised its interest rate to 4.5 percent on Thursday, the third increase this year, as
    inflation stayed above its target.

    Governor Pieter Laan said that inflation was still rising faster than wages. Mortgage holders will pay more from
    next month, the bank said.

    Economists had expected a smaller step from Laan. The krone gained half a percent against the euro after the bank
    raised the rate.
    """
)
FOOTBALL = _paragraphs(
    """
    Striker Tomas Vilk scored twice as Rovers beat Harwick United 3-1 on Saturday to reach the cup final for the first
    time in thirty years.

    Harwick took the lead through a penalty, but Vilk equalised before the break and headed the winner from a corner.

    Coach Ilse Brandt said Rovers had earned their luck. Vilk and Rovers will meet the champions in May.
    """
)
HEADINGS = ("Ferry out of service", "Malaria vaccine trial begins", "Rates up again", "Rovers reach the final")
STORIES = (FERRY, VACCINE, BANK, FOOTBALL)
ONE_STORY = (
    *FERRY[:2],
    "What passengers should do",
    "Passengers with tickets for the Kelder ferry will get their money back, Holt said. Her line has opened a desk.",
    FERRY[2],
    "An old ship",
    "The Kelder ferry was built in 1971 and has been repaired eleven times. Inspectors warned of rust in its hull.",
    "Kelder's council has asked the government for a new ship. “We cannot live without a ferry,” mayor Jon Aske said.",
    "The cost",
    "A new ferry would cost about 40 million crowns, the council says. Holt says her line cannot pay for a ship alone.",
    "Holt said talks with the government about the money would go on next week.",
)
GERMAN = _paragraphs(
    """
    Die Fähre nach Kelder fällt ab Montag für sechs Wochen aus, weil Prüfer Risse im Rumpf des Schiffes gefunden haben.

    Das Schiff wird in ein Dock nach Osthaven geschleppt, sagte Maren Holt, die Chefin der Reederei.

    Rund vierhundert Bewohner der Insel sind auf die Fähre nach Osthaven angewiesen.

    Die Zentralbank von Norlund hat den Leitzins am Donnerstag auf 4,5 Prozent erhöht.

    Notenbankchef Pieter Laan sagte, die Inflation steige weiter schneller als die Löhne.

    Ökonomen hatten von Laan einen kleineren Zinsschritt erwartet.
    """
)
FRENCH = (
    "Le ferry de Kelder s'arrêtera six semaines à partir de lundi, après la découverte de fissures dans sa coque.",
    "Le navire sera remorqué à Osthaven, a déclaré Maren Holt, qui dirige la ligne.",
    "Près de quatre cents habitants dépendent du ferry pour se rendre à l'hôpital d'Osthaven.",
) * 2
SPANISH = (
    "El transbordador de Kelder se detendrá seis semanas desde el lunes, tras hallarse grietas en el casco.",
    "El barco será remolcado a Osthaven, dijo Maren Holt, que dirige la línea.",
    "Unos cuatrocientos isleños dependen del transbordador para llegar al hospital.",
) * 2
RUSSIAN = (
    "Паром на остров Кельдер остановится на шесть недель с понедельника: в корпусе нашли трещины.",
    "Судно отбуксируют в док Остхавена, сообщила глава компании Марен Хольт.",
    "Около четырёхсот жителей острова зависят от парома.",
) * 2
PARAGRAPHS = st.lists(
    st.one_of(st.text(max_size=60), st.sampled_from([line for story in STORIES for line in story]), st.just("Heading")),
    max_size=30,
)


def _joined(*stories: tuple[str, ...]) -> list[str]:
    return [paragraph for story in stories for paragraph in story]


def _cued(cue: str, story: tuple[str, ...]) -> tuple[str, ...]:
    return (cue + story[0][0].lower() + story[0][1:], *story[1:])


def test_a_column_splits_where_it_goes_to_another_place() -> None:
    paragraphs = _joined(
        FERRY,
        _cued("Meanwhile in Brandow, ", VACCINE),
        _cued("Elsewhere in the region, ", BANK),
        _cued("In other news, ", FOOTBALL),
    )
    assert find_boundaries(paragraphs) == [3, 6, 9]


def test_two_stories_without_any_cue_are_told_apart() -> None:
    assert find_boundaries(_joined(FERRY, FOOTBALL)) == [3]


def test_a_cue_alone_does_not_split_one_story() -> None:
    story = [line for line in ONE_STORY if not is_heading(line)]
    story[4] = "Meanwhile, the Kelder ferry, " + story[4].removeprefix("The Kelder ferry ")
    assert find_boundaries(story) == []


def test_a_newsletter_splits_at_its_headings() -> None:
    paragraphs = [line for heading, story in zip(HEADINGS, STORIES, strict=True) for line in (heading, *story)]
    assert find_boundaries(paragraphs) == [4, 8, 12]


def test_an_item_of_one_paragraph_is_enough_under_a_heading() -> None:
    paragraphs = [line for heading, story in zip(HEADINGS, STORIES, strict=True) for line in (heading, story[0])]
    assert find_boundaries(paragraphs) == [2, 4, 6]


def test_a_live_blog_splits_at_its_time_stamps() -> None:
    times = ("09:12", "10:45", "11.30am", "14:05 GMT")
    paragraphs = [line for time, story in zip(times, STORIES, strict=True) for line in (f"{time} {story[0]}", story[1])]
    assert find_boundaries(paragraphs) == [2, 4, 6]


@pytest.mark.parametrize(
    ("title", "sections"),
    [
        ("Kelder ferry live: passengers stranded", 1),
        ("Ferry of Kelder out of service – live", 1),
        ("LIVE | Kelder without its ferry", 1),
        ("Liveticker zur Fähre von Kelder", 1),
        ("What the people of Kelder live on", 4),
        ("The day in brief", 4),
    ],
)
def test_a_live_blog_with_a_title_is_one_section(title: str, sections: int) -> None:
    times = ("09:12", "10:45", "11:30", "14:05")
    texts = [line for time, story in zip(times, STORIES, strict=True) for line in (f"{time} {story[0]}", story[1])]

    assert len(split_sections(article(*texts, title=title))) == sections


def test_headings_over_the_parts_of_one_story_do_not_split_it() -> None:
    assert find_boundaries(ONE_STORY) == []


def test_a_list_of_short_lines_is_left_whole() -> None:
    assert find_boundaries([f"Player number {number}" for number in range(40)]) == []


def test_a_short_text_is_one_story() -> None:
    assert find_boundaries([FERRY[0], FERRY[1], BANK[0], BANK[1], BANK[2]]) == []


@pytest.mark.parametrize(("language", "story"), [("fr", FRENCH), ("es", SPANISH), ("ru", RUSSIAN), ("xx", FRENCH)])
def test_one_story_in_another_language_is_left_whole(language: str, story: tuple[str, ...]) -> None:
    assert find_boundaries(story, language) == []


def test_a_german_text_of_two_stories_splits() -> None:
    assert find_boundaries(GERMAN, "de") == [3]


def test_no_paragraph_gives_no_section() -> None:
    assert split_sections(article()) == ()


def test_a_section_carries_every_sentence_of_its_paragraphs_with_its_place() -> None:
    first, second = split_sections(article(*_joined(FERRY, FOOTBALL)))
    assert [(sentence.paragraph, sentence.text) for sentence in second.sentences][:1] == [(3, FOOTBALL[0])]
    assert len(first.sentences) == 5


def test_the_sections_of_a_german_article_use_german_sentences() -> None:
    german = replace(article("Er kommt am 3. Oktober nach Osthaven."), language="de")
    assert [sentence.text for sentence in split_sections(german)[0].sentences] == [german.paragraphs[0].text]


@pytest.mark.parametrize("times", [33, 35, 37, 40])
def test_a_border_near_the_end_of_a_window_is_found_once(times: int) -> None:
    # windows of 120 paragraphs meet at paragraph 110
    assert find_boundaries(_joined(*[FERRY] * times, *[FOOTBALL] * 30)) == [3 * times]


@pytest.mark.parametrize(
    "line", ["Ferry out of service", "What comes next?", "The cost (in crowns)", "10:42 GMT Rates up again"]
)
def test_a_short_line_without_a_full_stop_is_a_heading(line: str) -> None:
    assert is_heading(line)


@pytest.mark.parametrize("line", ["", "…", "He left.", "- Bread", "“We cannot go on”", "2024", FERRY[0]])
def test_a_sentence_an_item_and_a_quotation_are_no_heading(line: str) -> None:
    assert not is_heading(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("10:42 The bank", True),
        ("[9.05am] The bank", True),
        ("10:42:07", False),
        ("3.5 percent", False),
        ("1984", False),
    ],
)
def test_a_time_of_day_at_the_beginning_is_a_stamp(line: str, expected: bool) -> None:
    assert is_stamped(line) is expected


def test_a_heading_leads_in_the_text_that_follows() -> None:
    assert headed([FERRY[0], "Rates up again", BANK[0], BANK[1]]) == ([0, 2, 3], {1})


def test_the_opening_of_a_story_reads_more_like_one_than_its_second_paragraph() -> None:
    first, second = (read_opening(line, words(line), "en", OPENING) for line in BANK[:2])
    assert first.likeness > second.likeness


def test_another_language_has_no_likeness_to_an_opening() -> None:
    assert read_opening(GERMAN[0], words(GERMAN[0]), "de", OPENING).likeness == 0.0


@pytest.mark.parametrize(
    ("line", "cue", "far"),
    [
        ("Meanwhile in Osthaven, a ship sank.", True, True),
        ("Meanwhile, the ship sank.", True, False),
        ("Apart from wooing Kelder, Norlund built ships.", True, True),
        ("In Norlund, meanwhile, ships were built.", False, True),
        ("The ship, meanwhile, sank.", False, False),
    ],
)
def test_a_cue_that_names_another_place_says_more(line: str, cue: bool, far: bool) -> None:
    opening = read_opening(line, words(line), "en", OPENING)
    assert (opening.cue, opening.far_cue) == (cue, far)


def test_the_proposal_sums_up_highest_and_keeps_two_paragraphs_apart() -> None:
    assert propose([9.0, -1.0, 1.0, 1.5, -9.0, 9.0], least=0.0) == [4]


def test_a_section_with_a_heading_may_have_one_paragraph() -> None:
    assert propose([9.0, 9.0, -9.0], least=0.0, led={0, 1, 2}) == [1, 2]


def test_every_feature_has_a_name_and_a_weight() -> None:
    page = read_page(_joined(FERRY, FOOTBALL), "en", OPENING)
    rows = gap_features(page)
    border = border_features(page, [0.0] * len(rows), 0, 3, 6)
    assert {len(row) for row in rows} == {len(GAP_FEATURES)} == {len(GAP[1])}
    assert len(border) == len(BORDER_FEATURES) == len(BORDER[1])
    assert len(traits(FERRY[0], words(FERRY[0]))) == len(TRAITS) == len(OPENING[1])


def test_tokens_are_the_small_words_and_the_first_word() -> None:
    assert tokens(["The", "ferry", "to", "Kelder", "ferry"]) == ["ferry", "to", "^the"]


@settings(max_examples=60, deadline=None)
@given(PARAGRAPHS, st.sampled_from(["en", "de", "ru", "zh", ""]))
def test_any_text_gives_ascending_boundaries_inside_it_every_time_the_same(
    paragraphs: list[str], language: str
) -> None:
    found = find_boundaries(paragraphs, language)
    assert found == sorted(set(found))
    assert all(0 < border < len(paragraphs) for border in found)
    assert found == find_boundaries(paragraphs, language)


@settings(max_examples=40, deadline=None)
@given(PARAGRAPHS)
def test_the_sections_of_any_article_have_all_its_paragraphs_once(paragraphs: list[str]) -> None:
    whole = article(*paragraphs)
    sections = split_sections(whole)
    assert [part for section in sections for part in section.paragraphs] == list(whole.paragraphs)
    assert all(
        sentence.text == whole.paragraphs[sentence.paragraph].text[sentence.start : sentence.end]
        for section in sections
        for sentence in section.sentences
    )


@pytest.mark.parametrize(
    "paragraph", ["a" * 100_000, "A " * 30_000, "In " + "a" * 50_000, "“" * 50_000, "12:" * 20_000]
)
def test_hostile_paragraphs_are_survived(paragraph: str) -> None:
    found = find_boundaries([paragraph, *FERRY, *FOOTBALL])
    assert all(0 < border < 7 for border in found)
