"""A small run of the Slack bench: nearly every second call fails, processes are killed, nothing is lost or doubled."""

import json
import os
import subprocess
import sys

import pytest


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_nothing_is_lost_or_doubled_through_faults_and_kills() -> None:
    command = [sys.executable, "-m", "tests.bench.slack", "--editions", "5", "--kills", "4", "--seed", "7"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    figures = json.loads(run.stdout)
    assert (figures["lost"], figures["doubled"], figures["sound differs"]) == (0, 0, 0)
    assert figures["kills"] >= 2  # the last ones may come too late: nothing is left to do
    assert figures["refused by the validator"] == []
