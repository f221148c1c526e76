"""The pages of the podcast: the list of episodes, and one episode with player, chapters and text.

Everything works without JavaScript: the player is the browser's own and chapters are links into the sound. The script
adds jumping without leaving the page, and marks the sentence that is being spoken.
"""

from collections.abc import Sequence
from html import escape

from digest_bot.model import Chapter, Cue
from digest_bot.shell.episodes import TRANSCRIPT, Episode
from digest_bot.site.podcast import clock


def list_page(episodes: Sequence[Episode], *, title: str) -> str:
    """Return the page that lists the episodes, newest first."""
    items = "".join(
        f'<li><a href="{escape(episode.id)}/">{escape(episode.title)}</a> '
        f'<span class="soft">{clock(episode.duration)}</span></li>'
        for episode in episodes
    )
    listing = f'<ol class="plain">{items}</ol>' if items else "<p>Nothing has been spoken yet.</p>"
    subscribe = (
        '<p>To get every edition in your podcast app, add this address there: <a href="feed.xml">the feed</a>. '
        "The address is private; whoever has it can listen.</p>"
    )
    return _page(title, f"<h1>{escape(title)}</h1>{listing}{subscribe}", up="../..")


def episode_page(episode: Episode) -> str:
    """Return the page of one episode."""
    sound = escape(episode.sound)
    marks = "".join(_mark(chapter, sound) for chapter in episode.chapters)
    body = (
        f'<p><a href="../">All editions</a></p><h1>{escape(episode.title)}</h1>'
        f'<div class="player"><audio id="sound" controls preload="metadata" src="{sound}">'
        f'<a href="{sound}">Listen to the sound file</a></audio>'
        '<p class="buttons" id="buttons" hidden>'
        '<button type="button" data-skip="-15">Back 15 seconds</button>'
        '<button type="button" data-skip="15">On 15 seconds</button>'
        '<button type="button" id="next">Next story</button>'
        '<label><input type="checkbox" id="follow" checked> Follow the text</label></p></div>'
        f'<nav aria-label="Stories"><h2>Stories</h2><ol>{marks}</ol></nav>'
        f'<div id="text">{"".join(_parts(episode))}</div>'
        f'<p class="soft">Read by the voice {escape(episode.voice)}, word for word from the articles. '
        f'<a href="{sound}" download>Sound file</a>, <a href="{escape(TRANSCRIPT)}">transcript</a>.</p>'
    )
    return _page(episode.title, body, up="../../..")


def _mark(chapter: Chapter, sound: str) -> str:
    return (
        f'<li><a href="{sound}#t={chapter.start:.2f}" data-start="{chapter.start:.3f}">'
        f'{escape(chapter.title)}</a> <span class="soft">{clock(chapter.start)}</span></li>'
    )


def _parts(episode: Episode) -> list[str]:
    """Return the text part by part: what comes before the first story, every story, what comes behind the last."""
    if not episode.chapters:
        return [_part(None, episode.cues)]
    first, last = episode.chapters[0].start, episode.chapters[-1].end
    before = _part(None, [cue for cue in episode.cues if cue.start < first])
    stories = [
        _part(chapter, [cue for cue in episode.cues if chapter.start <= cue.start < chapter.end])
        for chapter in episode.chapters
    ]
    return [before, *stories, _part(None, [cue for cue in episode.cues if cue.start >= last])]


def _part(chapter: Chapter | None, cues: Sequence[Cue]) -> str:
    if not cues:
        return ""
    heading, said = "", list(cues)
    if chapter is not None and said[0].text == chapter.title:
        heading = f"<h2>{_sentence(said.pop(0))}</h2>"
    elif chapter is not None:
        heading = f"<h2>{escape(chapter.title)}</h2>"
    link = f' <a href="{escape(chapter.url)}" rel="noreferrer">Read the article</a>' if chapter and chapter.url else ""
    return f"<section>{heading}<p>{' '.join(map(_sentence, said))}{link}</p></section>"


def _sentence(cue: Cue) -> str:
    return f'<span class="said" data-start="{cue.start:.3f}" data-end="{cue.end:.3f}">{escape(cue.text)}</span>'


def _page(title: str, body: str, *, up: str) -> str:
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title>"
        f'<link rel="stylesheet" href="{up}/listen.css"><script src="{up}/listen.js" defer></script></head>\n'
        f"<body><main>{body}</main></body></html>\n"
    )
