"""The podcast as readers meet it: a real server on loopback, a real shelf, a strict parser, a real browser."""

import http.client
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

from digest_bot.model import Audio, Chapter, Heading, Narration, Segment
from digest_bot.shell.episodes import Shelf
from digest_bot.site.app import build_site, listen, serve_site
from digest_bot.site.episode_page import episode_page, list_page
from digest_bot.site.listen import MEDIA_TYPES, routes
from digest_bot.site.podcast import podcast_feed
from digest_bot.sound.audio import master
from tests.builders import EDITION, TWO_STORIES, digest
from tests.listening import clip
from tests.site.chromium import PROGRAM, Chromium
from tests.site.podcast_rules import problems

EVIL = 'Ferry & <script>alert("1")</script> \x07 “aground”'
SCRIPT = (
    Segment("This is Daily digest.", "", None, 0.8),
    Segment(EVIL, "", 0, 0.35),
    Segment("The ferry Aurora ran aground on Monday.", "", 0, 0.25),
    Segment("Everyone was brought ashore.", "", 0, 0.8),
    Segment("Bridge to close", "", 1, 0.35),
    Segment("Lindholm will close its bridge.", "", 1, 0.8),
    Segment("That is all for today.", "", None, 0.0),
)
HEADINGS = (Heading(EVIL, "https://harbour.example/1?a=1&b=2"), Heading("Bridge to close"))


@pytest.fixture(scope="module")
def audio() -> Audio:
    clips = [clip(seconds, seed=number) for number, seconds in enumerate((1, 1, 2, 2, 1, 2, 1))]
    return master(Narration("Daily digest", "en", SCRIPT, HEADINGS), clips, voice="hum")


@dataclass
class Site:
    port: int
    shelf: Shelf
    tokens: dict[str, str]

    @property
    def home(self) -> str:
        return f"/listen/daily/{self.tokens['daily']}/"

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, audio: Audio) -> Iterator[Site]:
    shelf = Shelf(tmp_path_factory.mktemp("shelf"))
    shelf.put(TWO_STORIES, audio)
    yesterday = replace(EDITION, date=EDITION.date - timedelta(days=1))
    shelf.put(replace(TWO_STORIES, edition=yesterday, made_at=TWO_STORIES.made_at - timedelta(days=1)), audio)
    tokens = {"daily": "s3cret-token_A", "other": ""}
    titles = {"daily": "Daily digest", "other": "Other digest"}
    app = build_site(
        checks={}, metrics=lambda: (b"", "text/plain"), routes=routes(shelf, titles=titles, token=tokens.__getitem__)
    )
    listener, stop = listen("127.0.0.1", 0), threading.Event()
    thread = threading.Thread(target=serve_site, args=(app, listener, stop))
    port = listener.getsockname()[1]
    thread.start()
    yield Site(port, shelf, tokens)
    stop.set()
    thread.join(60)


@pytest.fixture
def newest(site: Site) -> str:
    return f"{site.home}{site.shelf.episodes('daily')[0].id}/"


def test_an_episode_is_kept_once_and_found_again(tmp_path: Path, audio: Audio) -> None:
    shelf = Shelf(tmp_path)
    first = shelf.put(TWO_STORIES, audio)
    again = shelf.put(TWO_STORIES, replace(audio, mp3=b"other"))
    assert again == first == shelf.episodes("daily")[0]
    path = shelf.file(first, "digest.mp3")
    assert path is not None
    assert path.read_bytes() == audio.mp3
    assert sorted(file.name for file in path.parent.iterdir()) == [
        *("chapters.json", "digest.mp3", "episode.json", "transcript.vtt")
    ]
    assert [folder.name for folder in tmp_path.iterdir()] == [first.id]


def test_the_oldest_episodes_of_a_digest_make_room(tmp_path: Path, audio: Audio) -> None:
    shelf = Shelf(tmp_path, keep=2)
    for day in range(4):
        edition = replace(EDITION, date=EDITION.date + timedelta(days=day))
        shelf.put(replace(TWO_STORIES, edition=edition, made_at=TWO_STORIES.made_at + timedelta(days=day)), audio)
    other = digest(edition=replace(EDITION, digest="weekly"))
    shelf.put(other, audio)
    assert [episode.edition[-16:-6] for episode in shelf.episodes("daily")] == ["2026-11-27", "2026-11-26"]
    assert len(shelf.episodes("weekly")) == 1
    assert len(list(tmp_path.iterdir())) == 3


