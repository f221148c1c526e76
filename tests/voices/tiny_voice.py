"""The smallest voice file that real engines take: an ONNX graph that hums 220 Hz, 640 samples a phoneme.

Its inputs and outputs are those of piper's voices: `input` int64[b, n], `input_lengths` int64[b], `scales` float[3] to
`output` float[1, 1, 1, t]. The protobuf of ONNX is written by hand; nothing but the standard library is needed.
"""

import json
import math
import struct
from pathlib import Path

RATE = 22_050
HOP = 640
SYMBOLS = "_^$ !',-.:;?abcdefghijklmnopqrstuvwxyzæçðøħŋœǀɐɑɒɓɔɕɖɗɘəɚɛɜɞɟɡɢɣɤɥɦɨɪɫɬɭɮɯɰɱɲɳɴɵɶɸɹɺɻɽɾʀʁʂʃʄʈʉʊʋʌʍʎʏʐʑʒʔʕʘʙʛʜʝʟʡʢˈˌːˑ˞βθχᵻⱱ̩̃"
_FLOAT, _INT64 = 1, 7


def write_piper_voice(folder: Path, *, name: str = "tiny.onnx") -> Path:
    """Write the voice and its JSON; return the path of the voice."""
    path = folder / name
    path.write_bytes(model())
    about = {
        "audio": {"sample_rate": RATE},
        "espeak": {"voice": "en-us"},
        "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
        "num_symbols": len(SYMBOLS),
        "num_speakers": 1,
        "phoneme_type": "espeak",
        "phoneme_id_map": {symbol: [number] for number, symbol in enumerate(SYMBOLS)},
    }
    path.with_name(f"{name}.json").write_text(json.dumps(about), encoding="utf-8")
    return path


def write_sherpa_voice(folder: Path) -> Path:
    """Write the voice as sherpa takes it, a folder with `model.onnx` and `tokens.txt`; return the folder."""
    (folder / "model.onnx").write_bytes(model())
    tokens = "".join(f"{symbol} {number}\n" for number, symbol in enumerate(SYMBOLS))
    (folder / "tokens.txt").write_text(tokens, encoding="utf-8")
    return folder


def model() -> bytes:
    """Return the ONNX file."""
    nodes = (
        _node("Shape", ("input",), "shape"),
        _node("Gather", ("shape", "one"), "count"),
        _node("Cast", ("count",), "counted", to=_FLOAT),
        _node("Gather", ("scales", "one"), "slowness"),
        _node("Mul", ("counted", "slowness"), "stretched"),
        _node("Mul", ("stretched", "hop"), "length"),
        _node("Range", ("nought", "length", "unit"), "time"),
        _node("Mul", ("time", "pitch"), "phase"),
        _node("Sin", ("phase",), "wave"),
        _node("Mul", ("wave", "level"), "sound"),
        _node("Reshape", ("sound", "flat"), "output"),
    )
    numbers = {
        "hop": float(HOP),
        "nought": 0.0,
        "unit": 1.0,
        "pitch": 2 * math.pi * 220 / RATE,
        "level": 0.3,
    }
    initializers = [_field(5, _tensor(name, value)) for name, value in numbers.items()]
    initializers.append(_field(5, _integers("one", (), 1)))
    initializers.append(_field(5, _integers("flat", (4,), 1, 1, 1, -1)))
    inputs = (("input", _INT64, ("b", "n")), ("input_lengths", _INT64, ("b",)), ("scales", _FLOAT, (3,)))
    graph = b"".join(_field(1, node) for node in nodes) + _field(2, b"tiny") + b"".join(initializers)
    graph += b"".join(_field(11, _value(*about)) for about in inputs)
    graph += _field(12, _value("output", _FLOAT, (1, 1, 1, "t")))
    about = {"model_type": "vits", "comment": "piper", "language": "English", "voice": "en-us", "has_espeak": "1"}
    about |= {"n_speakers": "1", "sample_rate": str(RATE)}
    notes = b"".join(_field(14, _field(1, key.encode()) + _field(2, value.encode())) for key, value in about.items())
    return _number(1, 8) + _field(7, graph) + _field(8, _field(1, b"") + _number(2, 15)) + notes


def _node(kind: str, inputs: tuple[str, ...], output: str, *, to: int = 0) -> bytes:
    names = b"".join(_field(1, name.encode()) for name in inputs) + _field(2, output.encode())
    attribute = _field(5, _field(1, b"to") + _number(3, to) + _number(20, 2)) if to else b""
    return names + _field(4, kind.encode()) + attribute


def _tensor(name: str, value: float) -> bytes:
    return _number(2, _FLOAT) + _field(8, name.encode()) + _field(9, struct.pack("<f", value))


def _integers(name: str, dims: tuple[int, ...], *values: int) -> bytes:
    raw = struct.pack(f"<{len(values)}q", *values)
    return b"".join(_number(1, dim) for dim in dims) + _number(2, _INT64) + _field(8, name.encode()) + _field(9, raw)


def _value(name: str, kind: int, dims: tuple[int | str, ...]) -> bytes:
    sizes = (_number(1, dim) if isinstance(dim, int) else _field(2, dim.encode()) for dim in dims)
    shape = b"".join(_field(1, size) for size in sizes)
    return _field(1, name.encode()) + _field(2, _field(1, _number(1, kind) + _field(2, shape)))


def _field(number: int, body: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(body)) + body


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes((*out, value))
