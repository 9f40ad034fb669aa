"""Refuses request bodies that are too large, as soon as that is known."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import ProblemError
from geo.faults import Text


class BodyLimit:
    """Wraps an application so that bodies above `limit` bytes end in a 413 problem."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting its body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        received = 0

        async def counted() -> Message:
            nonlocal received
            # Raised from here, not before, so that the handlers of the application answer it.
            if announced.isdecimal() and int(announced) > self._limit:
                raise self._too_large()
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._limit:
                raise self._too_large()
            return message

        await self._app(scope, counted, send)

    def _too_large(self) -> ProblemError:
        limit = f"{self._limit / 1e6:g} MB"
        return ProblemError(
            413,
            "body-too-large",
            Text("요청이 너무 큽니다", "The request is too large"),
            Text(
                f"{limit}까지 받습니다. 하루를 나누세요", f"up to {limit} is taken; divide the day"
            ),
            headers={"Connection": "close"},
        )
