"""What is measured on sentences, how sets of them are ranked, and where texts disagree."""

from dataclasses import replace

import pytest

from digest_bot.text.disagreement import disagreements
from digest_bot.text.features import FEATURES, MAX_SENTENCES, read_sentences
from digest_bot.text.gathering import best_addition, gather, read_candidates
from digest_bot.text.plain import sentences
from digest_bot.text.ranking import ENOUGH_WORDS, Bench, best_set, candidate_sets, make_bench
from digest_bot.text.standalone import Standings
from digest_bot.text.words import Learned

TEXTS = [
    "The ferry Aurora ran aground off Tarn Island on Monday evening with 212 people aboard.",
    "Coast guard boats from Lindholm brought all passengers of the ferry ashore by midnight.",
    "It had left the harbour of Lindholm two hours late because of a broken pump.",
    "Captain Nils Aber told the coast guard that the ferry had lost its steering off the island.",
    "Aber has been a captain for thirty years and has never lost a ship.",
    "The owners of the Aurora said a tug would pull the ferry off the rocks at the next high tide.",
    "Cafés in the old town of Lindholm opened their doors for the passengers during the night.",
]


def _bench(texts: list[str]) -> Bench:
    return make_bench(read_sentences(texts), Standings(texts), texts)


def test_every_sentence_gets_every_feature() -> None:
    reading = read_sentences(TEXTS)

    assert [len(row) for row in reading.features] == [len(FEATURES)] * len(TEXTS)


def test_a_sentence_that_later_ones_take_up_is_central() -> None:
    reading = read_sentences(["Rain fell on Tarn.", TEXTS[0], TEXTS[1], TEXTS[5], "Gulls cried."])
    forward = [row[FEATURES.index("forward")] for row in reading.features]

    assert max(range(5), key=forward.__getitem__) == 1


def test_a_long_text_is_read_up_to_a_limit() -> None:
    assert len(read_sentences(TEXTS * 40).words) == MAX_SENTENCES


@pytest.mark.parametrize(("count", "sizes"), [(1, {1}), (2, {2}), (3, {2, 3}), (5, {5})])
def test_the_best_set_has_about_the_size_asked_for_in_reading_order(count: int, sizes: set[int]) -> None:
    chosen = best_set(_bench(TEXTS), count)

    assert len(chosen) in sizes
    assert list(chosen) == sorted(chosen)
    assert chosen[0] in (0, 1)


def test_two_sentences_tell_as_much_as_three_only_when_they_are_long() -> None:
    bench = _bench(TEXTS)

    sets = [chosen for chosen in candidate_sets(bench, 3) if len(chosen) == 2]

    assert all(sum(bench.reading.words[index] for index in chosen) >= ENOUGH_WORDS for chosen in sets)


def test_the_words_limit_the_set() -> None:
    bench = _bench(TEXTS)

    chosen = best_set(bench, 3, 32)

    assert len(chosen) == 2
    assert sum(bench.reading.words[index] for index in chosen) <= 32


def test_a_leaning_sentence_comes_with_the_one_before() -> None:
    assert all(1 in chosen for chosen in candidate_sets(_bench(TEXTS), 3) if 2 in chosen)


def test_a_surname_comes_with_the_full_name() -> None:
    bench = _bench(TEXTS)
    alike = replace(bench.reading, features=((0.0,) * len(FEATURES),) * len(TEXTS))
    favoured = replace(bench, reading=alike, scores=(5.0, 0.0, 0.0, 4.9, 5.0, 0.0, 0.0))

    assert best_set(replace(favoured, told="Nils Aber's last voyage"), 2) == (0, 4)
    assert best_set(favoured, 2) in [(0, 3), (3, 4)]


def test_nothing_is_said_twice() -> None:
    twice = [TEXTS[0], TEXTS[0].replace("Monday", "late Monday"), *TEXTS[1:]]

    assert not any({0, 1} <= set(chosen) for chosen in candidate_sets(_bench(twice), 3))


def test_nothing_that_can_be_told_gives_no_set() -> None:
    assert best_set(_bench(["Is that so?", "He says it is."]), 3) == ()
    assert best_set(_bench([]), 3) == ()