def test_what_a_killed_process_left_of_an_episode_goes_and_what_is_being_written_stays(
    tmp_path: Path, audio: Audio
) -> None:
    for name in (".new-old", ".gone-old", ".new-now"):
        (tmp_path / name / "files").mkdir(parents=True)
        (tmp_path / name / "files" / "digest.mp3").write_bytes(b"half")
    for name in (".new-old", ".gone-old"):
        os.utime(tmp_path / name, (1000, 1000))
    kept = Shelf(tmp_path).put(TWO_STORIES, audio)
    assert sorted(folder.name for folder in tmp_path.iterdir()) == [".new-now", kept.id]


def test_a_shelf_that_cannot_be_written_raises_and_leaves_nothing(tmp_path: Path, audio: Audio) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(OSError, match=r"Not a directory|File exists"):
        Shelf(tmp_path / "file").put(TWO_STORIES, audio)
    assert Shelf(tmp_path / "missing").episodes("daily") == ()


@pytest.mark.parametrize("name", ["../daily", "", ".", "a/b", "x" * 200, ".new-1"])
def test_no_name_leads_out_of_the_shelf(tmp_path: Path, name: str) -> None:
    assert Shelf(tmp_path).episode(name) is None


def test_the_feed_is_strict_xml_and_breaks_no_rule(site: Site) -> None:
    status, headers, feed = site.get(f"{site.home}feed.xml")
    assert (status, headers["content-type"]) == (200, "application/rss+xml")
    assert problems(feed) == []


def test_what_the_feed_says_of_an_episode_is_true(site: Site, audio: Audio) -> None:
    item = ET.fromstring(site.get(f"{site.home}feed.xml")[2]).findall("channel/item")[0]
    about = item.find("enclosure")
    assert about is not None
    status, headers, body = site.get(urlsplit(about.attrib["url"]).path)
    assert (status, headers["content-type"]) == (200, "audio/mpeg")
    assert body == audio.mp3
    assert int(about.attrib["length"]) == len(body)
    duration = item.findtext("{http://www.itunes.com/dtds/podcast-1.0.dtd}duration")
    assert abs(int(str(duration)) - audio.duration) <= 0.5
    transcript = item.find("{https://podcastindex.org/namespace/1.0}transcript")
    chapters = item.find("{https://podcastindex.org/namespace/1.0}chapters")
    assert transcript is not None
    assert chapters is not None
    assert site.get(urlsplit(transcript.attrib["url"]).path)[2].startswith(b"WEBVTT\n")
    marks = json.loads(site.get(urlsplit(chapters.attrib["url"]).path)[2])["chapters"]
    assert [mark["title"] for mark in marks] == [EVIL, "Bridge to close"]


def test_the_other_format_is_served_and_named_in_feed_and_page(tmp_path: Path, audio: Audio) -> None:
    shelf = Shelf(tmp_path)
    episode = shelf.put(TWO_STORIES, replace(audio, mp3=b"", m4a=b"an MP4 file"))
    file = shelf.file(episode, "digest.m4a")
    assert file is not None
    assert (file.read_bytes(), episode.size) == (b"an MP4 file", 11)
    feed = podcast_feed([episode], title="D", digest="daily", home="https://a.example/x/")
    assert problems(feed) == []
    assert f'url="https://a.example/x/{episode.id}/digest.m4a" length="11" type="audio/x-m4a"'.encode() in feed
    page = episode_page(episode)
    assert 'src="digest.m4a"' in page
    assert "digest.mp3" not in page
    assert MEDIA_TYPES["digest.m4a"] == "audio/x-m4a"


def test_a_moved_feed_shows_the_same_episodes(site: Site) -> None:
    episodes = site.shelf.episodes("daily")
    here, there = (
        ET.fromstring(podcast_feed(episodes, title="D", digest="daily", home=home))
        for home in ("https://a.example/x/", "https://b.example/y/")
    )
    guids = [[guid.text for guid in feed.iter("guid")] for feed in (here, there)]
    assert guids[0] == guids[1]
    own = "channel/{https://podcastindex.org/namespace/1.0}guid"
    assert here.findtext(own) == there.findtext(own)


