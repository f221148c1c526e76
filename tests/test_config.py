"""The configuration file: what it means, and what is said when it is wrong."""

from datetime import time
from pathlib import Path

import pytest

from digest_bot.config import add_feeds, find_config, load_settings
from digest_bot.errors import ConfigError
from digest_bot.wiring import listen_address

SHIPPED = Path(__file__).parents[1] / "config" / "digest.toml"
GOOD = """
[source.news]
feed = "https://news.example/rss"
weight = 1.5

[digest.daily]
channel = "#news"
times = ["18:00", "07:30"]
timezone = "Europe/Berlin"
sources = ["news"]
"""


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (
        "SLACK_BOT_TOKEN",
        "SLACK_BOT_TOKEN_FILE",
        "SLACK_API_URL",
        "DIGEST_BOT_DATABASE_URL",
        "DIGEST_BOT_HOST",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DIGEST_BOT_DATA", str(tmp_path / "data"))


def problem(tmp_path: Path, text: str) -> str:
    """The sentence a person reads for this file, without the folder it lies in."""
    path = tmp_path / "digest.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_settings(path)
    return str(caught.value).replace(str(tmp_path) + "/", "")


def load(tmp_path: Path, text: str = GOOD):  # type: ignore[no-untyped-def]
    path = tmp_path / "digest.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def test_the_shipped_file_runs_as_it_is() -> None:
    settings = load_settings(SHIPPED)
    assert [digest.name for digest in settings.digests] == ["daily"]
    assert settings.digests[0].sources[0].where == str(SHIPPED.parents[1] / "corpus")


def test_a_container_says_in_its_environment_where_the_site_listens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load(tmp_path).site_host == "127.0.0.1"
    monkeypatch.setenv("DIGEST_BOT_HOST", "0.0.0.0")
    assert load(tmp_path).site_host == "0.0.0.0"


def test_a_digest_knows_its_times_sources_and_weights(tmp_path: Path) -> None:
    digest = load(tmp_path).digests[0]
    assert digest.schedule.times == (time(7, 30), time(18, 0))
    assert [(source.kind, source.where) for source in digest.sources] == [("feed", "https://news.example/rss")]
    assert digest.options.source_weights == {"news": 1.5}


def test_the_store_is_a_file_in_the_data_directory_by_default(tmp_path: Path) -> None:
    assert load(tmp_path).database_url == f"sqlite:///{tmp_path}/data/digest.db"


def test_the_store_may_lie_in_a_folder_with_a_space(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/my news/digest.db"
    assert load(tmp_path, f'{GOOD}\n[store]\nurl = "{url}"\n').database_url == url


@pytest.mark.parametrize(
    ("wrong", "right", "sentence"),
    [
        ("chanel =", "channel =", "digest.toml, line 7, digest.daily.chanel: unknown key 'chanel'. Did you mean 'channel'?"),
        ('"Europe/Berln"', '"Europe/Berlin"', "digest.toml, line 9, digest.daily.timezone: unknown value 'Europe/Berln'. Did you mean 'Europe/Berlin'?"),
        ('["nws"]', '["news"]', "digest.toml, line 10, digest.daily.sources: unknown value 'nws'. Did you mean 'news'?"),
        ('"7:30"', '"07:30"', "digest.toml, line 8, digest.daily.times: '7:30' is not a time of day; write it as 07:30."),
        ("weight = 50", "weight = 1.5", "digest.toml, line 4, source.news.weight: 50.0 is out of range; give 0.1 to 10."),
        ("weight = true", "weight = 1.5", "digest.toml, line 4, source.news.weight: expected `float`, got `bool`."),
        ("[sorce.news]", "[source.news]", "digest.toml, line 2, sorce: unknown table 'sorce'. Did you mean 'source'?"),
        ('page = "x"\nfeed', "feed", "digest.toml, line 2, source.news: give exactly one of folder, feed or page (there are 2)."),
        ("[[source]]", "[source.news]", "digest.toml, line 2, source: every source is a table with a name of its own: [source.NAME]."),
        ("[digest]", "[digest.daily]", "digest.toml, line 6, digest: every digest is a table with a name of its own: [digest.NAME]."),
        ("news.example/rss", "https://news.example/rss", "digest.toml, line 3, source.news.feed: This address does not begin with http:// or https://. Write the whole address, as in the address line of a browser."),
        ("https://news.example/" + "x" * 2000, "https://news.example/rss", "digest.toml, line 3, source.news.feed: give an address of at most 2000 characters."),
        ('"# news"', '"#news"', "digest.toml, line 7, digest.daily.channel: '# news' is not a channel: its name (#news) or its id (C…)."),
        ('""', '"#news"', "digest.toml, line 7, digest.daily.channel: '' is not a channel: its name (#news) or its id (C…)."),
        ('"#a/b"', '"#news"', "digest.toml, line 7, digest.daily.channel: '#a/b' is not a channel: its name (#news) or its id (C…)."),
        ("18:00:00", '["18:00", "07:30"]', 'digest.toml, line 8, digest.daily.times: expected `array`, got `time`. Write a list: ["…"].'),
        ("[18:00:00]", '["18:00", "07:30"]', "digest.toml, line 8, digest.daily.times: expected `str`, got `time`. Write it in quotes."),
        ('[digest."a/b"]', "[digest.daily]", "digest.toml, line 6, digest.a/b: the name of a digest has a letter or a digit, and no slash."),
        ('[digest.".."]', "[digest.daily]", "digest.toml, line 6, digest...: the name of a digest has a letter or a digit, and no slash."),
        ('[digest.""]', "[digest.daily]", "digest.toml, line 6, digest.: give a name of one line, 1 to 100 characters."),
        ('[source."two\\nlines"]', "[source.news]", "digest.toml, line 2, source.two\nlines: give a name of one line, 1 to 100 characters."),
        ('[digest."The Daily"]\nchanel', "[digest.daily]\nchannel", "digest.toml, line 7, digest.The Daily.chanel: unknown key 'chanel'. Did you mean 'channel'?"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_sentence_with_file_line_key_and_the_nearest_name(
    tmp_path: Path, wrong: str, right: str, sentence: str
) -> None:
    assert problem(tmp_path, GOOD.replace(right, wrong)) == sentence


def test_a_missing_key_is_named_with_its_table(tmp_path: Path) -> None:
    sentence = problem(tmp_path, GOOD.replace('channel = "#news"\n', ""))
    assert sentence == "digest.toml, line 6, digest.daily: the key 'channel' is missing."


def test_broken_toml_is_said_with_its_line(tmp_path: Path) -> None:
    assert "is not valid TOML: " in problem(tmp_path, "[source.news\n")
    assert "line 1" in problem(tmp_path, "[source.news\n")


def test_a_missing_folder_is_said_with_its_full_path(tmp_path: Path) -> None:
    sentence = problem(tmp_path, GOOD.replace('feed = "https://news.example/rss"', 'folder = "nowhere"'))
    assert sentence == "digest.toml, line 3, source.news.folder: there is no folder or file nowhere."


def test_a_missing_file_says_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"There is no configuration at .*nothing\.toml\. Copy config/digest\.toml"):
        find_config(tmp_path / "nothing.toml")


def test_the_file_that_is_named_beats_the_environment_and_that_beats_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DIGEST_BOT_CONFIG", raising=False)
    (tmp_path / "config").mkdir()
    named, told, here = (tmp_path / "named.toml", tmp_path / "told.toml", Path("config/digest.toml"))
    for path in (named, told, here):
        path.write_text(GOOD, encoding="utf-8")
    assert find_config(None) == here
    monkeypatch.setenv("DIGEST_BOT_CONFIG", str(told))
    assert find_config(None) == told
    assert find_config(named) == named


def test_a_token_comes_from_the_environment_or_a_file_and_is_never_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "token").write_text("xoxb-secret\n", encoding="utf-8")
    monkeypatch.setenv("SLACK_BOT_TOKEN_FILE", str(tmp_path / "token"))
    settings = load(tmp_path)
    assert settings.slack_token is not None
    assert settings.slack_token.value == "xoxb-secret"
    assert "secret" not in repr(settings)


def test_a_digest_may_ask_for_topics_and_what_lies_within_them(tmp_path: Path) -> None:
    feeds = "".join(
        f'[source.s{n}]\nfeed = "https://s{n}.example/"\ntopic = "{topic}"\n'
        for n, topic in enumerate(["News", "News/World", "Newsletters"])
    )
    settings = load(tmp_path, feeds + GOOD.replace('sources = ["news"]', 'sources = ["news"]\ntopics = ["News"]'))
    assert [source.name for source in settings.digests[0].sources] == ["news", "s0", "s1"]
    assert [source.name for source in settings.sources] == ["s0", "s1", "s2", "news"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [("sources = []", "give at least one source or topic."), ('topics = ["Nws"]', "Did you mean 'News'?")],
)
def test_a_digest_without_a_source_or_with_an_unknown_topic_is_an_error(
    tmp_path: Path, asked: str, sentence: str
) -> None:
    text = GOOD.replace('sources = ["news"]', asked).replace("weight = 1.5", 'topic = "News"')
    assert problem(tmp_path, text).endswith(sentence)


@pytest.mark.parametrize(
    ("added", "sentence"),
    [
        ('title = " "', "line 11, digest.daily.title: give a title of one line, 1 to 100 characters."),
        ('max_lateness = "0h"', "line 11, digest.daily.max_lateness: '0h' would leave every edition out; give at least 1m."),
        ('[slack]\nallow_users = ["U1", "@ann"]', "line 12, slack.allow_users: '@ann' is not a person's id (U…)."),
        ('[slack]\nallow_users = [""]', "line 12, slack.allow_users: '' is not a person's id (U…)."),
        ('[slack]\nallow_channels = ["#news"]', "line 12, slack.allow_channels: '#news' is not a channel's id (C…)."),
        ('[slack]\neditors = ["ann"]', "line 12, slack.editors: 'ann' is not a person's id (U…)."),
        ('[slack]\napi_url = "slack.com"', "line 12, slack.api_url: 'slack.com' is not a web address (https://…)."),
        ('[site]\nurl = "news.corp.example"', "line 12, site.url: 'news.corp.example' is not a web address (https://…)."),
        ('[site]\nhost = ""', "line 12, site.host: '' is no address to listen on; write 127.0.0.1."),
        ('[web]\nallow = ["http://wiki"]', "line 12, web.allow: 'http://wiki' is neither a host name nor a network; write wiki.corp or 10.1.0.0/16."),
        ('[store]\nurl = "mysql://jo:secret@db"', "line 12, store.url: 'mysql:…' is not the URL of a database (sqlite:///… or postgresql://…)."),
        ("[engine]\ntick = nan", "line 12, engine.tick: nan is out of range; give 0.1 to 300."),
    ],
)  # fmt: skip
def test_a_value_that_could_not_work_is_refused_before_anything_runs(tmp_path: Path, added: str, sentence: str) -> None:
    assert problem(tmp_path, f"{GOOD}{added}\n") == f"digest.toml, {sentence}"


def test_the_line_is_the_key_s_own_whatever_stands_in_long_strings_and_other_tables(tmp_path: Path) -> None:
    text = f'''[audio.lexicon]\n"channel" = """\n[digest.daily]\nchannel = 1\n"""\n{GOOD.replace('"#news"', "7")}'''
    assert problem(tmp_path, text).startswith("digest.toml, line 12, digest.daily.channel: ")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SLACK_API_URL", "slack.com", "SLACK_API_URL: 'slack.com' is not a web address (https://…)."),
        ("DIGEST_BOT_DATABASE_URL", "mysql://jo:secret@db", "DIGEST_BOT_DATABASE_URL: 'mysql:…' is not the URL of a database (sqlite:///… or postgresql://…)."),
        ("SLACK_BOT_TOKEN", "Bearer xoxb-secret", "SLACK_BOT_TOKEN holds more than the secret: it has spaces or letters that no secret has."),
        ("SLACK_BOT_TOKEN", " ", "SLACK_BOT_TOKEN is empty."),
    ],
)  # fmt: skip
def test_a_variable_that_is_wrong_is_named_and_its_secret_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    assert problem(tmp_path, GOOD) == sentence


def test_slack_s_address_ends_with_a_slash_however_it_was_written(tmp_path: Path) -> None:
    assert (
        load(tmp_path, f'{GOOD}[slack]\napi_url = "https://slack.com/api"\n').slack_api_url == "https://slack.com/api/"
    )


@pytest.mark.parametrize(
    ("site", "address"),
    [
        ('host = "0.0.0.0"', "http://127.0.0.1:8080/listen/daily/"),
        ('host = "::1"\nport = 8081', "http://[::1]:8081/listen/daily/"),
        ('url = "https://news.corp.example/"', "https://news.corp.example/listen/daily/"),
    ],
)
def test_the_podcast_has_an_address_that_a_browser_takes(tmp_path: Path, site: str, address: str) -> None:
    settings = load(tmp_path, f"{GOOD}[site]\n{site}\n")
    assert listen_address(settings, "daily", renew=False).startswith(address)


def test_a_file_in_another_encoding_is_said_with_the_fix(tmp_path: Path) -> None:
    path = tmp_path / "digest.toml"
    path.write_bytes(GOOD.encode("utf-16"))
    with pytest.raises(ConfigError, match=r"is not UTF-8 text \(byte 0\); save it as UTF-8\."):
        load_settings(path)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_from_windows_is_read_and_feeds_are_added_in_its_own_way(tmp_path: Path, mark: str) -> None:
    kept, path = tmp_path / "kept.toml", tmp_path / "digest.toml"
    written = (mark + GOOD.replace("\n", "\r\n")).encode()
    kept.write_bytes(written)
    kept.chmod(0o640)
    path.symlink_to(kept)
    add_feeds(path, [("news", "https://wire.example/", ""), ("Wire", "https://two.example/", "Ports")])
    assert kept.read_bytes() == written + (
        b'\r\n[source."news 2"]\r\nfeed = "https://wire.example/"\r\n'
        b'\r\n[source."Wire"]\r\nfeed = "https://two.example/"\r\ntopic = "Ports"\r\n'
    )
    assert (path.is_symlink(), kept.stat().st_mode & 0o777) == (True, 0o640)
    assert [source.name for source in load_settings(path).sources] == ["news", "news 2", "Wire"]
