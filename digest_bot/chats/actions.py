"""The buttons below a digest: their action ids and what their values say. Composed in one place, understood in another.

A value is lines: the feedback buttons' verdict first, then what the button is about.
"""

LISTEN = "listen"
"""Opens the sound; Slack tells us, and nothing is to be done."""
READ = "read"
"""Opens the article; nothing is to be done."""
SAVE = "save"
MUTE = "mute"
FEEDBACK = "feedback"
USEFUL, NOT_USEFUL = "useful", "not_useful"
LINKS = (LISTEN, READ)
"""Buttons that only open an address."""


def story_value(edition: str, story: str) -> str:
    """Return the value of a button about a story, or about the whole edition when `story` is empty."""
    return f"{edition}\n{story}"


def source_value(digest: str, source: str) -> str:
    """Return the value of a button about a source of a digest."""
    return f"{digest}\n{source}"


def verdict_value(verdict: str, edition: str, story: str) -> str:
    """Return the value of a feedback button; `verdict` is USEFUL or NOT_USEFUL."""
    return f"{verdict}\n{story_value(edition, story)}"


def split_verdict(value: str) -> tuple[str, str]:
    """Return the verdict of a feedback button's value, and the value of what it is about."""
    verdict, _, about = value.partition("\n")
    return verdict, about
