"""Tells text from pictures, archives and programs by its first bytes, whatever its name or label says."""

_SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x28\xb5\x2f\xfd",
    b"\x7fELF",
    b"MZ\x90",
    b"ID3",
    b"OggS",
    b"fLaC",
    b"\x1a\x45\xdf\xa3",
    b"wOF",
    b"SQLite format 3",
    b"\xd0\xcf\x11\xe0",
)
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
"""Byte order marks of encodings in which zero bytes are ordinary."""


def is_text(body: bytes) -> bool:
    """Tell whether this is text of some encoding, judged by known signatures and zero bytes in its first kilobyte."""
    head = body[:1024]
    if head.startswith(_SIGNATURES) or head[4:8] == b"ftyp":
        return False
    return head.startswith(_WIDE) or head.count(0) == 0 or _is_wide(head)


def _is_wide(head: bytes) -> bool:
    """Tell whether every second byte is zero, or three of four, as in UTF-16 and UTF-32 without a mark."""
    half = len(head) // 2
    fewer, more = sorted((head[0::2].count(0), head[1::2].count(0)))
    return half >= 8 and more > 0.6 * half and fewer < 0.6 * half
