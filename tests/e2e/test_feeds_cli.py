"""`digest-bot feeds`, run as a user runs it."""

from pathlib import Path

from digest_bot.sources.opml import read_opml
from tests.e2e.test_cli import digest_bot
from tests.loopback import answer, routes, serving

CONFIG = """# mine
[source.harbour]
feed = "https://harbour.example/feed"
topic = "News"

[digest.daily]
channel = "#news"
times = ["07:30"]
timezone = "UTC"
topics = ["News"]
"""
OPML = b"""<opml version="2.0"><body><outline text="News"><outline text="harbour" xmlUrl="https://wire.example/rss"/>
<outline text="known" xmlUrl="https://harbour.example/feed"/><outline text="bad" xmlUrl="nonsense"/></outline>
<outline text="Tech &quot;x&quot; \\ y"><outline text="caf\xc3\xa9 &#10; two" xmlUrl="https://cafe.example/"/></outline>
</body></opml>"""


def test_feeds_are_imported_once_and_exported_whole(tmp_path: Path) -> None:
    config, given = tmp_path / "digest.toml", tmp_path / "mine.opml"
    config.write_text(CONFIG, encoding="utf-8")
    given.write_bytes(OPML)
    first = digest_bot("feeds", "--config", str(config), "import", str(given), at=tmp_path)
    assert first.stdout.splitlines()[0] == "2 added, 1 known already, 1 left out"
    assert first.stderr.startswith("left out: bad: This address does not begin with http")
    written = config.read_text(encoding="utf-8")
    assert written.startswith(CONFIG)
    second = digest_bot("feeds", "--config", str(config), "import", str(given), at=tmp_path)
    assert second.stdout == "0 added, 3 known already, 1 left out\n"
    assert config.read_text(encoding="utf-8") == written
    exported = digest_bot("feeds", "--config", str(config), "export", at=tmp_path)
    assert [(feed.name, feed.topic) for feed in read_opml(exported.stdout.encode()).feeds] == [
        ("harbour", "News"),
        ("harbour 2", "News"),
        ("café two", 'Tech "x" \\ y'),
    ]


def test_the_list_says_how_every_source_fares(tmp_path: Path) -> None:
    feed = "<rss version='2.0'><channel><item><title>A</title><description>B</description></item></channel></rss>"
    with serving(routes({"/good": answer(feed), "/gone": answer(status=410)})) as server:
        config = tmp_path / "digest.toml"
        tables = "".join(f'[source.{name}]\nfeed = "{server.url}/{name}"\n' for name in ("good", "gone", "missing"))
        wanted = CONFIG.split("[digest")[1].replace('topics = ["News"]', 'sources = ["good", "gone", "missing"]')
        config.write_text(f'{tables}[web]\nallow = ["127.0.0.1"]\n[digest{wanted}', encoding="utf-8")
        settings = {"DIGEST_BOT_DATA": str(tmp_path)}
        before = digest_bot("feeds", "--config", str(config), at=tmp_path, **settings).stdout
        assert digest_bot("preview", "--config", str(config), at=tmp_path, **settings).returncode == 0
        after = digest_bot("feeds", "--config", str(config), at=tmp_path, **settings).stdout
    assert before == "good: new · not read yet\ngone: new · not read yet\nmissing: new · not read yet\n"
    good, gone, missing = after.splitlines()
    assert good.startswith("good: well · last read ")
    assert "next visit" in good
    assert gone.endswith("gone for good · not read yet · 127.0.0.1 says that this is gone for good (status 410).")
    assert "missing: failing since" in missing
    assert missing.endswith("127.0.0.1 has nothing at this address (status 404).")