def test_headlines_beyond_all_measure_fit_the_description_that_directories_take(tmp_path: Path, audio: Audio) -> None:
    long = tuple(Chapter(f"{n} " + "Überschrift " * 90, n * 60.0, n * 60.0 + 60) for n in range(20))
    episode = Shelf(tmp_path).put(TWO_STORIES, replace(audio, chapters=long))
    feed = podcast_feed([episode], title="Daily", digest="daily", home="https://a.example/listen/daily/t/")
    description = ET.fromstring(feed).findtext("channel/item/description") or ""
    assert (len(description.splitlines()), len(description) <= 4000) == (20, True)
    assert description.splitlines()[3].startswith("3:00 3 Überschrift Überschrift ")
    assert description.splitlines()[3].endswith("…")


def test_an_empty_feed_is_a_feed() -> None:
    assert problems(podcast_feed((), title="Daily", digest="daily", home="https://a.example/x/")) == []


def test_a_part_of_the_sound_is_answered_with_206(site: Site, newest: str, audio: Audio) -> None:
    status, headers, body = site.get(f"{newest}digest.mp3", Range="bytes=100-199")
    assert (status, body) == (206, audio.mp3[100:200])
    assert headers["content-range"] == f"bytes 100-199/{len(audio.mp3)}"
    assert site.get(f"{newest}digest.mp3", Range="bytes=-50")[2] == audio.mp3[-50:]
    assert site.get(f"{newest}digest.mp3", Range=f"bytes={len(audio.mp3)}-")[0] == 416


def test_the_size_can_be_asked_for_alone(site: Site, newest: str, audio: Audio) -> None:
    status, headers, body = site.get(f"{newest}digest.mp3", "HEAD")
    assert (status, body) == (200, b"")
    assert headers["content-length"] == str(len(audio.mp3))
    assert headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize(
    "path",
    [
        "/listen/daily/wrong/",
        "/listen/daily/wrong/feed.xml",
        "/listen/other//",
        "/listen/other/x/",
        "/listen/nobody/s3cret-token_A/",
        "/listen/daily/s3cret-token_A/nothing/",
        "/listen/daily/s3cret-token_A/..%2f..%2fetc/passwd",
        "/listen/daily/s3cret-token_%C3%84/",
    ],
)
def test_without_the_token_there_is_nothing(site: Site, path: str) -> None:
    assert site.get(path)[0] == 404


def test_only_the_files_of_an_episode_are_handed_out(site: Site, newest: str) -> None:
    assert site.get(f"{newest}transcript.vtt")[0] == 200
    for name in ("episode.json", "..%2fdigest.mp3", "digest.wav"):
        assert site.get(f"{newest}{name}")[0] == 404


def test_a_token_that_was_taken_back_is_good_for_nothing_at_once(site: Site) -> None:
    old = site.home
    site.tokens["daily"] = "another-token"
    try:
        assert site.get(f"{old}feed.xml")[0] == 404
        assert site.get(f"{site.home}feed.xml")[0] == 200
    finally:
        site.tokens["daily"] = "s3cret-token_A"


def test_the_address_is_told_to_nobody_else(site: Site, newest: str) -> None:
    headers = site.get(newest)[1]
    assert headers["referrer-policy"] == "no-referrer"
    assert "noindex" in headers["x-robots-tag"]
    assert "default-src 'none'" in headers["content-security-policy"]


def test_what_was_written_is_never_markup(site: Site) -> None:
    page = episode_page(site.shelf.episodes("daily")[0])
    assert "<script>alert" not in page
    assert "Ferry &amp; &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;" in page
    assert page.count("<script") == 1


def test_without_javascript_there_is_a_player_and_every_chapter_is_a_link(site: Site) -> None:
    page = episode_page(site.shelf.episodes("daily")[0])
    assert '<audio id="sound" controls preload="metadata" src="digest.mp3">' in page
    assert page.count('href="digest.mp3#t=') == 2
    assert 'id="buttons" hidden' in page


def test_the_list_names_the_newest_first_and_says_so_when_there_is_none(site: Site) -> None:
    page = site.get(site.home)[2].decode()
    assert page.index("24 November 2026") < page.index("23 November 2026")
    assert "Nothing has been spoken yet." in list_page((), title="Daily digest")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    if PROGRAM is None:
        pytest.skip("there is no chromium or google-chrome on the path")
    with Chromium(tmp_path_factory.mktemp("chromium")) as window:
        yield window


