"""The demo: what a newcomer gets from the two source articles."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mutagen.id3 import ID3
from mutagen.mp3 import MP3

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder a demo has filled; its printed text is in printed.txt."""
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "digest_bot", "demo", "--corpus", str(ROOT / "corpus"), "--out", str(folder)]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300, check=True)
    (folder / "printed.txt").write_text(result.stdout, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def written(out: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((out / "digest.json").read_text(encoding="utf-8"))
    return data


def articles_of(story: dict[str, Any], written: dict[str, Any]) -> list[str]:
    places = {article["id"]: article["url"].rsplit("/", 1)[1][:3] for article in written["articles"]}
    return sorted(places[written["sections"][number]["article"]] for number in story["sections"])


def test_it_ends_by_naming_its_files(out: Path) -> None:
    names = ["digest.html", "digest.json", "digest.mp3", "transcript.vtt"]
    assert (out / "printed.txt").read_text(encoding="utf-8").splitlines()[-4:] == [f"  {out / name}" for name in names]
    assert all((out / name).stat().st_size > 0 for name in names)


def test_there_are_three_stories_and_only_the_meeting_has_two_sources(written: dict[str, Any]) -> None:
    assert sorted(articles_of(story, written) for story in written["stories"]) == [["000", "004"], ["004"], ["004"]]


def test_the_sections_begin_where_the_stories_begin(written: dict[str, Any]) -> None:
    text = {article["id"]: article["paragraphs"] for article in written["articles"]}
    openings = sorted(text[s["article"]][s["start"]]["text"][:26] for s in written["sections"])
    assert openings == [
        "Apart from wooing Belarus,",
        "Belarusian President Alexa",
        "Meanwhile in Southeast Asi",
        "On December 4, Belarussian",
    ]


def test_every_sentence_stands_in_its_source_at_its_offsets(written: dict[str, Any]) -> None:
    articles = {article["id"]: article for article in written["articles"]}
    for story in written["stories"]:
        for pick in story["summary"]:
            section = written["sections"][pick["section"]]
            paragraph, start, end = section["sentences"][pick["sentence"]]
            place = articles[section["article"]]["paragraphs"][paragraph]
            assert place["text"][start:end] == pick["text"]
            source = " ".join(articles[section["article"]]["text"][a:b] for a, b in place["spans"])
            assert " ".join(place["text"].split()) == " ".join(source.replace("\\$", "$").split())


def test_each_summary_is_two_or_three_whole_sentences_of_about_sixty_words(written: dict[str, Any]) -> None:
    for story in written["stories"]:
        sentences = [pick["text"] for pick in story["summary"]]
        assert 2 <= len(sentences) <= 3
        assert 30 <= len(" ".join(sentences).split()) <= 80
        assert all(re.search(r"[.!?][”\"]?$", sentence) for sentence in sentences)
        assert not re.match(r"(He|She|They|But|These|This|And|It)\b", sentences[0])
        assert all(sentence.count("“") == sentence.count("”") for sentence in sentences)


def test_every_headline_is_cut_from_its_source(written: dict[str, Any]) -> None:
    articles = {article["id"]: article for article in written["articles"]}
    for story in written["stories"]:
        lead = written["sections"][story["sections"][0]]
        article = articles[lead["article"]]
        assert story["headline"]
        assert story["headline"] in (article["title"], *re.findall(re.escape(story["headline"]), article["text"]))


def test_the_page_links_both_sources_of_the_meeting(out: Path) -> None:
    page = (out / "digest.html").read_text(encoding="utf-8")
    for name in ("000_3451be296af6a87b", "004_6b4968348c43851d"):
        assert re.search(rf'<a href="file://[^"]*{name}\.txt">Article {name[:3]}</a>', page)


def test_the_sound_has_a_chapter_for_each_story_and_lasts_what_its_words_need(
    out: Path, written: dict[str, Any]
) -> None:
    sound = MP3(out / "digest.mp3")
    words = len((out / "transcript.vtt").read_text(encoding="utf-8").split())
    chapters = sorted(ID3(out / "digest.mp3").getall("CHAP"), key=lambda frame: frame.start_time)
    titles = [str(chapter.sub_frames["TIT2"]) for chapter in chapters]
    assert [title for title in titles if title in {story["headline"] for story in written["stories"]}] == [
        story["headline"] for story in written["stories"]
    ]
    assert sound.info is not None
    assert 0.2 * words <= sound.info.length <= 0.6 * words


def test_the_transcript_shows_what_was_written(out: Path, written: dict[str, Any]) -> None:
    transcript = (out / "transcript.vtt").read_text(encoding="utf-8")
    assert transcript.startswith("WEBVTT\n")
    for story in written["stories"]:
        assert story["summary"][0]["text"].replace("&", "&amp;") in transcript
