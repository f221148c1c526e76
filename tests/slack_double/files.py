"""The three steps of an upload, and what becomes of it some time later."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.slack_double.calling import refuse
from tests.slack_double.posting import commit, place

if TYPE_CHECKING:
    from tests.slack_double.workspace import File, SlackDouble

Answer = dict[str, Any]
Arguments = Mapping[str, Any]


def announce(double: "SlackDouble", arguments: Arguments) -> Answer:
    """files.getUploadURLExternal."""
    from tests.slack_double.workspace import File

    if double.uploads_forbidden:
        return refuse(double.uploads_forbidden)
    if not str(arguments["length"]).isdigit() or int(arguments["length"]) < 1:
        return refuse("missing_argument")
    file = File(f"F{len(double.files) + 1:08d}", arguments["filename"], int(arguments["length"]))
    file.alt_text = arguments.get("alt_txt", "")
    double.files[file.id] = file
    root = double.url.removesuffix("api/")
    return {"ok": True, "upload_url": f"{root}upload/v1/{file.id}", "file_id": file.id}


def receive(double: "SlackDouble", file_id: str, body: bytes, *, authorised: bool) -> tuple[int, str]:
    """Take the bytes of a file at its address; return the HTTP status and text."""
    with double.lock:
        file = double.files.get(file_id)
        if file is None or file.used:
            return 404, "no such upload"
        if authorised:
            double.warnings.append("a token was sent to an upload address")
        if len(body) != file.length:
            return 400, "the length does not match"
        file.body, file.used = body, True
        return 200, f"OK - {len(body)}"


def complete(double: "SlackDouble", arguments: Arguments) -> Answer:
    """files.completeUploadExternal: answers at once, the share follows."""
    if double.uploads_forbidden:
        return refuse(double.uploads_forbidden)
    wanted = arguments["files"]
    if not isinstance(wanted, list) or not all(isinstance(f, dict) and set(f) <= {"id", "title"} for f in wanted):
        return refuse("invalid_arguments")
    found = [double.files.get(file["id"]) for file in wanted]
    if not found or any(file is None or file.body is None for file in found):
        return refuse("file_not_found")
    if any(block.get("type") == "markdown" for block in arguments.get("blocks") or ()):
        return refuse("internal_error")
    for file, said in zip(found, wanted, strict=True):
        assert file is not None
        file.title = said.get("title", file.name)
        if refusal := _share(double, file, arguments):
            return refusal
    return {"ok": True, "files": [{"id": file.id, "title": file.title} for file in found if file]}


def _share(double: "SlackDouble", file: "File", arguments: Arguments) -> Answer | None:
    if "channel_id" not in arguments:
        return None
    channel = place(double, arguments["channel_id"])
    if isinstance(channel, dict):
        return channel
    thread = arguments.get("thread_ts")
    if thread and not any(message["ts"] == thread for message in channel.messages):
        return refuse("thread_not_found")
    if double.never_share or file.alt_text:
        return None  # taken, and never seen again: real, for alt_txt on sound always (python-slack-sdk 1818)
    about = {"id": file.id, "name": file.name, "title": file.title}
    message = commit(double, channel, {"text": "", "files": [about], **({"thread_ts": thread} if thread else {})})
    message["_shown_from"] = max(message["_shown_from"], double.now + double.share_delay)
    file.shares.append({"channel": channel.id, "ts": message["ts"], "at": double.now + double.share_delay})
    return None


def info(double: "SlackDouble", arguments: Arguments) -> Answer:
    """files.info: shares, type and link come some time after the upload was completed."""
    file = double.files.get(arguments["file"])
    if file is None or file.body is None:
        return refuse("file_not_found")
    shares: dict[str, list[dict[str, Any]]] = {}
    for share in file.shares:
        if share["at"] <= double.now:
            shares.setdefault(share["channel"], []).append({"ts": share["ts"]})
    about: dict[str, Any] = {"id": file.id, "name": file.name, "title": file.title, "size": file.length}
    about["permalink"] = f"https://test.slack.com/files/U0BOT/{file.id}/{file.name}"
    about["mimetype"] = "audio/mpeg" if shares else ""
    return {"ok": True, "file": about | {"shares": {"public": shares} if shares else {}}}


def delete(double: "SlackDouble", arguments: Arguments) -> Answer:
    """files.delete."""
    return {"ok": True} if double.files.pop(arguments["file"], None) else refuse("file_not_found")


def upload(_double: "SlackDouble", _arguments: Arguments) -> Answer:
    """files.upload: switched off for good on 2025-11-12."""
    return refuse("method_deprecated")


METHODS = {
    "files.getUploadURLExternal": announce,
    "files.completeUploadExternal": complete,
    "files.info": info,
    "files.delete": delete,
    "files.upload": upload,
}
