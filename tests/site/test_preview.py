"""The preview in a real browser: light and dark, on a desk and on a phone; the same words as the message."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from digest_bot.chats.page import render_page
from digest_bot.chats.slack_blocks import compose
from digest_bot.model import Audio, Chapter
from digest_bot.ports import Listen
from tests.builders import BRIDGE, FERRY, TWO_STORIES, digest, story
from tests.site.chromium import PROGRAM, Chromium
from tests.slack_double import shown

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="there is no Chromium here")

LONG = "Lindholmsharbourbridgerenovationcommittee " * 2 + "approves https://a.example/" + "x" * 120
DIGEST = digest(*TWO_STORIES.stories, story(LONG, FERRY, BRIDGE, update=True), below_cut=3)
MESSAGES = compose(DIGEST, listen=Listen("https://a.example/f", 75.0))
SOUND = Audio(b"", 75.0, (Chapter("Ferry " * 30, 4.25, 40.0), Chapter("Bridge", 40.0, 75.0)), (), "silent")
WIDTHS = {"phone": 390, "small phone": 320, "desk": 1280}
GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(26, 29, 33)"}
WEAKEST = """(() => {
  const light = text => { const c = text.match(/[\\d.]+/g).map(Number);
    const [r, g, b] = c.slice(0, 3).map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = e => { for (; e; e = e.parentElement) {
    const c = getComputedStyle(e).backgroundColor; if (c !== 'rgba(0, 0, 0, 0)') return c; }
    return 'rgb(255, 255, 255)'; };
  const worst = [...document.querySelectorAll('main *')].filter(e => [...e.childNodes].some(
    n => n.nodeType === 3 && n.data.trim())).map(e => {
      const pair = [light(getComputedStyle(e).color), light(ground(e))];
      return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05); });
  return Math.min(...worst); })()"""
"""The weakest contrast of any text on the page, as WCAG counts it."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with Chromium(tmp_path_factory.mktemp("chromium")) as chromium:
        chromium.call("Page.enable")
        yield chromium


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    page = tmp_path_factory.mktemp("preview") / "index.html"
    page.write_text(render_page(MESSAGES, title="Daily digest", audio=SOUND, audio_href="digest.mp3"), encoding="utf-8")
    return page.as_uri()


def look(browser: Chromium, address: str, *, width: int, scheme: str) -> None:
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600)
    browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.open(address)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_the_page_fits_its_screen_and_every_word_stands_out(
    browser: Chromium, address: str, tmp_path: Path, width: int, scheme: str
) -> None:
    look(browser, address, width=width, scheme=scheme)
    assert browser.run("document.documentElement.scrollWidth") <= width
    assert browser.run("getComputedStyle(document.body).backgroundColor") == GROUNDS[scheme]
    assert browser.run(WEAKEST) >= 4.5
    out = "e => e.right > innerWidth + 1 || e.left < -1"
    boxes = "[...document.querySelectorAll('main *')].map(e => e.getBoundingClientRect())"
    assert browser.run(f"{boxes}.filter({out}).length") == 0
    browser.screenshot(tmp_path / "preview.png")
    assert (tmp_path / "preview.png").stat().st_size > 10_000


def test_a_reader_of_the_page_sees_every_word_of_the_messages(browser: Chromium, address: str) -> None:
    look(browser, address, width=390, scheme="light")
    seen = browser.run("document.querySelector('main').textContent")
    for message in MESSAGES:
        assert [text for text in shown({"blocks": list(message.blocks)}) if text.strip() not in seen] == []


def test_buttons_on_a_phone_are_as_tall_as_a_finger(browser: Chromium, address: str) -> None:
    look(browser, address, width=390, scheme="light")
    heights = browser.run("[...document.querySelectorAll('.button')].map(e => e.getBoundingClientRect().height)")
    assert min(heights) >= 32
