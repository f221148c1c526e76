"""The process behind the voice pyttsx3: one segment on stdin, spoken into a file, exit code 0 when it is there.

It is run by its path, imports nothing of this project and as little as it can: it is started for every segment. pyttsx3
keeps state from text to text, dead-locks in threads and reports errors only as events, hence one process a segment and
`startLoop`, which returns when all is written; `runAndWait` returns at once and often leaves nothing.

Arguments: the folder of the packages, the library of espeak, its data, the voice, words a minute, the file.
"""

import ctypes
import os
import sys


def main() -> int:
    """Speak the text into the file; say on stderr what went wrong, and return the exit code."""
    packages, library, data, voice, rate, out = sys.argv[1:]
    text = sys.stdin.buffer.read().decode()
    sys.path.append(packages)
    espeak = _provide_espeak(library, data)
    import pyttsx3

    engine = pyttsx3.init("espeak")
    if hasattr(espeak, "espeak_ng_SetRandSeed"):
        espeak.espeak_ng_SetRandSeed(1)  # otherwise the clock is in the sound, and no two renders are the same
    errors: list[str] = []
    finished: list[bool] = []
    engine.connect("error", lambda **about: errors.append(str(about.get("exception"))))
    engine.connect("finished-utterance", lambda **about: finished.append(bool(about.get("completed"))))
    engine.setProperty("voice", voice)
    engine.setProperty("rate", int(rate))
    engine.save_to_file(text, out)
    engine.startLoop()
    if errors or finished != [True]:
        sys.stderr.write(f"{'; '.join(errors) or 'the voice did not finish'}\n")
        return 1
    return 0


def _provide_espeak(path: str, data: str) -> ctypes.CDLL:
    """Make pyttsx3 find this library and this data, and no other; return the library."""
    os.chdir(os.path.dirname(data))  # noqa: PTH120 - espeak keeps only 160 bytes of the path; pathlib is slow to import
    os.putenv("ESPEAK_DATA_PATH", ".")  # read by the C library
    library = ctypes.CDLL(path, mode=ctypes.RTLD_GLOBAL)

    def load(_: str) -> ctypes.CDLL:
        return library

    ctypes.cdll.LoadLibrary = load  # type: ignore[assignment, method-assign]
    return library


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # espeak's own thread would otherwise hold the end up or crash it
