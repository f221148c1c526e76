"""The configuration file: what it means, and what is said when it is wrong."""

from datetime import time
from pathlib import Path

import pytest

from digest_bot.config import find_config, load_settings
from digest_bot.errors import ConfigError

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
    for name in ("SLACK_BOT_TOKEN", "SLACK_BOT_TOKEN_FILE", "SLACK_API_URL", "DIGEST_BOT_DATABASE_URL"):
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


@pytest.mark.parametrize(
    ("wrong", "right", "sentence"),
    [
        ("chanel =", "channel =", "digest.toml, line 7, digest.daily.chanel: unknown key 'chanel'. Did you mean 'channel'?"),
        ('"Europe/Berln"', '"Europe/Berlin"', "digest.toml, line 9, digest.daily.timezone: unknown value 'Europe/Berln'. Did you mean 'Europe/Berlin'?"),
        ('["nws"]', '["news"]', "digest.toml, line 10, digest.daily.sources: unknown value 'nws'. Did you mean 'news'?"),
        ('"7:30"', '"07:30"', "digest.toml, line 8, digest.daily.times: '7:30' is not a time of day; write it as 07:30."),
        ("weight = 50", "weight = 1.5", "digest.toml, line 4, source.news.weight: 50.0 is out of range; give 0.1 to 10."),
        ("weight = true", "weight = 1.5", "digest.toml, line 4, source.news.weight: expected `float`, got `bool`."),
        ("[sorce.news]", "[source.news]", "digest.toml, line 1, sorce: unknown table 'sorce'. Did you mean 'source'?"),
        ('page = "x"\nfeed', "feed", "digest.toml, line 2, source.news: give exactly one of folder, feed or page (there are 2)."),
    ],
)  # fmt: skip
def test_a_mistake_is_one_sentence_with_file_line_key_and_the_nearest_name(
    tmp_path: Path, wrong: str, right: str, sentence: str
) -> None:
    assert problem(tmp_path, GOOD.replace(right, wrong)) == sentence


def test_a_missing_key_is_named_with_its_table(tmp_path: Path) -> None:
    sentence = problem(tmp_path, GOOD.replace('channel = "#news"\n', ""))
    assert sentence == "digest.toml, line 6, digest.daily: object missing required field `channel`."


def test_broken_toml_is_said_with_its_line(tmp_path: Path) -> None:
    assert "is not valid TOML: " in problem(tmp_path, "[source.news\n")
    assert "line 1" in problem(tmp_path, "[source.news\n")


def test_a_missing_folder_is_said_with_its_full_path(tmp_path: Path) -> None:
    sentence = problem(tmp_path, GOOD.replace('feed = "https://news.example/rss"', 'folder = "nowhere"'))
    assert sentence == "digest.toml, line 3, source.news.folder: there is no folder or file nowhere."


def test_a_missing_file_says_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"There is no configuration at .*nothing\.toml\. Copy config/digest\.toml"):
        find_config(tmp_path / "nothing.toml")


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
