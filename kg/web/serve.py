"""Serve: one process, many threads, until somebody stops it.

In:  the settings.
Out: answers over HTTP, from what the store held when it was last looked at.
"""

import signal
import socket
import threading
from collections.abc import Callable
from types import FrameType

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from kg.errors import KgError
from kg.evaluators import Latest, Threads
from kg.settings import Settings
from kg.web.app import create_app
from kg.web.house import House


class _Handler(WSGIRequestHandler):
    """HTTP/1.1, so that a long answer that is cut off can be told from a whole one."""

    protocol_version = "HTTP/1.1"
    timeout = 60  # seconds a silent connection is kept

    def version_string(self) -> str:
        """What the header Server says."""
        return "attested"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Quiet: a line for each request is nobody's need here."""


def make_house(settings: Settings) -> House:
    """All that the application needs, over the store of the settings.

    Raises:
        StoreError: there is no store yet.
    """
    latest = Latest(settings.store)
    return House(Threads(latest), settings, version=latest.version)


def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Answer until SIGINT or SIGTERM.

    Args:
        settings: host, port and store; port 0 takes any free one.
        say: told where it listens.

    Raises:
        KgError: the address can't be listened on.
        StoreError: there is no store yet.
    """
    app = create_app(make_house(settings))
    with _listening(settings) as listening:
        server = make_server(
            settings.host,
            settings.port,
            app,
            threaded=True,
            request_handler=_Handler,
            fd=listening.fileno(),
        )
        _stop_on_signals(server)
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        say(f"serving {settings.store} on http://{host}:{server.port}/ (Ctrl-C stops)")
        try:
            server.serve_forever()
        finally:
            server.server_close()


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=128)
    except OSError as error:
        reason = error.strerror or str(error)
        raise KgError(f"can't listen on {settings.host} port {settings.port}: {reason}") from error


def _stop_on_signals(server: BaseWSGIServer) -> None:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        # shutdown() waits for the loop, which is this very thread.
        threading.Thread(target=server.shutdown, daemon=True).start()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
