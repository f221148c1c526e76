"""Strangers at the HTTP door, in bytes: each gets exactly the status that is expected, and starts nothing."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urlencode

import pytest

from digest_bot.chats.slack_guard import sign
from tests.demand.test_slack_front import Bot, working
from tests.slack_double.inbound import FORM, SECRET
from tests.waiting import until

COMMAND = {
    "team_id": "T1",
    "channel_id": "C1",
    "user_id": "U1",
    "command": "/digest",
    "text": "next",
    "trigger_id": "1.2.abc",
}
PRESS = {
    "type": "block_actions",
    "team": {"id": "T1"},
    "user": {"id": "U1", "team_id": "T1"},
    "channel": {"id": "C1"},
    "trigger_id": "1.3.abc",
    "actions": [{"action_id": "mute", "value": "daily\nCity Wire", "action_ts": "1.5"}],
}
EVENT = {
    "type": "event_callback",
    "team_id": "T1",
    "event_id": "Ev1",
    "event": {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"},
}


@dataclass(frozen=True)
class Sent:
    """One request as it goes over the wire; what is signed may differ from what is sent."""

    body: bytes = urlencode(COMMAND).encode()
    kind: bytes = FORM.encode()
    stamp: bytes = b"now"
    signature: bytes = b""
    """Made of body and stamp when it is empty."""
    signed: bytes | None = None
    """The body the signature is made of, when it is another."""
    more: tuple[bytes, ...] = ()
    """Further header lines."""
    left_out: frozenset[str] = frozenset()
    method: bytes = b"POST"
    path: bytes = b"/slack/events"
    chunked: bool = field(default=False)

    def wire(self) -> bytes:
        stamp = b"%d" % time.time() if self.stamp == b"now" else self.stamp
        body = self.body if self.signed is None else self.signed
        with_stamp = stamp.decode("utf-8", "replace")
        signature = self.signature or sign(SECRET.encode(), with_stamp, body).encode()
        lines = {
            "stamp": b"X-Slack-Request-Timestamp: " + stamp,
            "signature": b"X-Slack-Signature: " + signature,
            "kind": b"Content-Type: " + self.kind,
            "length": b"Transfer-Encoding: chunked" if self.chunked else b"Content-Length: %d" % len(self.body),
        }
        kept = [line for name, line in lines.items() if name not in self.left_out]
        head = [self.method + b" " + self.path + b" HTTP/1.1", b"Host: digest.example", b"Connection: close"]
        data = b"%x\r\n%s\r\n0\r\n\r\n" % (len(self.body), self.body) if self.chunked else self.body
        return b"\r\n".join([*head, *kept, *self.more]) + b"\r\n\r\n" + data


def status(bot: Bot, sent: Sent) -> int:
    """Send it; return the status of the answer."""
    host, port = bot.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        connection.sendall(sent.wire())
        return int(connection.makefile("rb").readline().split(b" ")[1])


def form(**about: str) -> bytes:
    return urlencode(COMMAND | about).encode()


def payload(**about: object) -> bytes:
    return urlencode({"payload": json.dumps(PRESS | about)}).encode()


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with working(tmp_path_factory.mktemp("front"), http=True) as front:
        yield front


GOOD = Sent()


# fmt: off
def strangers() -> dict[str, Sent]:
    """Return the requests nobody of Slack has sent; what is right in them is so at the time of the call."""
    stamp = b"%d" % time.time()
    right = sign(SECRET.encode(), stamp.decode(), GOOD.body).encode()
    known = replace(GOOD, stamp=stamp)
    return {
        "no signature": Sent(left_out=frozenset({"signature"})),
        "no timestamp": Sent(left_out=frozenset({"stamp"})),
        "neither": Sent(left_out=frozenset({"stamp", "signature"})),
        "an empty signature": Sent(signature=b" "),
        "an empty timestamp": Sent(stamp=b""),
        "a timestamp in words": Sent(stamp=b"yesterday"),
        "a timestamp with a plus": Sent(stamp=b"+" + stamp),
        "a timestamp with a minus": Sent(stamp=b"-" + stamp),
        "a timestamp with a space inside": Sent(stamp=stamp[:5] + b" " + stamp[5:]),
        "a timestamp with a tab inside": Sent(stamp=stamp[:5] + b"\t" + stamp[5:]),
        "a timestamp with underscores": Sent(stamp=stamp[:4] + b"_" + stamp[4:]),
        "a timestamp with a fraction": Sent(stamp=stamp + b".0"),
        "a timestamp with an exponent": Sent(stamp=b"1.7e9"),
        "a timestamp in hexadecimal": Sent(stamp=b"0x6553f100"),
        "a timestamp in milliseconds": Sent(stamp=stamp + b"000"),
        "a timestamp of five thousand digits": Sent(stamp=b"9" * 5000),
        "a timestamp that is not a number": Sent(stamp=b"NaN"),
        "a timestamp without end": Sent(stamp=b"Infinity"),
        "a timestamp in Arabic digits": Sent(stamp="١٧٠٠٠٠٠٠٠٠".encode()),
        "a timestamp in full-width digits": Sent(stamp="１７００００００００".encode()),
        "a timestamp of superscripts": Sent(stamp="¹⁷⁰⁰⁰⁰⁰⁰⁰⁰".encode()),
        "two timestamps in one": Sent(stamp=stamp + b", " + stamp),
        "a timestamp of 1970": Sent(stamp=b"0"),
        "a timestamp 301 seconds old": Sent(stamp=b"%d" % (time.time() - 302)),
        "a timestamp 301 seconds ahead": Sent(stamp=b"%d" % (time.time() + 420)),
        "two timestamps, the first right": replace(known, more=(b"X-Slack-Request-Timestamp: 1",)),
        "two equal timestamps": replace(known, more=(b"X-Slack-Request-Timestamp: " + stamp,)),
        "two signatures, the first right": replace(known, more=(b"X-Slack-Signature: v0=" + b"0" * 64,)),
        "two equal signatures": replace(known, more=(b"X-Slack-Signature: " + right,)),
        "a signature without its version": replace(known, signature=right.removeprefix(b"v0=")),
        "a signature of another version": replace(known, signature=right.replace(b"v0=", b"v1=")),
        "a signature with a large V": replace(known, signature=right.replace(b"v0=", b"V0=")),
        "a signature in capitals": replace(known, signature=b"v0=" + right[3:].upper()),
        "a signature cut short": replace(known, signature=right[:-1]),
        "a signature with a digit more": replace(known, signature=right + b"0"),
        "a signature with its version twice": replace(known, signature=b"v0=" + right),
        "two signatures in one": replace(known, signature=right + b"," + right),
        "a signature that is not ASCII": Sent(signature="v0=é".encode() + b"0" * 63),
        "a signature with a zero byte's escape": Sent(signature=b"v0=%00" + b"0" * 61),
        "a signature of another secret": Sent(signature=b"v0=" + b"a" * 64),
        "a signature of an empty secret": replace(known, signature=sign(b"", stamp.decode(), GOOD.body).encode()),
        "a signature of another time": replace(GOOD, stamp=b"%d" % (time.time() - 5), signature=right),
        "another body": Sent(body=form(text="mute City Wire"), signed=GOOD.body),
        "a body with a field more": Sent(body=GOOD.body + b"&text=x", signed=GOOD.body),
        "a body with a line more": Sent(body=GOOD.body + b"\n", signed=GOOD.body),
        "a body written with other escapes": Sent(
        body=GOOD.body.replace(b"%2F", b"%2f"), signed=GOOD.body
        ),
        "a body with spaces for plusses": Sent(body=b"text=a%20b", signed=b"text=a+b"),
        "a body in another order": Sent(body=urlencode(dict(reversed(COMMAND.items()))).encode(), signed=GOOD.body),
        "no body": Sent(body=b"", signed=GOOD.body),
        "a challenge nobody signed": Sent(
        body=json.dumps({"type": "url_verification", "challenge": "abc"}).encode(),
        kind=b"application/json",
        signature=b"v0=" + b"0" * 64,
        ),
        "a certificate check nobody signed": Sent(body=b"ssl_check=1&token=x", left_out=frozenset({"signature"})),
        "a retry nobody signed": Sent(signature=b"v0=" + b"0" * 64, more=(b"X-Slack-Retry-Num: 1",)),
        "a signature in the query": Sent(
        path=b"/slack/events?X-Slack-Signature=" + quote(right).encode(), left_out=frozenset({"signature"})
        ),
    }
# fmt: on


@pytest.mark.parametrize("name", strangers())
def test_a_stranger_is_401_and_starts_nothing(bot: Bot, name: str) -> None:
    before = list(bot.submitted)
    assert status(bot, strangers()[name]) == 401
    assert bot.submitted == before


UNREADABLE = {
    "a field twice": Sent(body=GOOD.body + b"&team_id=T2"),
    "the same field twice, equal": Sent(body=GOOD.body + b"&team_id=T1"),
    "a field twice, once in other letters": Sent(body=GOOD.body + b"&team%5Fid=T2"),
    "a payload twice": Sent(body=payload() + b"&" + payload()),
    "a command that brings a payload, too": Sent(body=form(text="both") + b"&" + payload()),
    "a payload that says its team twice": Sent(
        body=urlencode({"payload": '{"team":{"id":"T1"},' + json.dumps(PRESS)[1:]}).encode()
    ),
    "a payload that is no object": Sent(body=urlencode({"payload": '"next"'}).encode()),
    "a payload nested beyond reason": Sent(body=urlencode({"payload": '{"a":' * 60_000}).encode()),
    "a number of ten thousand digits": Sent(body=urlencode({"payload": '{"a":' + "9" * 10_000 + "}"}).encode()),
    "a form that is not UTF-8": Sent(body=b"command=%2Fdigest&text=%ff"),
    "a form of bytes": Sent(body=b"\x1f\x8b\x08\x00\xff"),
    "a form of a thousand fields": Sent(body=b"&".join(b"f%d=1" % n for n in range(1000))),
    "JSON that is a form": Sent(body=form(text="json"), kind=b"application/json"),
    "JSON with a byte order mark": Sent(body=b"\xef\xbb\xbf" + json.dumps(EVENT).encode(), kind=b"application/json"),
    "JSON in UTF-16": Sent(body=json.dumps(EVENT).encode("utf-16"), kind=b"application/json"),
    "a form in parts": Sent(body=form(text="parts"), kind=b"multipart/form-data; boundary=x"),
    "plain text": Sent(body=form(text="plain"), kind=b"text/plain"),
    "nothing said of the kind": Sent(body=form(text="no kind"), left_out=frozenset({"kind"})),
    "two kinds": Sent(body=form(text="two kinds"), more=(b"Content-Type: application/json",)),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_signed_and_cannot_be_read_in_one_way_only_is_400(bot: Bot, name: str) -> None:
    before = list(bot.submitted)
    assert status(bot, UNREADABLE[name]) == 400
    assert bot.submitted == before


NOT_WELCOME = {
    "another team": form(team_id="T2"),
    "no team": urlencode({name: value for name, value in COMMAND.items() if name != "team_id"}).encode(),
    "no person": form(user_id=""),
    "the bot itself": form(user_id="UBOT"),
    "another team that says it is a check": form(team_id="T2", ssl_check="0"),
    "a press in another team": payload(team={"id": "T2"}),
    "a press by somebody of another team": payload(user={"id": "U1", "team_id": "T2"}),
    "a press by a bot": payload(user={"id": "U7", "team_id": "T1", "is_bot": True}),
    "a press whose person is no object": payload(user="U1"),
    "a press whose team is a list": payload(team=["T1"], user={"id": "U1"}),
}


@pytest.mark.parametrize("name", NOT_WELCOME)
def test_who_is_not_welcome_is_told_so_and_starts_nothing(bot: Bot, name: str) -> None:
    before = list(bot.submitted)
    assert status(bot, Sent(body=NOT_WELCOME[name])) == 200
    assert bot.submitted == before


ODD: dict[str, tuple[Sent, str]] = {
    "a text with a zero byte": (Sent(body=form(text="harbour\0bridge", trigger_id="z1")), "harbourbridge"),
    "a text of half a letter": (
        Sent(body=payload(trigger_id="z2", actions=[{"action_id": "mute", "value": "daily\nA\ud800", "action_ts": "2"}])),
        '{"press": {"act": "mute", "digest": "daily", "source": "A?"}}',
    ),
    "a text with the word payload": (Sent(body=form(text="payload", trigger_id="z3")), "payload"),
    "a text with an ampersand": (Sent(body=form(text="a&team_id=T2", trigger_id="z4")), "a&team_id=T2"),
    "a body in pieces": (Sent(body=form(text="in pieces", trigger_id="z5"), chunked=True), "in pieces"),
    "a kind with parameters": (
        Sent(body=form(text="kind", trigger_id="z6"), kind=b"Application/X-WWW-Form-URLencoded; charset=UTF-8"), "kind",
    ),
    "a press without a channel": (
        Sent(body=payload(trigger_id="z7", channel=None, actions=[{"action_id": "unsave", "value": "k", "action_ts": "3"}])),
        '{"press": {"act": "unsave", "key": "k"}}',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_and_honest_is_taken_on_once(bot: Bot, name: str) -> None:
    sent, text = ODD[name]
    assert status(bot, sent) == 200
    assert until(lambda: text in [asked for _, asked in bot.taken()])
    assert status(bot, replace(sent, stamp=b"%d" % (time.time() - 1), more=(b"X-Slack-Retry-Num: 1",))) == 200
    assert [asked for _, asked in bot.taken()].count(text) == 1


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (replace(GOOD, method=b"GET"), 405),
        (replace(GOOD, method=b"PUT"), 405),
        (replace(GOOD, path=b"/slack/events/../../healthz"), 404),
        (replace(GOOD, body=b"x" * 1_000_001), 413),
    ],
    ids=["get", "put", "path", "too large"],
)
def test_what_is_no_request_of_slack_has_no_effect(bot: Bot, sent: Sent, expected: int) -> None:
    before = list(bot.submitted)
    assert status(bot, sent) == expected
    assert bot.submitted == before


def test_a_replay_is_refused_and_one_that_calls_itself_a_retry_does_nothing_again(bot: Bot) -> None:
    sent = Sent(body=form(text="once only", trigger_id="r1"), stamp=b"%d" % time.time())
    retry: Callable[[bytes], Sent] = lambda number: replace(sent, more=(b"X-Slack-Retry-Num: " + number,))  # noqa: E731 - three of one kind
    told = [status(bot, one) for one in (sent, sent, retry(b"1"), retry(b"abc"), retry(b"99999999999999"))]
    assert told == [200, 401, 200, 200, 200]
    assert [text for _, text in bot.taken()].count("once only") == 1
