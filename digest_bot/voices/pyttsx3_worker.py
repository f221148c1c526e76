"""The process behind the voice pyttsx3: one segment as JSON on stdin, spoken into a file, exit code 0 when it is there.

It is run by its path and imports nothing of this project. pyttsx3 keeps state from text to text, dead-locks in threads
and reports errors only as events, hence one process a segment and `startLoop`, which returns when all is written;
`runAndWait` returns at once and often leaves nothing.
"""

import ctypes
import json
import os
import sys
from pathlib import Path
from typing import Any


def main() -> int:
    """Speak `text` with `voice` at `rate` into `out`; say on stderr what went wrong, and return the exit code."""
    job = json.load(sys.stdin.buffer)
    _provide_espeak()
    import pyttsx3

    engine = pyttsx3.init("espeak")
    errors: list[str] = []
    finished: list[bool] = []
    engine.connect("error", lambda **about: errors.append(str(about.get("exception"))))
    engine.connect("finished-utterance", lambda **about: finished.append(bool(about.get("completed"))))
    engine.setProperty("voice", job["voice"])
    engine.setProperty("rate", job["rate"])
    engine.save_to_file(job["text"], job["out"])
    engine.startLoop()
    if errors or finished != [True]:
        sys.stderr.write(f"{'; '.join(errors) or 'the voice did not finish'}\n")
        return 1
    return 0


def _provide_espeak() -> None:
    """Make pyttsx3 find the library and the data that came with the package espeakng-loader, and no other."""
    import espeakng_loader

    data = Path(espeakng_loader.get_data_path())
    os.chdir(data.parent)  # espeak keeps only 160 bytes of the path to its data
    os.putenv("ESPEAK_DATA_PATH", ".")  # read by the C library
    library = ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)

    def load(_: str) -> Any:
        return library

    ctypes.cdll.LoadLibrary = load  # type: ignore[assignment, method-assign]


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # espeak's own thread would otherwise hold the end up or crash it
