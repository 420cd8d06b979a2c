"""Where queries run: here, in threads of this process with a large stack.

In:  a checked query (Asked) and the medium of its answer.
Out: the answer piece by piece, as fast as the caller takes it.

The limit of this: nothing can stop a query inside the engine. When its time is up the caller gets an
error, but the thread works on until the engine returns, and keeps its place among the few that run at
once. What would end the process (depth, length) is refused before (`kg.protocol.tokens`). Whoever needs
more puts processes that can be killed behind the same seam, `kg.protocol.Evaluate`.
"""

import queue
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress

from kg.errors import KgError, QueryError
from kg.protocol import Asked, BusyError, Media, OverdueError
from kg.store import Store

# The engine recurses with the depth of a query; a thread's usual 8 MB end at 2,000 braces. Only what is
# used is taken from memory.
_STACK_BYTES = 512 * 1024 * 1024
_PIECE_BYTES = 64 * 1024
_starting = threading.Lock()


class Threads:
    """Evaluates queries in threads of this process; an `Evaluate`."""

    def __init__(self, store: Store, *, at_once: int = 8, wait_s: float = 5.0, limit_s: float = 60.0) -> None:
        self._store = store
        self._places = threading.BoundedSemaphore(at_once)
        self._wait_s = wait_s  # how long a query waits for a place
        self._limit_s = limit_s  # how long a query may take

    def __call__(self, asked: Asked, media: Media) -> Iterator[bytes]:
        """The answer, piece by piece; returns when the first piece is there.

        Raises:
            QueryError: the query can't be parsed, planned or evaluated.
            BusyError: all places are taken.
            OverdueError: nothing could be said within the limit.
        """
        if not self._places.acquire(timeout=self._wait_s):
            raise BusyError(retry_s=5)
        work = _Work(self._store, asked, media, limit_s=self._limit_s)
        try:
            _start(work.run, done=self._places.release)
        except BaseException:
            self._places.release()
            raise
        pieces = work.pieces()
        first = next(pieces, b"")
        return _rejoined(first, pieces)


def _rejoined(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield first
        yield from pieces
    finally:
        close = getattr(pieces, "close", None)
        if close is not None:
            close()


def _start(run: Callable[[], None], done: Callable[[], None]) -> None:
    def body() -> None:
        try:
            run()
        finally:
            done()

    # The stack size is a setting of the whole process, read when a thread starts.
    with _starting:
        usual = threading.stack_size(_STACK_BYTES)
        try:
            threading.Thread(target=body, name="query", daemon=True).start()
        finally:
            threading.stack_size(usual)


def _let_go(error: BaseException | None) -> None:
    """Forget the frames of an error: they hold the engine's answer, which has to end in its own thread."""
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error.__traceback__ = None
        error = error.__context__


class _GoneError(Exception):
    """Nobody takes the answer any more."""


class _Work:
    """One query on its way: the thread writes, the caller takes."""

    def __init__(self, store: Store, asked: Asked, media: Media, *, limit_s: float) -> None:
        self._store = store
        self._asked = asked
        self._media = media
        self._deadline = time.monotonic() + limit_s
        self._limit_s = limit_s
        # Few pieces wait: a caller who doesn't read holds the engine back, not the memory.
        self._queue: queue.Queue[bytes | BaseException | None] = queue.Queue(maxsize=4)
        self._gone = threading.Event()
        self._held: list[bytes] = []
        self._held_bytes = 0

    def run(self) -> None:
        """Evaluate and hand over; runs in the thread."""
        answer = None
        try:
            answer = self._store.query(
                self._asked.text,
                bindings=dict(self._asked.bindings),
                default_graphs=self._asked.default_graphs,
                named_graphs=self._asked.named_graphs,
                union=self._asked.union,
            )
            answer.write(self, self._media.name)
            self._flush()
            self._put(None)
        except _GoneError as gone:
            _let_go(gone)
        except BaseException as error:  # noqa: BLE001 # handed to the caller, who raises it
            _let_go(error)
            with suppress(_GoneError):
                self._put(error)
        finally:
            del answer  # in the thread that made it, whoever still holds this frame

    def write(self, piece: bytes) -> int:
        """Take a piece from the engine; called in the thread."""
        self._held.append(bytes(piece))
        self._held_bytes += len(piece)
        if self._held_bytes >= _PIECE_BYTES:
            self._flush()
        return len(piece)

    def _flush(self) -> None:
        if self._held:
            self._put(b"".join(self._held))
            self._held, self._held_bytes = [], 0

    def _put(self, item: bytes | BaseException | None) -> None:
        while not self._gone.is_set():
            try:
                self._queue.put(item, timeout=0.2)
                return
            except queue.Full:
                continue
        raise _GoneError

    def pieces(self) -> Iterator[bytes]:
        """The pieces as they come; leaving early stops the thread at its next piece."""
        try:
            while True:
                try:
                    item = self._queue.get(timeout=max(0.0, self._deadline - time.monotonic()))
                except queue.Empty:
                    raise OverdueError(self._limit_s) from None
                if item is None:
                    return
                if isinstance(item, KgError):
                    raise item
                if isinstance(item, BaseException):
                    raise QueryError(f"the query could not be evaluated: {item}") from item
                yield item
        finally:
            self._gone.set()
