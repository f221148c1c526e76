"""Which addresses may be spoken to."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_bot.errors import ConfigError
from digest_bot.web.addresses import AllowList, is_public

PRIVATE = [
    "0.0.0.0",
    "10.0.0.7",
    "100.64.12.1",
    "127.0.0.1",
    "127.8.8.8",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.5.4",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.9",
    "203.0.113.5",
    "224.0.0.251",
    "239.1.2.3",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.1.2.3",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::7f00:1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]
PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001::5", "::ffff:8.8.8.8"]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert is_public(address) is False


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_read(address: str) -> None:
    assert is_public(address) is True


@pytest.mark.parametrize("text", ["", "localhost", "2130706433", "0x7f.1", "127.1", "8.8.8.8 ", "1.1.1.1/32"])
def test_what_is_not_a_plain_number_is_not_public(text: str) -> None:
    assert is_public(text) is False


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_means_the_same_inside_an_ipv6_one(address: ipaddress.IPv4Address) -> None:
    assert is_public(f"::ffff:{address}") == is_public(str(address))


@given(st.text(max_size=60))
def test_no_text_breaks_the_judgement(text: str) -> None:
    assert is_public(text) in (True, False)


def test_the_allow_list_knows_names_addresses_and_networks() -> None:
    allow = AllowList.of(["Wiki.Corp.", "10.1.0.0/16", "[::1]", "192.168.7.9"])
    asked = ["wiki.corp", "other.corp", "10.1.200.3", "10.2.0.1", "::1", "::ffff:10.1.0.1", "192.168.7.9"]
    assert [allow.names_host(host) for host in asked] == [True, False, True, False, True, True, True]


def test_a_name_below_an_allowed_name_is_not_allowed() -> None:
    assert not AllowList.of(["wiki.corp"]).names_host("evil.wiki.corp")


def test_an_empty_allow_list_allows_nothing() -> None:
    assert not AllowList.of([]).holds("127.0.0.1")


@pytest.mark.parametrize("entry", ["", "http://wiki.corp/", "wiki corp", "10.0.0.0/99", "*.corp"])
def test_an_entry_that_is_no_host_says_how_to_write_one(entry: str) -> None:
    with pytest.raises(ConfigError, match=r"write wiki\.corp or 10\.1\.0\.0/16"):
        AllowList.of([entry])
