"""A live server on this process's threads: the product's own application and middleware."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.wsgi import get_wsgi_application
from django.db import connections

from tests.frames import with_room


class _Threaded(WSGIServer):
    """A thread for each line that is open, used again for the next: its connection to the database stays."""

    request_queue_size = 64

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._lines: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._threads, self._idle, self._lock = 0, 0, threading.Lock()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            new = self._idle == 0
            self._threads, self._idle = self._threads + new, self._idle - (not new)
        if new:
            threading.Thread(target=with_room(self._work), daemon=True).start()
        self._lines.put((request, client_address))

    def _work(self) -> None:
        while line := self._lines.get():
            request, client_address = line
            try:
                self.finish_request(request, client_address)
            except Exception:
                self.handle_error(request, client_address)
            finally:
                self.shutdown_request(request)
            with self._lock:
                self._idle += 1
        connections.close_all()

    def server_close(self) -> None:
        super().server_close()
        for _thread in range(self._threads):
            self._lines.put(None)


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: what goes wrong is seen by the browser."""


class _Counted:
    """The application, and how many requests are in it: none may still be there when its database goes."""

    def __init__(self, application: Callable[..., Any]) -> None:
        self.application, self.inside, self.change = application, 0, threading.Condition()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
        self._step(1)
        try:
            answer = self.application(environ, start_response)
            try:
                yield from answer
            finally:
                answer.close()
        finally:
            self._step(-1)

    def _step(self, change: int) -> None:
        with self.change:
            self.inside += change
            self.change.notify_all()

    def wait_until_empty(self) -> None:
        with self.change:
            self.change.wait_for(lambda: not self.inside)


@contextmanager
def serving() -> Iterator[str]:
    """Serve the database in use on a free port; gives the address without a slash at the end."""
    application = _Counted(get_wsgi_application())
    server = make_server("127.0.0.1", 0, application, server_class=_Threaded, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        application.wait_until_empty()
