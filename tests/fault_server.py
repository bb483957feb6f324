"""A web server on many loopback addresses that does what bad servers do, and keeps a log.

    server = FaultServer({"/page": page(b"..."), "/slow": drip(b"...", 0.1)}, addresses=["127.0.0.1", "127.0.0.2"])
    ...
    server.stop()

A route is a coroutine function of a Request, or whole answers are made by page(), status(), redirect().
`default` answers what has no route. All addresses listen on the same port. The log has an entry for each
request, with the times at which it came and was answered.
"""

import asyncio
import random
import socket
import threading
import time

REASONS = {200: "OK", 301: "Moved", 302: "Found", 404: "Not Found"}


class Request:
    def __init__(self, server, host, path, headers, writer):
        self.server = server
        self.host = host
        self.path = path
        self.headers = headers  # Names in lower case.
        self.writer = writer
        self.began = time.monotonic()
        self.ended = None
        self.close = False  # Close the connection after the answer.

    def send(self, content):
        self.writer.write(content)

    def answer(self, status=200, body=b"", **headers):
        """A whole answer; underscores in names of headers stand for hyphens."""
        lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'Status')}", f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.send("\r\n".join([*lines, "", ""]).encode("latin-1") + body)

    def reset(self):
        """Ends the connection with RST instead of FIN."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.writer.transport.abort()
        self.close = True


def page(body, content_type="text/html; charset=utf-8", **headers):
    async def answer(request):
        request.answer(200, body, Content_Type=content_type, **headers)

    return answer


def status(code, body=b"", **headers):
    async def answer(request):
        request.answer(code, body, Content_Type="text/html", **headers)

    return answer


def redirect(target, code=302):
    return status(code, Location=target)


def first(*answers):
    """The answers one after the other; the last one from then on."""
    left = list(answers)

    async def answer(request):
        await (left.pop(0) if len(left) > 1 else left[0])(request)

    return answer


def drip(body, seconds, pieces=10):
    async def answer(request):
        request.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body))
        size = len(body) // pieces + 1
        for at in range(0, len(body), size):
            request.send(body[at : at + size])
            await request.writer.drain()
            await asyncio.sleep(seconds / pieces)

    return answer


async def stall(request):
    await asyncio.sleep(3600)


async def reset_in_the_middle(request):
    request.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n<p>and then")
    await request.writer.drain()
    await asyncio.sleep(0.01)
    request.reset()


async def wrong_length(request):
    request.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n<p>short")
    request.close = True


async def broken_chunk(request):
    request.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nxyz\r\n")
    request.close = True


async def endless(request):
    request.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    request.close = True
    while True:
        request.send(b"word " * 10000)
        await request.writer.drain()


class FaultServer:
    def __init__(self, routes=None, default=None, addresses=("127.0.0.1",), port=0, robots=None):
        self.routes = dict(routes or {})
        self.default = default or status(404)
        self.routes.setdefault("/robots.txt", robots or status(404))
        self.addresses = addresses
        self.log = []
        self.connections = 0
        self._loop = asyncio.new_event_loop()
        self._sockets = []
        for address in addresses:
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            sock = socket.socket(family)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind((address, port))
            port = sock.getsockname()[1]
            sock.listen(512)
            self._sockets.append(sock)
        self.port = port
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def url(self, path, host=None):
        host = host or self.addresses[0]
        return f"http://[{host}]:{self.port}{path}" if ":" in host else f"http://{host}:{self.port}{path}"

    def by_host(self):
        """The log, in order of time, for each address."""
        hosts = {}
        for request in sorted(self.log, key=lambda request: request.began):
            hosts.setdefault(request.host, []).append(request)
        return hosts

    def stop(self):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self):
        asyncio.set_event_loop(self._loop)
        for sock in self._sockets:
            self._loop.run_until_complete(asyncio.start_server(self._serve, sock=sock, limit=1 << 20))
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        for sock in self._sockets:
            sock.close()
        self._loop.close()

    async def _serve(self, reader, writer):
        self.connections += 1
        host = writer.get_extra_info("sockname")[0]
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                lines = head.decode("latin-1").split("\r\n")
                headers = {}
                for line in lines[1:]:
                    name, _, value = line.partition(":")
                    headers[name.lower()] = value.strip()
                request = Request(self, host, lines[0].split(" ")[1], headers, writer)
                self.log.append(request)
                try:
                    await self.routes.get(request.path, self.default)(request)
                    await writer.drain()
                finally:
                    request.ended = time.monotonic()
                if request.close:
                    break
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass
        finally:
            try:
                writer.close()
            except RuntimeError:
                pass


def random_fault(chance, body):
    """A default route: a page, or with a fault that the path decides (its hash, so that it is the same each time)."""

    async def answer(request):
        luck = random.Random(request.path).random() / chance
        if luck >= 1:
            await page(body)(request)
            return
        faults = (
            status(404),
            status(500),
            status(410),
            redirect("/page" + request.path),
            page(b"\x89PNG", content_type="image/png"),
            page(b""),
            drip(body, 0.3),
            reset_in_the_middle,
            wrong_length,
            broken_chunk,
            redirect(request.path),
            redirect("file:///etc/passwd"),
        )
        await faults[int(luck * len(faults))](request)

    return answer
