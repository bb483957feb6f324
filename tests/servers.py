"""Servers on the loopback interface, for the tests of fetching.

A server answers by a table of routes: path -> what to answer, which is one of

    (status, headers, body)     a whole answer; Content-Length is added unless headers have one
    a function of the handler   writes what it likes to handler.wfile
"""

import http.server
import threading


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.requests.append((self.path, dict(self.headers)))
        route = self.server.routes.get(self.path, (404, {"Content-Type": "text/html"}, b"not here"))
        try:
            if callable(route):
                self.close_connection = True
                route(self)
            else:
                self.answer(*route)
        except OSError:
            self.close_connection = True  # The client has gone away, as some tests want it to.

    def answer(self, status, headers, body):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


class Server:
    """A running server; stop it with stop(). `requests` lists the (path, headers) it was asked for."""

    def __init__(self, routes, context=None):
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.routes = routes
        self._server.requests = self.requests = []
        self.port = self._server.server_address[1]
        self.base = f"http://127.0.0.1:{self.port}"
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
            self.base = f"https://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
