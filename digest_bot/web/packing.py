"""Compressed bodies: unpacked layer by layer, never more than a limit, whatever the sender has packed into them."""

import zlib

from digest_bot.errors import SourceError

ACCEPTED = "gzip, deflate"
"""The Accept-Encoding header; both are read with zlib alone."""
MAX_LAYERS = 3
"""Nobody honest packs even twice."""
SLICE = 8_192
"""Compressed bytes decoded at a time: small, because zlib copies what follows every gzip member."""

_GZIP, _ZLIB, _RAW = 31, 15, -15
"""The `wbits` of zlib."""


def layers_of(content_encoding: str) -> tuple[str, ...]:
    """Return how a body with this Content-Encoding header was packed, the last layer first.

    Raises SourceError with the reason bad_encoding for what cannot be read here.
    """
    names = (name.strip().lower().removeprefix("x-") for name in content_encoding.split(","))
    layers = [name for name in names if name not in ("", "identity", "none")]
    if len(layers) > MAX_LAYERS or not {"gzip", "deflate"}.issuperset(layers):
        raise SourceError("The server packed its page in a way that cannot be read here.", reason="bad_encoding")
    return tuple(reversed(layers))


def unpack(body: bytearray, layers: tuple[str, ...], *, limit: int) -> bytes:
    """Return the body unpacked; no layer may be larger than `limit` bytes.

    Raises SourceError with the reason too_large or, for rubbish and for a body that breaks off, bad_encoding.
    """
    for layer in layers:
        body = _inflate(body, _GZIP if layer == "gzip" else _flavour(body), limit)
    return bytes(body)


def too_large(limit: int) -> SourceError:
    """Return the error for a body of more than `limit` bytes."""
    return SourceError(f"The server sent more than the {limit / 1_000_000:g} MB that are read.", reason="too_large")


def _flavour(body: bytearray) -> int:
    """Return what `deflate` means here: zlib as the standard says, or bare as some servers send it."""
    try:
        zlib.decompressobj(_ZLIB).decompress(bytes(body[:64]))
    except zlib.error:
        return _RAW
    return _ZLIB


def _inflate(data: bytearray, wbits: int, limit: int) -> bytearray:
    """Return one layer unpacked, never holding more than `limit` and one byte of it; gzip may have several members."""
    body, member, members = bytearray(), zlib.decompressobj(wbits), 0
    for start in range(0, len(data), SLICE):
        piece = bytes(data[start : start + SLICE])
        while piece:
            if member.eof:
                member, members = zlib.decompressobj(wbits), members + 1
            try:
                body += member.decompress(piece, limit + 1 - len(body))
            except zlib.error as error:
                if members:
                    return body  # padding after the last member is not worth a word
                raise _unreadable() from error
            if len(body) > limit:
                raise too_large(limit)
            piece = member.unused_data if member.eof else member.unconsumed_tail
    if data and not (member.eof or members):
        raise _unreadable()
    return body


def _unreadable() -> SourceError:
    return SourceError("The server sent a page that cannot be unpacked, or that breaks off.", reason="bad_encoding")
