"""A stranger gets nothing: 401, never an error of ours."""

import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.signature import SignatureVerifier

from digest_bot.chats.slack_guard import Admitted, Guard, Refused, read_body, sign
from digest_bot.errors import ConfigError

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
NOW = 1_700_000_000
FORM = "application/x-www-form-urlencoded"
BODY = urlencode({"command": "/digest", "text": "next", "team_id": "T1", "user_id": "U1", "trigger_id": "1.2"}).encode()


def headers(
    body: bytes = BODY, *, at: int = NOW, kind: str = FORM, secret: str = SECRET, **other: str
) -> list[tuple[bytes, bytes]]:
    told = {"content-type": kind, "x-slack-request-timestamp": str(at)}
    told |= {"x-slack-signature": sign(secret.encode(), str(at), body)}
    told |= {name.replace("_", "-"): value for name, value in other.items()}
    return [(name.encode(), value.encode("utf-8")) for name, value in told.items()]


def status(sent: list[tuple[bytes, bytes]], body: bytes = BODY, *, guard: Guard | None = None) -> int:
    outcome = (guard or Guard(SECRET)).admit(sent, body, now=float(NOW))
    return outcome.status if isinstance(outcome, Refused) else 200


def test_a_request_that_slack_signed_is_read() -> None:
    outcome = Guard(SECRET).admit(headers(), BODY, now=float(NOW))
    assert isinstance(outcome, Admitted)
    assert (outcome.body["text"], outcome.retry) == ("next", False)


def test_our_signature_is_the_one_of_slacks_own_library() -> None:
    assert sign(SECRET.encode(), str(NOW), BODY) == SignatureVerifier(SECRET).generate_signature(
        timestamp=str(NOW), body=BODY
    )


@pytest.mark.parametrize("secret", ["", "   ", "\n"])
def test_without_a_secret_there_is_no_start(secret: str) -> None:
    with pytest.raises(ConfigError, match="signing secret is empty"):
        Guard(secret)


@pytest.mark.parametrize(("at", "expected"), [(NOW, 200), (NOW - 300, 200), (NOW + 300, 200), (NOW - 301, 401), (NOW + 301, 401)])  # fmt: skip
def test_a_request_counts_for_five_minutes(at: int, expected: int) -> None:
    assert status(headers(at=at)) == expected


@pytest.mark.parametrize("timestamp", ["", "abc", "1e9", "-1", " 1700000000", "1700000000.0", "1700000000\n", "0x6553f100",
                                       "٠١٢٣", "１７００００００００", "9" * 5000, "1_700_000_000"])  # fmt: skip
def test_a_timestamp_that_is_no_plain_number_is_a_strangers(timestamp: str) -> None:
    assert status(headers(x_slack_request_timestamp=timestamp)) == 401


@pytest.mark.parametrize("signature", ["", "v0=", "v0=" + "0" * 64, "v1=" + "0" * 64, "v0=é" + "0" * 63, "☃", "v0=" + "0" * 9000,
                                       "V0=" + "0" * 64, "v0=" + "G" * 64])  # fmt: skip
def test_a_signature_that_is_none_is_a_strangers(signature: str) -> None:
    assert status(headers(x_slack_signature=signature)) == 401


@pytest.mark.parametrize("name", [b"x-slack-signature", b"x-slack-request-timestamp"])
def test_a_header_that_is_missing_or_given_twice_is_a_strangers(name: bytes) -> None:
    sent = headers()
    assert status([pair for pair in sent if pair[0] != name]) == 401
    assert status(sent + [pair for pair in sent if pair[0] == name]) == 401


def test_another_secret_or_a_changed_body_is_a_strangers() -> None:
    assert status(headers(secret="another")) == 401
    assert status(headers(), BODY + b"&text=x") == 401
    assert status(headers(), b"") == 401


def test_a_replay_is_refused_as_long_as_its_timestamp_counts() -> None:
    guard = Guard(SECRET)
    sent = headers(at=NOW + 300)
    outcomes = [guard.admit(sent, BODY, now=float(now)) for now in (NOW, NOW + 1, NOW + 600)]
    assert [isinstance(outcome, Admitted) for outcome in outcomes] == [True, False, False]


def test_slacks_own_retry_is_admitted_and_marked() -> None:
    guard = Guard(SECRET)
    guard.admit(headers(), BODY, now=float(NOW))
    again = guard.admit(headers(x_slack_retry_num="1"), BODY, now=float(NOW))
    assert isinstance(again, Admitted)
    assert again.retry


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"team_id=A&team_id=B", FORM),
        (b"text=\xff\xfe", FORM),
        (b"text=%ff%fe", FORM),
        (b"payload=not-json", FORM),
        (b"payload=%5B1%5D", FORM),
        (b"payload=" + b"[" * 100_000, FORM),
        (b"&".join(b"f%d=1" % number for number in range(500)), FORM),
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b"NaN", "application/json"),
        (b"x", "text/plain"),
        (b"x", ""),
    ],
)
def test_a_signed_body_that_cannot_be_read_is_a_bad_request(body: bytes, kind: str) -> None:
    assert status(headers(body, kind=kind), body) == 400


def test_a_text_with_the_word_payload_in_it_is_a_text() -> None:
    assert read_body(b"command=%2Fdigest&text=payload+pipelines", FORM)["text"] == "payload pipelines"


def test_a_form_without_text_and_one_of_blanks_are_read() -> None:
    assert dict(read_body(b"command=%2Fdigest", FORM)) == {"command": "/digest"}
    assert read_body(b"text=&command=%2Fdigest", FORM)["text"] == ""


def test_an_event_is_json() -> None:
    event = {"type": "event_callback", "event_id": "Ev1"}
    assert read_body(json.dumps(event).encode(), "application/json; charset=utf-8") == event


@given(st.binary(max_size=200), st.binary(max_size=40), st.binary(max_size=80), st.binary(max_size=40))
def test_whatever_a_stranger_sends_is_401(body: bytes, timestamp: bytes, signature: bytes, kind: bytes) -> None:
    sent = [(b"x-slack-request-timestamp", timestamp), (b"X-Slack-Signature", signature), (b"content-type", kind)]
    assert status(sent, body) == 401
