"""Web addresses: parsed strictly, rebuilt from their parts, refused with a reason when two programs could disagree."""

import re
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import urljoin

from digest_bot.errors import SourceError

MAX_LENGTH = 8192
"""Characters; no real address is longer, and everything below stays quick."""
DEFAULT_PORTS = {"http": 80, "https": 443}

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,30}):")
_PARTS = re.compile(r"//([^/?#]*)([^?#]*)(\?[^#]*)?(?:#.*)?\Z", re.DOTALL)
_AUTHORITY = re.compile(r"(?:\[([0-9A-Fa-f:.]{2,45})\]|([^\[\]:@%]+))(?::([0-9]{0,5}))?\Z")
_HOST = re.compile(r"(?:[a-z0-9_-]{1,63}\.){0,126}[a-z0-9_-]{1,63}\Z")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ufeff\ud800-\udfff]")
_TRACKING = re.compile(
    r"(?:utm_\w{1,30}|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_hsenc|_hsmi|at_(?:medium|campaign)|ns_\w{1,20})="
)
_MOBILE = re.compile(r"(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
_AMP_PATH = re.compile(r"(?:/amp(?:/|\.html?)?|[._]amp(?=\.html?\Z|\Z))\Z|(?<=\A)/amp(?=/)|[._]amp(?=\.html?\Z)")
_AMP_QUERY = re.compile(r"(?:amp(?:=.*)?|outputType=amp|usqp=.*)\Z")
_AMP_CACHE = re.compile(
    r"(?:www\.google\.[a-z.]{2,6}/amp/(?:s/)?|[a-z0-9-]{1,63}\.cdn\.ampproject\.org/[cv]/(?:s/)?)(.+)", re.DOTALL
)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)\Z")
_ESCAPED = re.compile(r"%(?![0-9A-Fa-f]{2})|[^!#$%&'()*+,/0-9:;=?@A-Za-z_.~\[\]-]")


@dataclass(frozen=True, slots=True)
class WebUrl:
    """The parts of an http or https address, normalised; `str()` rebuilds it."""

    scheme: str
    host: str
    """Lower case, ASCII; an IPv6 address without brackets."""
    port: int
    target: str
    """Path and query, percent-encoded; begins with a slash."""

    @property
    def authority(self) -> str:
        """The host, and the port unless it is the scheme's own: what the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        """Return the whole address without its fragment."""
        return f"{self.scheme}://{self.authority}{self.target}"


def parse_url(text: str) -> WebUrl:
    """Return the parts of a web address.

    Raises SourceError, permanent, with the reason `bad_scheme` when it is not http or https, otherwise `bad_url`: for
    spaces, control characters, backslashes, user names, a missing host, a port that is none.
    """
    if not text or len(text) > MAX_LENGTH or _FORBIDDEN.search(text):
        raise _refusal("This is no web address: it is empty, too long, or has spaces or other characters out of place.")
    scheme = _SCHEME.match(text)
    name = scheme[1].lower() if scheme else ""
    if scheme is None or name not in DEFAULT_PORTS:
        raise _refusal("This address does not begin with http:// or https://.", reason="bad_scheme")
    parts = _PARTS.match(text, scheme.end())
    authority = _AUTHORITY.match(parts[1]) if parts else None
    if parts is None or authority is None:
        raise _refusal("This is no web address: its host is missing or badly written, or it has a user name.")
    host = _ipv6(authority[1]) if authority[1] else _host(authority[2])
    port = int(authority[3]) if authority[3] else DEFAULT_PORTS[name]
    if port > 65535:
        raise _refusal(f"This is no web address: there is no port {port}.")
    return WebUrl(name, host, port, _escape((parts[2] or "/") + (parts[3] or "")))


def host_of(url: str) -> str:
    """Return whom a request to this address troubles, `host:port`; the text itself when it is no web address."""
    try:
        return parse_url(url).authority
    except SourceError:
        return url


def safe_link(link: str, base: str = "") -> str | None:
    """Return the web address that `link` means on the page `base`, rebuilt; None when it is none that may be shown."""
    stripped = link.strip(" \t\r\n\f").replace(" ", "%20")
    try:
        return str(parse_url(urljoin(base, stripped)))
    except (SourceError, ValueError):  # urljoin raises ValueError on broken brackets
        return None


def without_tracking(url: str) -> str:
    """Return the address without the parameters that say who clicked where, so that one article has one address."""
    head, mark, query = url.partition("?")
    kept = [part for part in query.split("&") if part and not _TRACKING.match(part)]
    return f"{head}?{'&'.join(kept)}" if mark and kept else head


def canonical_url(url: str) -> str:
    """Return the one spelling of an article's address: no scheme's port, `www`, mobile host, AMP, tracking, fragment.

    It serves to compare, not to fetch. An address that cannot be parsed is returned as it is.
    """
    try:
        parts = parse_url(url)
    except SourceError:
        return url
    host, path, query = _without_amp(parts.host, *parts.target.partition("?")[::2])
    host = _MOBILE.sub("", host).replace(".m.", ".")
    path = _INDEX.sub("", _AMP_PATH.sub("", path)).rstrip("/")
    kept = sorted(
        part for part in query.split("&") if part and not _TRACKING.match(part) and not _AMP_QUERY.match(part)
    )
    port = "" if parts.port in DEFAULT_PORTS.values() else f":{parts.port}"
    return f"http://{host}{port}{path or '/'}{'?' + '&'.join(kept) if kept else ''}"


def _without_amp(host: str, path: str, query: str) -> tuple[str, str, str]:
    """Return the address behind a copy in an AMP cache, or the same."""
    cached = _AMP_CACHE.match(f"{host}{path}")
    if not cached:
        return host, path, query
    behind, slash, rest = cached[1].partition("/")
    return behind.lower(), slash + rest, query


def _ipv6(text: str) -> str:
    try:
        return IPv6Address(text).compressed
    except ValueError:
        raise _refusal("This is no web address: the numbers in brackets are no IPv6 address.") from None


def _host(text: str) -> str:
    """Return the host as name servers know it; full-width and circled characters become what they stand for."""
    try:
        host = text.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        host = ""
    if len(host) > 253 or not _HOST.match(host):
        raise _refusal("This is no web address: its host is not a name.")
    return host


def _escape(target: str) -> str:
    return _ESCAPED.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), target)


def _refusal(message: str, *, reason: str = "bad_url") -> SourceError:
    return SourceError(message, permanent=True, reason=reason)
