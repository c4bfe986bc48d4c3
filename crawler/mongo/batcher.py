"""Single values into batches, for bulk writes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Batcher(Generic[T, R]):
    """Collects single values into batches: whoever puts a value gets its result when its batch is done.

    A batch goes when it has ``size`` values or ``delay`` seconds after its first one, one batch at a time; what comes
    in meanwhile makes up the next. ``work`` takes a list and gives a list of results in the same order.
    """

    def __init__(self, work: Callable[[list[T]], Awaitable[list[R]]], size: int = 100, delay: float = 0.02) -> None:
        self._work, self._size, self._delay = work, size, delay
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._go = asyncio.Event()
        self._closing = False
        self._task: asyncio.Task[None] | None = None

    async def put(self, value: T) -> R:
        """The result for this value; raises what ``work`` raised for its batch."""
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((value, future))
        if len(self._waiting) >= self._size or self._closing:
            self._go.set()
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        return await future

    async def close(self) -> None:
        """Let what is waiting go at once, and wait for it; nothing is cancelled."""
        self._closing = True
        self._go.set()
        while self._task is not None:
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        while self._waiting:
            if not self._go.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._go.wait(), self._delay)
            batch, self._waiting = self._waiting[: self._size], self._waiting[self._size :]
            if len(self._waiting) < self._size and not self._closing:
                self._go.clear()
            try:
                results = await self._work([value for value, _ in batch])
                for (_, future), result in zip(batch, results, strict=True):
                    if not future.done():
                        future.set_result(result)
            except Exception as error:
                for _, future in batch:
                    if not future.done():
                        future.set_exception(error)
        self._task = None
