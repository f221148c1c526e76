"""The web face as one Starlette app: is it alive, is it ready, how is it doing; and whatever routes others bring."""

import asyncio
import contextlib
import logging
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from digest_bot.errors import ConfigError, DigestBotError

log = logging.getLogger(__name__)

Check = Callable[[], Awaitable[str | None]]
"""Returns what is wrong, in a sentence, or None."""
Companion = Callable[[], Awaitable[None]]
"""Runs beside the site on the same event loop until it is cancelled."""

LEAVE_WITHIN = 5
"""Seconds open requests have when the site stops."""


def build_site(
    *,
    checks: dict[str, Check],
    metrics: Callable[[], tuple[bytes, str]],
    routes: Sequence[BaseRoute] = (),
    companions: Sequence[Companion] = (),
) -> Starlette:
    """Return the app: `/healthz` says that the process lives, `/readyz` what is wrong, `/metrics` counts.

    `metrics` returns the text and its media type. A companion that fails is logged, and the site stays.
    """

    async def alive(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(_: Request) -> Response:
        wrong = {name: said for name, check in checks.items() if (said := await check()) is not None}
        return JSONResponse({"ready": not wrong, "wrong": wrong}, status_code=503 if wrong else 200)

    async def counted(_: Request) -> Response:
        text, media_type = await asyncio.to_thread(metrics)
        return Response(text, media_type=media_type)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        tasks = [asyncio.ensure_future(_guarded(companion)) for companion in companions]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    own = [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", counted)]
    return Starlette(routes=[*own, *routes], lifespan=lifespan)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens there; raises ConfigError when the address cannot be had."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = str(error.strerror).partition(" (")[0]  # what follows names the address a second time
        raise ConfigError(f"The site cannot listen on {host}:{port}: {reason}. Change [site].") from error


def serve_site(app: Starlette, listener: socket.socket, stop: threading.Event) -> None:
    """Serve the app until `stop` is set, then close the listener."""
    with listener:
        host, port, *_ = listener.getsockname()
        log.info("the site listens on %s port %d", host, port)
        asyncio.run(_serve(app, listener, stop))


async def _serve(app: Starlette, listener: socket.socket, stop: threading.Event) -> None:
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=LEAVE_WITHIN
    )
    server = _Server(config)

    def watch() -> None:
        stop.wait()
        server.should_exit = True

    threading.Thread(target=watch, name="site-stop", daemon=True).start()
    await server.serve(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that leaves the signals to the command that runs it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


async def _guarded(companion: Companion) -> None:
    try:
        await companion()
    except asyncio.CancelledError:
        raise
    except DigestBotError as error:
        log.error("the site goes on without it: %s", error)  # noqa: TRY400 - expected; the sentence says it all
    except Exception:
        log.exception("something beside the site failed")
