"""Pages that stand where an article should, and articles that speak of such pages: written for these tests."""

from dataclasses import dataclass
from html import escape
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Shown:
    kind: str
    title: str
    lines: tuple[str, ...]

    def html(self, *, spread: bool = False) -> bytes:
        """The page as a site would send it: a shell with scripts, the lines as paragraphs, or as buttons all over."""
        lines = [f"<p>{escape(line)}</p>" for line in self.lines]
        if spread:
            lines = [f"<div class='c{number}'><span>{line}</span></div>" for number, line in enumerate(lines)]
        return (
            f"<!DOCTYPE html><html><head><title>{escape(self.title)}</title><script>window.app = {{}}</script></head>"
            f"<body><div id='root'><main>{''.join(lines)}</main></div><script src='/app.js'></script></body></html>"
        ).encode()


def load(name: str) -> tuple[Shown, ...]:
    """The pages of a file: `# kind | title`, then one line each, an empty line between two pages."""
    shown = []
    for block in (HERE / name).read_text(encoding="utf-8").strip().split("\n\n"):
        head, *lines = block.splitlines()
        kind, title = head.removeprefix("# ").split(" | ")
        shown.append(Shown(kind, title, tuple(lines)))
    return tuple(shown)


WALLS, ARTICLES = load("walls.txt"), load("no_walls.txt")
