"""Listening in a browser or a podcast app: a page, a feed and the sound, behind an address only its readers know."""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from pathlib import Path
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from digest_bot.shell.episodes import CHAPTERS, TRANSCRIPT, Episode, Shelf
from digest_bot.site.episode_page import episode_page, list_page
from digest_bot.site.podcast import SOUNDS, podcast_feed

TOKEN = "listen"  # noqa: S105 - the name of the setting, not its value
"""What the token of a digest is called among its settings."""
MEDIA_TYPES = SOUNDS | {TRANSCRIPT: "text/vtt", CHAPTERS: "application/json+chapters"}
HEADERS = {
    "Referrer-Policy": "no-referrer",  # the address is the key
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; media-src 'self'; img-src 'self'; style-src 'self'; "
    "script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}

Endpoint = Callable[[Request], Awaitable[Response]]
_HERE = Path(__file__).parent


def routes(
    shelf: Shelf, *, titles: Mapping[str, str], token: Callable[[str], str], public_url: str = ""
) -> list[BaseRoute]:
    """Return the routes below `/listen/`: a list, a feed, and for every episode a page, its sound and its text.

    `titles` holds the digests that may be heard, by name. `token` returns the token that is good for a digest now, or
    an empty text when none is; everything else is not found. `public_url` is how the site is reached from outside;
    without it the request tells.
    """
    listen = _Listen(shelf, titles, public_url)
    guard = _guard(titles, token)
    home = "/listen/{digest}/{token}"
    return [
        Route("/listen/listen.css", _static("listen.css", "text/css")),
        Route("/listen/listen.js", _static("listen.js", "text/javascript")),
        Route(f"{home}/", guard(listen.index)),
        Route(f"{home}/feed.xml", guard(listen.feed)),
        Route(f"{home}/cover.png", guard(listen.cover)),
        Route(f"{home}/{{episode}}/", guard(listen.page)),
        Route(f"{home}/{{episode}}/{{file}}", guard(listen.file)),
    ]


class _Listen:
    """The answers, once it is known that the token is good."""

    def __init__(self, shelf: Shelf, titles: Mapping[str, str], public_url: str) -> None:
        self._shelf = shelf
        self._titles = titles
        self._public_url = public_url.rstrip("/")

    async def index(self, request: Request) -> Response:
        digest = request.path_params["digest"]
        episodes = await run_in_threadpool(self._shelf.episodes, digest)
        return HTMLResponse(list_page(episodes, title=self._titles[digest]), headers=HEADERS)

    async def feed(self, request: Request) -> Response:
        digest, token = request.path_params["digest"], request.path_params["token"]
        outside = self._public_url or str(request.base_url).rstrip("/")
        episodes = await run_in_threadpool(self._shelf.episodes, digest)
        home = f"{outside}/listen/{quote(digest, safe='')}/{token}/"
        feed = podcast_feed(episodes, title=self._titles[digest], digest=digest, home=home)
        return Response(feed, media_type="application/rss+xml", headers=HEADERS)

    async def cover(self, _: Request) -> Response:
        from digest_bot.sound.cover import cover_png  # and numpy with it

        return Response(await run_in_threadpool(cover_png), media_type="image/png", headers=HEADERS)

    async def page(self, request: Request) -> Response:
        return HTMLResponse(episode_page(await self._episode(request)), headers=HEADERS)

    async def file(self, request: Request) -> Response:
        episode, name = await self._episode(request), request.path_params["file"]
        path = await run_in_threadpool(self._shelf.file, episode, name)
        if path is None:
            raise HTTPException(404)
        return FileResponse(path, media_type=MEDIA_TYPES[name], headers=HEADERS)

    async def _episode(self, request: Request) -> Episode:
        episode = await run_in_threadpool(self._shelf.episode, request.path_params["episode"])
        if episode is None or episode.digest != request.path_params["digest"]:
            raise HTTPException(404)
        return episode


def _guard(titles: Mapping[str, str], token: Callable[[str], str]) -> Callable[[Endpoint], Endpoint]:
    """Let requests through that name a digest and its token; to others there is nothing here."""

    def guarded(endpoint: Endpoint) -> Endpoint:
        @wraps(endpoint)
        async def answer(request: Request) -> Response:
            digest, given = request.path_params["digest"], request.path_params["token"]
            good = await run_in_threadpool(token, digest) if digest in titles else ""
            if not good or not hmac.compare_digest(given.encode(), good.encode()):
                raise HTTPException(404)
            return await endpoint(request)

        return answer

    return guarded


def _static(name: str, media_type: str) -> Endpoint:
    async def answer(_: Request) -> Response:
        return FileResponse(_HERE / name, media_type=media_type, headers={"X-Content-Type-Options": "nosniff"})

    return answer
