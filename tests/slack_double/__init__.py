"""A strict double of Slack on loopback: the Web API with its rules, its limits, its lags and its faults.

It refuses what Slack refuses, and some things that Slack merely dislikes. `running()` serves one inside a test;
`python -m tests.slack_double --port 0` serves one in a process of its own, whose state can be read at `/_double/state`.
"""

from tests.slack_double.blocks import check_blocks, check_view
from tests.slack_double.messages import check_message, mentions, shown
from tests.slack_double.rules import Problem
from tests.slack_double.server import running
from tests.slack_double.tokens import APP_TOKEN, SCOPES, TOKEN, USER_TOKEN, Token
from tests.slack_double.workspace import SlackDouble

__all__ = [
    "APP_TOKEN",
    "SCOPES",
    "TOKEN",
    "USER_TOKEN",
    "Problem",
    "SlackDouble",
    "Token",
    "check_blocks",
    "check_message",
    "check_view",
    "mentions",
    "running",
    "shown",
]
