"""The process behind the voice piper: one segment as JSON on stdin, spoken into a file, exit code 0 when it is there.

It is run by its path and imports nothing of this project.
"""

import json
import sys
import wave


def main() -> None:
    """Speak `text` with `model`, `slowness` times as long as it comes, into `out`."""
    job = json.load(sys.stdin.buffer)
    from piper import PiperVoice, SynthesisConfig

    voice = PiperVoice.load(job["model"])
    usual = voice.config.length_scale
    with wave.open(job["out"], "wb") as file:
        voice.synthesize_wav(job["text"], file, syn_config=SynthesisConfig(length_scale=usual * job["slowness"]))


if __name__ == "__main__":
    main()
