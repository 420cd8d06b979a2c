"""Where queries run: here, in threads of this process with a large stack.

In:  a checked query (Asked) and the medium of its answer.
Out: the answer piece by piece, as fast as the caller takes it.

The limit of this: nothing can stop a query inside the engine. When its time is up the caller gets an
error, but the thread works on until the engine returns, and keeps its place among the few that run at
once. What would end the process (depth, length) is refused before (`kg.protocol.tokens`). Whoever needs
more puts processes that can be killed behind the same seam, `kg.protocol.Evaluate`.
"""

import logging
import queue
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from kg.errors import KgError, QueryError, StoreError
from kg.protocol import Asked, BusyError, Media, OverdueError
from kg.store import Store, open_store

log = logging.getLogger(__name__)

# The engine recurses with the depth of a query; a thread's usual 8 MB end at 2,000 braces. Only what is
# used is taken from memory.
_STACK_BYTES = 512 * 1024 * 1024
PIECE_BYTES = 64 * 1024
_starting = threading.Lock()


class Latest:
    """The store in a folder as it was last committed: opened for reading, again whenever it has changed.

    A reader sees what was there when it was opened. Queries under way keep the one they began with.
    """

    def __init__(self, path: Path, *, look_every_s: float = 1.0) -> None:
        """Raises StoreError when there is no store."""
        self._path = path
        self._look_every_s = look_every_s
        self._lock = threading.Lock()
        self._seen = self._state()
        self._store = open_store(path, read_only=True)
        self._looked = time.monotonic()

    def __call__(self) -> Store:
        """The store to ask now."""
        with self._lock:
            if time.monotonic() - self._looked >= self._look_every_s:
                self._looked = time.monotonic()
                self._look()
            return self._store

    def version(self) -> object:
        """Something that is another thing once the store has changed."""
        self()
        return self._seen

    def _look(self) -> None:
        state = self._state()
        if state == self._seen:
            return
        try:
            self._store = open_store(self._path, read_only=True)
            self._seen = state
        except StoreError as error:
            # In the middle of a change of files; what we have is still good.
            log.warning("%s", error)

    def _state(self) -> tuple[tuple[str, int, int], ...]:
        """Names, sizes and times of the files that a commit changes."""
        found = []
        for file in self._path.glob("*"):
            with suppress(OSError):  # gone in between
                stat = file.stat()
                found.append((file.name, stat.st_size, stat.st_mtime_ns))
        return tuple(sorted(row for row in found if not row[0].startswith("LOG")))


class Threads:
    """Evaluates queries in threads of this process; an `Evaluate`."""

    def __init__(
        self,
        store: Store | Callable[[], Store],
        *,
        at_once: int = 8,
        wait_s: float = 5.0,
        limit_s: float = 60.0,
    ) -> None:
        self._store: Callable[[], Store] = (lambda: store) if isinstance(store, Store) else store
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
        work = _Work(self._store(), asked, media, limit_s=self._limit_s)
        try:
            _start(work.run, done=self._places.release)
        except BaseException:
            self._places.release()
            raise
        return _Pieces(work)


class _Pieces:
    """The pieces of an answer, the first of them already here. Whoever stops early says `close`."""

    def __init__(self, work: "_Work") -> None:
        self._work = work
        self._rest = work.pieces()
        self._first: bytes | None = next(self._rest, b"")

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._first is not None:
            first, self._first = self._first, None
            return first
        return next(self._rest)

    def close(self) -> None:
        """Nobody takes any more: the thread stops at its next piece."""
        self._work.leave()

    def __del__(self) -> None:
        self.close()


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
        if self._held_bytes >= PIECE_BYTES:
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
            self.leave()

    def leave(self) -> None:
        """Nobody takes the answer any more."""
        self._gone.set()
