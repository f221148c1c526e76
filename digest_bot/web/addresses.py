"""Which network addresses may be spoken to: the public ones, and what the configuration allows by name or network."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from digest_bot.errors import ConfigError

Network = IPv4Network | IPv6Network

GLOBAL_UNICAST = IPv6Network("2000::/3")
"""All of IPv6 that is given out to anybody; NAT64, ULA, link-local, multicast and the old forms lie outside."""

REFUSED: tuple[Network, ...] = tuple(
    ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # 6to4 relays
        "168.63.129.16/32",  # Azure's wire server, public by its number only
        "2001::/23",  # Teredo, ORCHID and other protocol assignments
        "2002::/16",  # 6to4: any IPv4 address inside
        "3fff::/20",  # documentation
    )
)
"""What `is_global` of the standard library lets through, on one Python version or another."""

_NAME = re.compile(r"[a-z0-9_][a-z0-9_.-]{0,252}\Z")


def is_public(address: str) -> bool:
    """Tell whether this numeric address, as a socket would connect to it, belongs to the public internet.

    An IPv4 address inside an IPv6 one is judged as itself; what is not an address is not public.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    parsed = _unwrapped(parsed)
    if parsed.is_multicast or parsed.is_reserved or parsed.is_unspecified or not parsed.is_global:
        return False
    if parsed.version == 6 and parsed not in GLOBAL_UNICAST:
        return False
    return not any(parsed in network for network in REFUSED)


@dataclass(frozen=True, slots=True)
class AllowList:
    """Names and networks of an intranet that may be read although they are not public."""

    names: frozenset[str]
    networks: tuple[Network, ...]

    @classmethod
    def of(cls, entries: Sequence[str]) -> "AllowList":
        """Return the list of these host names, addresses and networks (`wiki.corp`, `10.1.0.0/16`).

        Raises ConfigError for an entry that is none of them.
        """
        names, networks = set(), []
        for entry in entries:
            try:
                networks.append(ip_network(entry.strip("[]"), strict=False))
            except ValueError:
                names.add(_name(entry))
        return cls(frozenset(names), tuple(networks))

    def names_host(self, host: str) -> bool:
        """Tell whether this host, a name or a numeric address, is allowed as it is written."""
        return host in self.names or self.holds(host)

    def holds(self, address: str) -> bool:
        """Tell whether this numeric address lies in an allowed network."""
        try:
            parsed = _unwrapped(ip_address(address))
        except ValueError:
            return False
        return any(parsed in network for network in self.networks)


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def _name(entry: str) -> str:
    name = entry.lower().rstrip(".")
    if not _NAME.match(name):
        raise ConfigError(f"web.allow: {entry!r} is neither a host name nor a network; write wiki.corp or 10.1.0.0/16.")
    return name
