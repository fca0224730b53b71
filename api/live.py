"""Live pages: a stream says how far the read models are; each page then asks for itself again.

One stream per browser, and all streams of the process hang on its one runner. An event is a position, the
same for everybody and whatever happened: which read model changed would tell who sees all but the
classified letters that one of those came. What a page shows is asked for by its own route, so by its
reader's rights.

A stream is no use of its session. It ends with it, or when its person acts in another post or capacity.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from random import uniform
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Header, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from api.access.ports import SessionFact
from api.context import LIVE, NotSignedIn, Service, Signed, chosen, now
from domain.access.refusals import TooManyRequests
from domain.organization.authority import Standing
from domain.refusal import Refusal

log = structlog.get_logger("live")

MOST = 500  # of a process
MOST_OF_A_SESSION = 6  # a browser opens no more connections to one place
REST_SECONDS = 0.25  # between two events of a stream
SPREAD_SECONDS = 0.02  # for each stream there is: so many pages are not asked for at once
WATCH_SECONDS = 1.0  # between two looks at whether the sessions last
JUDGE_SECONDS = 5.0  # between two looks at whether their persons still stand where they did,
JUDGE_ANYWAY_SECONDS = 60.0  # and if nothing happened meanwhile: a day may have begun
AGAIN_SECONDS = 5  # after which one for whom there was no place may come again


class LiveFull(Refusal):
    """This process has all the streams it can keep, or is about to stop."""

    code = "live-full"


@dataclass(eq=False)
class Stream:
    """One browser's stream: the session it was opened in, and where its person stood."""

    session: SessionFact
    standing: Standing
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def rest(self, seconds: float) -> None:
        """Say nothing for so long, or until it is over."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.over.wait(), seconds)


class Live:
    """The streams of one process. All but ``_lasting`` runs in the event loop."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._streams: set[Stream] = set()
        self._news = asyncio.Event()
        self._leaving = False
        self._watching: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._streams)

    def start(self) -> None:
        """Hear from the runner from now on."""
        loop = asyncio.get_running_loop()
        self._leaving = False

        def on_reached(_position: int) -> None:
            loop.call_soon_threadsafe(self._tell)

        self._service.runner.on_reached = on_reached
        self._watching = asyncio.create_task(self._watch())

    def leave(self) -> None:
        """End every stream and open no more: the server is about to stop, and would wait for them."""
        self._leaving = True
        self._end(self._streams)

    async def stop(self) -> None:
        self.leave()
        self._service.runner.on_reached = None
        if self._watching is not None:
            self._watching.cancel()
            with suppress(asyncio.CancelledError):
                await self._watching

    @contextmanager
    def opened(self, session: SessionFact, standing: Standing) -> Iterator[Stream]:
        """Keep a place for a stream as long as it goes on.

        Raises:
            LiveFull, TooManyRequests
        """
        if self._leaving or len(self._streams) >= MOST:
            raise LiveFull(seconds=AGAIN_SECONDS)
        if sum(one.session.id == session.id for one in self._streams) >= MOST_OF_A_SESSION:
            raise TooManyRequests(seconds=AGAIN_SECONDS)
        stream = Stream(session, standing)
        self._streams.add(stream)
        try:
            yield stream
        finally:
            self._streams.discard(stream)

    async def positions(self, stream: Stream, said: int) -> AsyncIterator[int]:
        """Yield how far the read models are: soon if that is past ``said``, then as they go on."""
        while not stream.over.is_set():
            if self._service.runner.reached <= said:
                await self._news.wait()
                continue
            await stream.rest(uniform(0, len(self) * SPREAD_SECONDS))
            said = self._service.runner.reached
            yield said
            await stream.rest(REST_SECONDS)

    def _tell(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()

    def _end(self, streams: Collection[Stream]) -> None:
        for stream in streams:
            stream.over.set()
        self._tell()

    # Whether they may go on

    async def _watch(self) -> None:
        """End the streams whose session is over: one question a second, however many there are."""
        clock = asyncio.get_running_loop().time
        judged, judged_at = 0, 0.0
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            asked = [stream for stream in self._streams if not stream.over.is_set()]
            if not asked:
                continue
            reached = self._service.runner.reached
            rest = JUDGE_SECONDS if reached != judged else JUDGE_ANYWAY_SECONDS
            judging = clock() >= judged_at + rest
            try:
                ended = await run_in_threadpool(self._ended, asked, judging)
            except Exception as problem:
                # Nobody knows whether they may go on. Their browsers come again, and are told.
                log.warning("live streams end", problem=type(problem).__name__, streams=len(asked))
                ended = asked
            if judging:
                judged, judged_at = reached, clock()
            if ended:
                self._end(ended)

    def _ended(self, streams: Collection[Stream], judging: bool) -> list[Stream]:
        """Return those of ``streams`` that may not go on."""
        if judging:
            self._service.catch_up()
        ids = {stream.session.id for stream in streams}
        lasting = {one.id: one for one in self._service.access.lasting(list(ids), now())}
        return [
            stream
            for stream in streams
            if not self._goes_on(stream, lasting.get(stream.session.id), judging)
        ]

    def _goes_on(self, stream: Stream, session: SessionFact | None, judging: bool) -> bool:
        before = stream.session
        if session is None or (session.post_id, session.instrument_id) != (
            before.post_id,
            before.instrument_id,
        ):
            return False
        try:
            return not judging or chosen(self._service, session, now()) == stream.standing
        except NotSignedIn:
            return False


pages = APIRouter(include_in_schema=False)


async def place(request: Request, context: Signed) -> AsyncIterator[Stream]:
    """Keep a place among the streams until this one has ended or its browser is gone."""
    live: Live = request.app.state.live
    with live.opened(context.signed, context.standing) as stream:
        yield stream


@pages.get(LIVE, response_class=EventSourceResponse)
async def follow(
    request: Request,
    stream: Annotated[Stream, Depends(place)],
    last_event_id: Annotated[str, Header(max_length=20)] = "",
) -> AsyncIterator[ServerSentEvent]:
    """Say how far the read models are. A beat every 15 seconds keeps the line open (FastAPI's own)."""
    live: Live = request.app.state.live
    heard = int(last_event_id) if last_event_id.isascii() and last_event_id.isdigit() else 0
    yield ServerSentEvent(comment="live")
    async for position in live.positions(stream, heard):
        yield ServerSentEvent(event="reached", id=str(position), data=position)
