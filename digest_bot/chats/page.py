"""A page that shows the messages as Slack would, with the sound beside them; it needs no script and no network."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape, unescape
from typing import Any

from digest_bot.model import Audio, Message

STYLE = """
:root { color-scheme: light dark; --ground: #fff; --ink: #1d1c1d; --soft: #616061;
  --line: #dddddd; --edge: #bbbbbb; --link: #1264a3; --bar: #f8f8f8 }
@media (prefers-color-scheme: dark) { :root {
  --ground: #1a1d21; --ink: #d1d2d3; --soft: #ababad;
  --line: #35373b; --edge: #565856; --link: #1d9bd1; --bar: #222529 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.47 Lato, "Helvetica Neue", Arial, sans-serif }
main { max-width: 760px; margin: 0 auto; padding: 16px }
a { color: var(--link); text-decoration: none } a:hover, a:focus { text-decoration: underline }
.message { display: grid; grid-template-columns: 36px minmax(0, 1fr); gap: 8px; padding: 8px 0 }
.face { width: 36px; height: 36px; border-radius: 6px; background: #4a154b; color: #fff; font-weight: 900;
  display: grid; place-items: center }
.name { font-weight: 900 } .app { font-size: 10px; background: var(--line); border-radius: 2px; padding: 1px 3px }
.thread { border-left: 2px solid var(--line); margin-left: 18px; padding-left: 14px }
.thread > h2 { font-size: 13px; color: var(--soft); font-weight: 400; margin: 8px 0 }
h1 { font-size: 18px; line-height: 1.3; margin: 4px 0 }
p { margin: 4px 0; overflow-wrap: anywhere; white-space: pre-wrap }
ol { margin: 8px 0; padding-left: 26px } li { margin: 6px 0; overflow-wrap: anywhere; white-space: pre-wrap }
.context { font-size: 13px; color: var(--soft) }
.app { margin-left: 2px; vertical-align: 1px; font-weight: 600 }
.file { border: 1px solid var(--line); border-radius: 8px; background: var(--bar); padding: 12px; margin: 6px 0 }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0 }
.button { border: 1px solid var(--edge); border-radius: 8px; padding: 4px 12px; font-weight: 700; color: var(--ink);
  font-size: 13px; max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.primary { background: #007a5a; border-color: #007a5a; color: #fff }
.verdict { font-size: 13px; color: var(--soft); padding: 4px 0; margin-right: 8px }
@media (max-width: 480px) { main { padding: 12px } .button { padding: 6px 12px }
  .thread { margin-left: 0; padding-left: 10px } .thread .message { grid-template-columns: 28px minmax(0, 1fr) }
  .thread .face { width: 28px; height: 28px; font-size: 13px } }
audio { width: 100% } .chapters { font-size: 13px; color: var(--soft) }
"""


def render_page(
    messages: Sequence[Message], *, title: str, audio: Audio | None = None, audio_href: str = "", silence: str = ""
) -> str:
    """Return a whole HTML page: the first message, then the thread, then the sound or why there is none."""
    parent, *replies = messages
    thread = [_message(reply) for reply in replies]
    if audio is not None:
        thread.append(_bubble(_player(audio, audio_href)))
    elif silence:
        thread.append(_bubble(f'<p class="context">{escape(silence)}</p>'))
    listing = f"<h2>{len(thread)} {'reply' if len(thread) == 1 else 'replies'}</h2>{''.join(thread)}" if thread else ""
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head>\n<body><main>{_message(parent)}\n"
        f'<section class="thread" aria-label="Thread">{listing}</section></main></body></html>\n'
    )


def _message(message: Message) -> str:
    if not message.blocks:
        return _bubble(f"<p>{escape(unescape(message.text))}</p>")  # Slack reads the three escapes back
    return _bubble("\n".join(_block(block) for block in message.blocks))


def _bubble(body: str) -> str:
    name = '<span class="name">digest_bot</span> <span class="app">APP</span>'
    return f'<article class="message"><div class="face" aria-hidden="true">d</div><div>{name}{body}</div></article>\n'


def _block(block: Mapping[str, Any]) -> str:
    """Render one of the block types that slack_blocks makes; raises KeyError for any other, so none is forgotten."""
    kinds = {
        "header": _header,
        "context": _context,
        "rich_text": _rich_text,
        "actions": _actions,
        "context_actions": _feedback,
    }
    return kinds[block["type"]](block)


def _header(block: Mapping[str, Any]) -> str:
    return f"<h1>{escape(block['text']['text'])}</h1>"


def _context(block: Mapping[str, Any]) -> str:
    return "".join(f'<p class="context">{escape(element["text"])}</p>' for element in block["elements"])


def _actions(block: Mapping[str, Any]) -> str:
    return f'<div class="row">{"".join(_button(button) for button in block["elements"])}</div>'


def _button(button: Mapping[str, Any]) -> str:
    look = "button primary" if button.get("style") == "primary" else "button"
    label = escape(button["text"]["text"])
    if "url" in button:
        return f'<a class="{look}" href="{escape(button["url"])}">{label}</a>'
    return f'<span class="{look}">{label}</span>'


def _feedback(block: Mapping[str, Any]) -> str:
    (element,) = block["elements"]
    marks = (("↑", element["positive_button"]), ("↓", element["negative_button"]))
    shown = (f'<span class="verdict">{mark} {escape(button["text"]["text"])}</span>' for mark, button in marks)
    return f'<div class="row">{"".join(shown)}</div>'


def _rich_text(block: Mapping[str, Any]) -> str:
    return "".join(_rich_part(part) for part in block["elements"])


def _rich_part(part: Mapping[str, Any]) -> str:
    if part["type"] == "rich_text_list":
        items = (f"<li>{_inline(section['elements'])}</li>" for section in part["elements"])
        return f"<ol>{''.join(items)}</ol>"
    return f"<p>{_inline(part['elements'])}</p>"


def _inline(elements: Iterable[Mapping[str, Any]]) -> str:
    return "".join(_styled(element) for element in elements)


def _styled(element: Mapping[str, Any]) -> str:
    html = escape(element["text"])
    if element["type"] == "link":
        html = f'<a href="{escape(element["url"])}">{html}</a>'
    for style, tag in (("bold", "b"), ("italic", "i")):
        if element.get("style", {}).get(style):
            html = f"<{tag}>{html}</{tag}>"
    return html


def _player(audio: Audio, href: str) -> str:
    marks = "".join(
        f'<li><a href="{escape(href)}#t={chapter.start:.1f}">{_clock(chapter.start)}</a> {escape(chapter.title)}</li>'
        for chapter in audio.chapters
    )
    return (
        f'<div class="file"><b>Listen ({_clock(audio.duration)})</b>'
        f'<audio controls preload="metadata" src="{escape(href)}"></audio><ol class="chapters">{marks}</ol></div>'
    )


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"
