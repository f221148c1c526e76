"""Stand-ins for programs of the system, for machines without them: the same command line, a real WAV file.

`espeak-ng` is the real library behind a command line of Python; `flite` hums as long as its text takes.
"""

import shutil
import sys
from pathlib import Path

_ESPEAK = """#!{python} -I
import ctypes, os, sys, wave
sys.path.append({packages!r})
import espeakng_loader
a = sys.argv[1:]
if a == ["--version"]:
    print("eSpeak NG text-to-speech: 1.52  Data at: here")
    sys.exit()
option = {{name: a[a.index(name) + 1] for name in ("-b", "-s", "-v", "-w")}}
assert a[-1] == "--stdin" and len(a) == 9, a
os.chdir(os.path.dirname(espeakng_loader.get_data_path()))
espeak = ctypes.CDLL(espeakng_loader.get_library_path())
out = []
hear = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)(
    lambda samples, count, _: out.append(ctypes.string_at(samples, 2 * count) if samples else b"") or 0)
rate = espeak.espeak_Initialize(1, 0, b".", 0)
espeak.espeak_ng_SetRandSeed(1)
espeak.espeak_SetSynthCallback(hear)
if espeak.espeak_SetVoiceByName(option["-v"].encode()):
    sys.exit("no such voice")
espeak.espeak_SetParameter(1, int(option["-s"]), 0)
text = sys.stdin.buffer.read() + b"\\0"
espeak.espeak_Synth(text, len(text), 0, 0, 0, 0x1001, None, None)
espeak.espeak_Synchronize()
with wave.open(option["-w"], "wb") as file:
    file.setparams((1, 2, rate, 0, "NONE", ""))
    file.writeframes(b"".join(out))
"""
_FLITE = """#!{python} -I
import array, math, sys, wave
a = sys.argv[1:]
option = {{name: a[a.index(name) + 1] for name in ("-voice", "--setf", "-f", "-o")}}
assert len(a) == 8 and option["-f"] == "/dev/stdin", a
text = sys.stdin.buffer.read()
assert text.isascii()
seconds = (0.5 + 0.055 * len(text)) * float(option["--setf"].partition("=")[2])
hum = array.array("h", (int(9000 * math.sin(0.1 * n)) for n in range(int(16000 * seconds))))
with wave.open(option["-o"], "wb") as file:
    file.setparams((1, 2, 16000, 0, "NONE", ""))
    file.writeframes(hum.tobytes())
"""
_PROGRAMS = {"espeak-ng": _ESPEAK, "flite": _FLITE}


def program(name: str, folder: Path) -> str:
    """Return the program: the system's own, or a stand-in written to the folder."""
    found = shutil.which(name)
    if found:
        return found
    import espeakng_loader

    path = folder / name
    if not path.exists():
        packages = str(Path(espeakng_loader.__file__).parents[1])
        path.write_text(_PROGRAMS[name].format(python=sys.executable, packages=packages), encoding="utf-8")
        path.chmod(0o755)
    return str(path)
