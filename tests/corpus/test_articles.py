"""Every article of corpus/ comes out as its expectation says."""

import re
from collections import defaultdict

import pytest

from digest_bot.model import Article, Skipped
from digest_bot.text.stories import group_stories
from tests.corpus.cases import CORPUS, KEYS, case, cases, read, sections

TOLD = [one.name for one in cases() if "skipped" not in one.expected]
SKIPPED = [one.name for one in cases() if "skipped" in one.expected]


def article(name: str) -> Article:
    found = read(name)
    assert isinstance(found, Article), f"{name} was skipped: {found.detail}"
    return found


def asked(name: str, *keys: str) -> dict[str, object]:
    """The part of the expectation that asks for these keys."""
    return {key: value for key, value in case(name).expected.items() if key in keys}


@pytest.mark.parametrize("name", [one.name for one in cases()])
def test_an_expectation_has_no_misspelt_key(name: str) -> None:
    assert set(case(name).expected) <= KEYS


@pytest.mark.parametrize("name", TOLD)
def test_title_author_date_place_and_language_are_found(name: str) -> None:
    found = article(name)
    about = {
        "title": found.title,
        "author": found.author,
        "date": found.published.date().isoformat() if found.published else None,
        "place": found.place,
        "language": found.language,
    }
    wanted = asked(name, *about)
    assert {key: about[key] for key in wanted} == wanted


@pytest.mark.parametrize("name", TOLD)
def test_the_text_begins_and_ends_where_it_should(name: str) -> None:
    wanted = asked(name, "paragraphs", "first_starts", "last_ends")
    texts = [paragraph.text for paragraph in article(name).paragraphs]
    found = {
        "paragraphs": len(texts),
        "first_starts": texts[0][: len(str(wanted.get("first_starts", "")))],
        "last_ends": texts[-1][-len(str(wanted.get("last_ends", ""))) :],
    }
    assert {key: found[key] for key in wanted} == wanted


@pytest.mark.parametrize("name", TOLD)
def test_nothing_of_the_text_is_lost_or_torn(name: str) -> None:
    texts = [paragraph.text for paragraph in article(name).paragraphs]
    missing = [part for part in case(name).expected.get("must_contain", []) if not any(part in text for text in texts)]
    assert missing == []


@pytest.mark.parametrize("name", TOLD)
def test_no_junk_is_left(name: str) -> None:
    text = "\n".join(paragraph.text for paragraph in article(name).paragraphs)
    assert [junk for junk in case(name).expected.get("must_not_contain", []) if junk in text] == []


@pytest.mark.parametrize("name", [name for name in TOLD if "captions" in case(name).expected])
def test_captions_are_kept_beside_the_text(name: str) -> None:
    assert list(article(name).captions) == case(name).expected["captions"]


@pytest.mark.parametrize("name", TOLD)
def test_every_paragraph_can_be_found_in_its_source(name: str) -> None:
    found = article(name)
    for paragraph in found.paragraphs:
        source = "".join(found.text[start:stop] for start, stop in paragraph.spans)
        assert letters(paragraph.text) == letters(source)


def letters(text: str) -> str:
    """What must not change: everything but white space, escapes and the hyphens of line ends."""
    return re.sub(r"[\s\\\-\u00ad]", "", text)


@pytest.mark.parametrize("name", [name for name in TOLD if "sections" in case(name).expected])
def test_the_sections_begin_where_a_new_subject_does(name: str) -> None:
    wanted = case(name).expected["sections"]
    starts = [section.paragraphs[0].text for section in sections(name)]
    assert [start[: len(want)] for start, want in zip(starts, wanted, strict=False)] == wanted
    assert len(starts) == len(wanted)


@pytest.mark.parametrize("name", SKIPPED)
def test_what_is_no_article_is_skipped_with_its_reason(name: str) -> None:
    found = read(name)
    assert isinstance(found, Skipped), f"{name} passed for an article: {found.title}"
    assert found.reason == case(name).expected["skipped"]
    assert found.detail.endswith(".")


def test_of_the_whole_corpus_only_reports_of_one_event_are_one_story() -> None:
    groups = group_stories([section for name in TOLD for section in sections(name)])
    names = {article(name).id: name for name in TOLD}
    found = sorted(sorted(names[part.article.id] for part in group) for group in groups if len(group) > 1)
    wanted = defaultdict(list)
    for name in TOLD:
        if "story" in case(name).expected:
            wanted[case(name).expected["story"]].append(name)
    assert found == sorted(sorted(members) for members in wanted.values())


def test_every_style_has_an_article_and_an_expectation() -> None:
    folders = sorted(path.name for path in (CORPUS / "styles").iterdir() if path.is_dir())
    assert folders == sorted(one.name for one in cases() if one.source.parent.parent.name == "styles")
    assert len(folders) >= 10