MARKED = "[...document.querySelectorAll('.said.now')].map(s => s.textContent)"


def open_slowly(browser: Chromium, url: str) -> None:
    """Open the page of an episode; a sentence is marked for so long that nobody can look too late for it."""
    browser.open(url)
    browser.wait("document.getElementById('sound').readyState >= 1")
    browser.run("document.getElementById('sound').playbackRate = 1 / 16")


def test_a_chapter_link_jumps_and_the_spoken_sentence_is_marked(site: Site, newest: str, browser: Chromium) -> None:
    open_slowly(browser, site.url(newest))
    browser.run("document.querySelectorAll('nav a')[1].click()")
    start = browser.run("Number(document.querySelectorAll('nav a')[1].dataset.start)")
    browser.wait(f"{MARKED}[0] === 'Bridge to close'")
    assert start <= browser.run("document.getElementById('sound').currentTime") < start + 3
    next_one = "[...document.querySelectorAll('.said')].find(s => s.textContent.startsWith('Lindholm'))"
    browser.run(f"document.getElementById('sound').currentTime = Number({next_one}.dataset.start) - 0.1")
    browser.wait(f"{MARKED}[0] === 'Lindholm will close its bridge.'")
    assert browser.run("document.querySelector('.said[aria-current]').textContent") == "Lindholm will close its bridge."
    assert browser.run("document.querySelector('nav [aria-current]').textContent") == "Bridge to close"
    assert browser.run("location.href") == site.url(newest)
    browser.run("document.getElementById('sound').pause()")


def test_clicking_a_sentence_plays_from_there(site: Site, newest: str, browser: Chromium) -> None:
    open_slowly(browser, site.url(newest))
    browser.run("document.querySelectorAll('.said')[3].click()")
    browser.wait(f"{MARKED}[0] === 'Everyone was brought ashore.'")
    browser.run("document.getElementById('sound').pause()")


def test_the_keyboard_reaches_player_buttons_and_chapters(site: Site, newest: str, browser: Chromium) -> None:
    open_slowly(browser, site.url(newest))
    met = []
    for _ in range(40):
        browser.press("Tab")
        met.append(browser.run("(e => e.id || e.textContent.trim())(document.activeElement)"))
        if met[-1] == "Bridge to close":
            break
    assert {"All editions", "sound", "Back 15 seconds", "next", "follow"} <= set(met)
    browser.press("Enter")
    browser.wait(f"{MARKED}[0] === 'Bridge to close'")
    browser.run("document.getElementById('sound').pause()")


def test_everything_a_screen_reader_meets_has_a_name(site: Site, newest: str, browser: Chromium) -> None:
    browser.open(site.url(newest))
    nodes = browser.call("Accessibility.getFullAXTree")["nodes"]
    named = {"link", "button", "checkbox", "heading", "navigation"}
    nameless = [n for n in nodes if n["role"]["value"] in named and not n["ignored"] and not n["name"].get("value")]
    assert nameless == []
    headings = [n["name"]["value"] for n in nodes if n["role"]["value"] == "heading"]
    assert headings[:2] == ["Daily digest, 24 November 2026", "Stories"]
    assert browser.run("document.documentElement.lang") == "en"


def test_nothing_on_the_page_is_refused_by_its_own_policy(site: Site, newest: str, browser: Chromium) -> None:
    browser.open(site.url(newest))
    assert browser.run("getComputedStyle(document.querySelector('.player')).position") == "sticky"
    assert browser.run("document.body.classList.contains('ready')")
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")


def test_without_javascript_the_browser_plays_all_the_same(
    site: Site, newest: str, tmp_path: Path, audio: Audio, browser: Chromium
) -> None:
    with Chromium(tmp_path / "plain", "--blink-settings=scriptEnabled=false") as plain:
        plain.call("Page.navigate", url=site.url(newest))
        plain.wait("document.querySelector('audio') !== null && document.querySelector('audio').readyState >= 1")
        assert plain.run("document.querySelector('.buttons').hidden")
        assert plain.run("document.querySelector('audio').duration") == pytest.approx(audio.duration, abs=0.1)