def test_of_several_texts_what_both_tell_leads_and_is_told_once() -> None:
    other = ["A ferry with 212 people aboard, the Aurora, ran aground off Tarn Island on Monday.", TEXTS[5]]

    told = gather(read_candidates([TEXTS[:2], other], ["en", "en"]), count=3)

    assert sorted(candidate.place for candidate in told) == [(0, 1), (1, 0), (1, 1)]


def test_an_addition_keeps_within_the_words() -> None:
    candidates = read_candidates([TEXTS], ["en"])

    assert best_addition(candidates, candidates[:1], max_words=20) is None
    assert best_addition(candidates, candidates[:1], max_words=40) is not None


def test_an_addition_introduces_whom_it_calls_by_surname() -> None:
    other = [
        "Lena Voss is the captain of the tug Orion.",
        "Voss said the tug would pull the ferry Aurora off the rocks.",
    ]
    candidates = read_candidates([TEXTS[:2], other], ["en", "en"])

    places = [candidate.place for candidate in gather(candidates, count=4)]

    assert (1, 1) not in places or places.index((1, 0)) < places.index((1, 1))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Officials said 12 people were killed in the storm.", "At least 15 people were killed on Tarn."),
        ("The storm killed twelve people on Tarn Island.", "15 people were killed by the storm."),
        ("The yard will build 1,200 new homes there.", "There the yard will build 900 new homes."),
        ("A fire killed nine people early on Tuesday.", "At least 11 people died in the fire."),
        ("The storm left 40 passengers injured.", "Some 55 people were hurt, police said."),
        ("A quake of magnitude 6.1 struck Tarn.", "Tarn was shaken by a magnitude 5.9 quake."),
    ],
)
def test_other_numbers_for_the_same_thing_disagree(one: str, other: str) -> None:
    assert list(disagreements(["The storm came on Monday.", one], [other])) == [(1, 0)]


@pytest.mark.parametrize(
    ("language", "other"),
    [
        ("de", "Mindestens sieben Menschen sind ums Leben gekommen."),
        ("fr", "Au moins onze personnes sont mortes."),
        ("es", "Al menos once personas murieron."),
        ("ru", "Погибли одиннадцать человек."),
    ],
)
def test_tolls_disagree_across_languages(language: str, other: str) -> None:
    assert list(disagreements(["The storm killed eight people on Tarn."], [other], others=language)) == [(0, 0)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The storm killed eight people.", "Acht Menschen starben, elf wurden verletzt."),
        ("The storm killed eight people, 40 people were hurt.", "40 people were injured."),
    ],
)
def test_the_same_toll_is_no_disagreement(one: str, other: str) -> None:
    assert list(disagreements([one], [other], others="de" if "starben" in other else "en")) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Officials said 12 people were killed.", "Officials said 12 people were killed."),
        ("Officials said 12 people were killed.", "Officials said 40 people were injured."),
        ("The storm killed 12 people and injured 40 others.", "The storm injured 40 people."),
        ("The storm raged for 12 hours on Tarn.", "The storm raged for 15 hours on Tarn."),
        ("The storm came on 12 January to Tarn.", "The storm came on 15 January to Tarn."),
        ("The council met in 2024 in Lindholm.", "The council met in 2026 in Lindholm."),
    ],
)
def test_other_things_and_times_do_not_disagree(one: str, other: str) -> None:
    assert list(disagreements([one], [other])) == []


def test_a_toll_that_rose_does_not_disagree_with_itself() -> None:
    later = ["First 12 people were killed.", "By Tuesday 15 people were killed."]

    assert list(disagreements(["Officials said 12 people were killed."], later)) == []


def test_a_pasted_text_loses_its_dateline_and_debris() -> None:
    text = "Lindholm (AFP) -- The ferry ran aground. Scroll down for video The crew is safe.\nThe owners are silent."

    assert sentences(text) == ["The ferry ran aground.", "The crew is safe.", "The owners are silent."]


def test_a_table_learns_a_word_once_and_forgets_what_is_no_word() -> None:
    asked: list[str] = []

    def learn(word: str) -> int:
        asked.append(word)
        return len(word)

    table = Learned(learn)

    assert [table["ferry"], table["ferry"], table["x" * 99], table["x" * 99]] == [5, 5, 99, 99]
    assert asked == ["ferry", "x" * 99, "x" * 99]
    assert list(table) == ["ferry"]
