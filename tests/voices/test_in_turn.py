"""One voice a core, in whichever process; a process that dies gives its place back."""

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from digest_bot.voices.in_turn import InTurn


@dataclass
class Slow:
    """A voice that notes how many speak at once."""

    name: str = "slow"
    rate: int = 165
    patience: float = 1.0
    speaking: int = 0
    most: int = 0
    together: threading.Barrier | None = None
    """Each waits until all of them speak."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def unavailable(self) -> str | None:
        return None

    def fingerprint(self) -> str:
        return "slow 1"

    def render(self, text: str, out: Path, *, language: str, timeout: float) -> None:
        with self.lock:
            self.speaking += 1
            self.most = max(self.most, self.speaking)
        if self.together:
            self.together.wait()
        time.sleep(0.1)
        with self.lock:
            self.speaking -= 1
        out.write_text(text, encoding="utf-8")


def speak(voice: InTurn, out: Path) -> None:
    voice.render("Hello", out, language="en", timeout=5)


def test_no_more_speak_at_once_than_there_are_places(tmp_path: Path) -> None:
    slow = Slow()
    processes = [InTurn(slow, tmp_path / "scratch", places=2) for _ in range(3)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda n: speak(processes[n % 3], tmp_path / str(n)), range(6)))
    assert slow.most <= 2
    assert all((tmp_path / str(n)).read_text(encoding="utf-8") == "Hello" for n in range(6))


def test_as_many_speak_at_once_as_there_are_places(tmp_path: Path) -> None:
    slow = Slow(together=threading.Barrier(2, timeout=60))
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda n: speak(InTurn(slow, tmp_path, places=2), tmp_path / str(n)), range(2)))
    assert slow.most == 2


HOLD = """
import sys, time
from pathlib import Path
from digest_bot.voices.in_turn import _place
with _place(Path(sys.argv[1]), 1):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_process_that_is_killed_gives_its_place_back(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        waiting = threading.Thread(target=speak, args=(InTurn(Slow(), tmp_path, places=1), tmp_path / "out"))
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
        other.kill()
    waiting.join(60)
    assert (tmp_path / "out").exists()


def test_where_the_folder_cannot_be_used_nobody_waits(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    speak(InTurn(Slow(), tmp_path / "file" / "folder", places=1), tmp_path / "out")
    assert (tmp_path / "out").exists()
