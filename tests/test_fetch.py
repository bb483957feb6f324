#!/usr/bin/env python3
"""Fetching: pages from servers on the loopback interface, good ones and bad ones.

Environment: PITH is the program (default ./src/pith).
"""

import gzip
import json
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
import unittest
import zlib

from program import html_page, pith, text_page
from servers import Server

# The servers are on the loopback interface, and what fails is to fail at once.
OPTIONS = ("--allow-private", "--retries=0", "--delay=0")
HTML = {"Content-Type": "text/html; charset=utf-8"}
PAGE = html_page().encode()


def redirect(target, status=302):
    return (status, {"Location": target, "Content-Type": "text/html"}, b"elsewhere")


def raw(content):
    """A route that sends these bytes and closes the connection."""
    return lambda handler: handler.wfile.write(content)


def head(headers, status="200 OK"):
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1")


def endless(headers, piece):
    """A route whose body never ends."""

    def send(handler):
        handler.wfile.write(head(headers))
        while True:
            handler.wfile.write(piece)

    return send


def dripping(first):
    """A route that sends a byte now and then."""

    def send(handler):
        handler.wfile.write(first)
        while True:
            time.sleep(0.2)
            handler.wfile.write(b"x")
            handler.wfile.flush()

    return send


class Fetch(unittest.TestCase):
    routes = {}

    @classmethod
    def setUpClass(cls):
        cls.server = Server(cls.routes)

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def fetch(self, path, *options, environment=None):
        """Fetches a path of the server. Proxies of whoever runs the tests are left out."""
        url = path if "://" in path else self.server.base + path
        return pith(*OPTIONS, *options, url, env={**os.environ, "no_proxy": "*", **(environment or {})})

    def check_page(self, result, word="crane"):
        self.assertEqual((result.code, result.messages), (0, ""), result)
        self.assertIn(f"oldest {word}", result.text)

    def check_failure(self, result, cause):
        """Exit code 1, no output, and one message that names the URL and the cause (a pattern)."""
        self.assertEqual((result.code, result.output), (1, b""), result)
        self.assertRegex(result.messages, rf"\Apith: [a-z]+://[^ ]*: .*{cause}.*\n\Z")

    def record(self, result):
        self.assertEqual((result.code, result.messages), (0, ""), result)
        return json.loads(result.text)


class Pages(Fetch):
    routes = {
        "/page": (200, HTML, PAGE),
        "/plain": (200, {"Content-Type": "text/plain"}, text_page().encode()),
        "/xhtml": (200, {"Content-Type": "Application/XHTML+XML;charset=UTF-8"}, PAGE),
        "/untyped": (200, {}, PAGE),
        "/empty-type": (200, {"Content-Type": ""}, PAGE),
        "/latin": (200, {"Content-Type": "text/html; charset=iso-8859-1"}, html_page("Krän").encode("latin-1")),
        "/quoted": (
            200,
            {"Content-Type": 'text/html; x="a;charset=utf-16\\""; Charset="ISO-8859-1"'},
            html_page("Krän").encode("latin-1"),
        ),
        "/shift": (
            200,
            {"Content-Type": "text/html;charset=Shift_JIS"},
            html_page("港").encode("shift_jis"),
        ),
        "/strange-charset": (200, {"Content-Type": "text/html; charset=klingon"}, html_page("Krän").encode()),
        "/wrong-charset": (200, {"Content-Type": "text/html;charset=iso-8859-1"}, html_page("кран").encode("cp1251")),
        "/meta-says-other": (
            200,
            {"Content-Type": "text/html; charset=utf-8"},
            html_page("Krän", head="<meta charset=iso-8859-1>").encode(),
        ),
        "/gzip": (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(PAGE)),
        "/deflate": (200, {**HTML, "Content-Encoding": "deflate"}, zlib.compress(PAGE)),
        "/chunked": raw(
            head({**HTML, "Transfer-Encoding": "chunked"})
            + b"".join(b"%x\r\n%s\r\n" % (len(PAGE[i : i + 100]), PAGE[i : i + 100]) for i in range(0, len(PAGE), 100))
            + b"0\r\n\r\n"
        ),
        "/until-close": raw(head(HTML) + PAGE),
        "/empty": (200, HTML, b""),
        "/cookie": (302, {"Location": "/page", "Set-Cookie": "a=b"}, b""),
        "/jsonl": (200, {"Content-Type": "text/plain"}, json.dumps({"text": text_page()}).encode()),
        "/a%20b": (200, HTML, PAGE),
    }

    def test_kinds_of_pages(self):
        for path in ("/page", "/plain", "/xhtml", "/untyped", "/empty-type"):
            with self.subTest(path):
                self.check_page(self.fetch(path))

    def test_charset_in_the_header(self):
        for path, word in (
            ("/latin", "Krän"),
            ("/quoted", "Krän"),
            ("/shift", "港"),
            ("/strange-charset", "Krän"),
            ("/meta-says-other", "Krän"),
        ):
            with self.subTest(path):
                self.check_page(self.fetch(path), word)

    def test_options_outrank_the_server(self):
        self.check_page(self.fetch("/wrong-charset", "--charset", "windows-1251"), "кран")
        self.assertIn("<p>", self.fetch("/page", "--from", "text", "--quiet").text)
        record = self.record(self.fetch("/page", "--to=json", "--url", "https://example.org/a"))
        self.assertEqual(record["url"], "https://example.org/a")

    def test_encodings(self):
        for path in ("/gzip", "/deflate", "/chunked", "/until-close"):
            with self.subTest(path):
                self.check_page(self.fetch(path))

    def test_space_in_the_url(self):
        self.check_page(self.fetch("/a b"))

    def test_empty_page(self):
        self.check_failure(self.fetch("/empty"), "the input is empty")

    def test_url_is_not_jsonl(self):
        result = self.fetch("/jsonl", "--from=jsonl")
        self.assertEqual((result.code, result.output), (2, b""), result)
        self.assertIn("a URL is not read as JSONL", result.messages)

    def test_request(self):
        """pith says who it is, and gives away nothing of whom it works for."""
        with tempfile.TemporaryDirectory() as home:
            pathlib.Path(home, ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
            del self.server.requests[:]
            self.check_page(self.fetch("/cookie", environment={"HOME": home}))
        (robots, _), (_, first), (path, second) = self.server.requests
        self.assertEqual(robots, "/robots.txt")
        version = pith("--version").text.split()[1]
        self.assertEqual(first["User-Agent"], f"pith/{version}")
        self.assertIn("gzip", first["Accept-Encoding"])
        self.assertEqual(path, "/page")
        for request in (first, second):
            self.assertNotIn("Authorization", request)
            self.assertNotIn("Cookie", request)
            self.assertNotIn("Referer", request)

    def test_address_is_kept_without_secrets_and_fragment(self):
        url = f"http://me:secret@127.0.0.1:{self.server.port}/page?q#part"
        Pages.routes["/page?q"] = Pages.routes["/page"]
        record = self.record(self.fetch(url, "--to=json"))
        self.assertEqual(record["url"], self.server.base + "/page?q")

    def test_several_urls(self):
        urls = [self.server.base + path for path in ("/page", "/none", "/plain")]
        result = pith(*OPTIONS, *urls, env={**os.environ, "no_proxy": "*"})
        self.assertEqual(result.code, 1)
        records = [json.loads(line) for line in result.text.splitlines()]
        self.assertEqual([record["id"] for record in records], urls)
        self.assertEqual([record["url"] for record in records], urls)
        self.assertEqual([bool(record["error"]) for record in records], [False, True, False])

    def test_proxy_of_the_environment(self):
        proxied = "http://host.invalid/page"
        Pages.routes[proxied] = Pages.routes["/page"]
        proxy = {"http_proxy": self.server.base, "no_proxy": ""}
        self.check_page(self.fetch(proxied, environment=proxy))


class Redirects(Fetch):
    routes = {
        "/0": (200, HTML, PAGE),
        **{f"/{number}": redirect(f"/{number - 1}", 301 + number % 2) for number in range(1, 12)},
        "/307": redirect("/308", 307),
        "/308": redirect("0", 308),
        "/loop": redirect("/loop"),
        "/file": redirect("file:///etc/passwd"),
        "/ftp": redirect("ftp://127.0.0.1/"),
        "/gopher": redirect("gopher://127.0.0.1/"),
        "/script": redirect("javascript:alert(1)"),
        "/nowhere": (302, {"Content-Type": "text/html"}, PAGE),
        "/steering": redirect("http://127.0.0.1:1/\x1b[31m\x9b"),
    }

    def test_followed(self):
        for path in ("/1", "/10", "/307"):
            with self.subTest(path):
                record = self.record(self.fetch(path, "--to=json"))
                self.assertEqual(record["url"], self.server.base + "/0")

    def test_limit(self):
        self.check_failure(self.fetch("/11"), "10.* redirects")
        self.check_failure(self.fetch("/loop"), "10.* redirects")
        self.check_failure(self.fetch("/2", "--max-redirs", "1"), "1.* redirects")
        self.check_failure(self.fetch("/1", "--max-redirs=0"), "0.* redirects")
        self.check_page(self.fetch("/11", "--max-redirs", "11"))

    def test_other_schemes_are_refused(self):
        for path in ("/file", "/ftp", "/gopher"):
            with self.subTest(path):
                self.check_failure(self.fetch(path), "redirected to a URL that is neither http nor https")
        self.assertEqual(self.fetch("/script").code, 1)

    def test_redirect_without_a_target(self):
        self.check_failure(self.fetch("/nowhere"), "HTTP status 302")

    def test_message_cannot_steer_a_terminal(self):
        result = self.fetch("/steering")
        self.assertEqual(result.code, 1)
        self.assertEqual(len(result.lines), 1)
        self.assertNotRegex(result.lines[0], "[\x00-\x1f\x7f-\x9f]")


class Failures(Fetch):
    routes = {
        **{f"/{status}": (status, HTML, PAGE) for status in (400, 401, 403, 404, 410, 429, 500, 503)},
        "/204": raw(head(HTML, "204 No Content") + b""),
        "/image": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
        "/film": endless({"Content-Type": "video/mp4"}, b"\0" * 4096),
        "/json": (200, {"Content-Type": "application/json; charset=utf-8"}, b"{}"),
        "/odd-type": (200, {"Content-Type": "a\x1b[31m/b"}, b"x"),
        "/no-body-image": (200, {"Content-Type": "image/png"}, b""),
        "/large": (200, HTML, b"x" * 5000),
        "/endless": endless(HTML, b"word " * 1000),
        "/bomb": (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(b"\0" * (100 << 20), 1)),
        "/broken-gzip": (200, {**HTML, "Content-Encoding": "gzip"}, b"\x1f\x8b\x08\0\0\0\0\0\0\3garbage!"),
        "/false-gzip": (200, {**HTML, "Content-Encoding": "gzip"}, PAGE),
        "/unknown-encoding": (200, {**HTML, "Content-Encoding": "rot13"}, PAGE),
        "/too-short": raw(head({**HTML, "Content-Length": len(PAGE) + 100}) + PAGE),
        "/bad-chunk": raw(head({**HTML, "Transfer-Encoding": "chunked"}) + b"5\r\nhello\r\nxyz\r\n"),
        "/cut-chunk": raw(head({**HTML, "Transfer-Encoding": "chunked"}) + b"ff\r\nhello"),
        "/no-answer": raw(b""),
        "/no-http": raw(b"SSH-2.0-nothing\r\n"),
        "/cut-head": raw(b"HTTP/1.1 200 OK\r\nContent-Ty"),
        "/huge-head": raw(b"HTTP/1.1 200 OK\r\n" + b"X-Fill: " + b"x" * (2 << 20)),
        "/stall": lambda handler: time.sleep(5),
        "/drip-head": dripping(b"HTTP/1.1 200 OK\r\nX-Fill: "),
        "/drip-body": dripping(head(HTML)),
    }

    def test_status(self):
        for status in (400, 401, 403, 404, 410, 429, 500, 503):
            with self.subTest(status):
                self.check_failure(self.fetch(f"/{status}"), f"HTTP status {status}")
        self.check_failure(self.fetch("/204"), "the input is empty")

    def test_content_type(self):
        for path, media in (
            ("/image", "image/png"),
            ("/film", "video/mp4"),
            ("/json", "application/json"),
            ("/no-body-image", "image/png"),
        ):
            with self.subTest(path):
                self.check_failure(self.fetch(path), f"the content type is {media}, which is not a page")
        result = self.fetch("/odd-type")
        self.check_failure(result, "is not a page")
        self.assertNotIn("\x1b", result.messages)

    def test_too_large(self):
        for path in ("/large", "/endless"):
            with self.subTest(path):
                self.check_failure(self.fetch(path, "--max-bytes", "4999"), "larger than 4999 bytes")
        result = self.fetch("/large", "--max-bytes", "5000")
        self.assertEqual(result.code, 0, result)
        self.check_failure(self.fetch("/endless"), f"larger than {10 << 20} bytes")

    def test_bomb(self):
        self.check_failure(self.fetch("/bomb"), f"larger than {10 << 20} bytes")

    def test_broken_transfers(self):
        for path, cause in (
            ("/broken-gzip", ""),
            ("/false-gzip", ""),
            ("/unknown-encoding", "content encoding"),
            ("/too-short", "100 bytes remaining"),
            ("/bad-chunk", "chunk"),
            ("/cut-chunk", ""),
            ("/no-answer", "Empty reply"),
            ("/no-http", "HTTP/0.9"),
            ("/huge-head", "header"),
        ):
            with self.subTest(path):
                self.check_failure(self.fetch(path), cause)
        self.assertEqual(self.fetch("/cut-head").code, 1)

    def test_timeout(self):
        for path in ("/stall", "/drip-head", "/drip-body"):
            with self.subTest(path):
                began = time.monotonic()
                self.check_failure(self.fetch(path, "--timeout", "1"), "timed out")
                self.assertLess(time.monotonic() - began, 4)

    def test_nobody_there(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.check_failure(self.fetch(f"http://127.0.0.1:{port}/"), "(Failed to connect|refused)")
        self.check_failure(self.fetch("http://host.invalid/"), "Could not resolve host")

    def test_urls_that_are_none(self):
        for url, cause in (
            ("http://", "not a valid URL"),
            ("http://[::1/", "not a valid URL"),
            ("http://127.0.0.1:99999/", "not a valid URL"),
            ("ftp://127.0.0.1/", "only http and https"),
            ("file:///etc/passwd", "only http and https"),
            ("gopher://127.0.0.1/", "only http and https"),
            ("dict://127.0.0.1/", "only http and https"),
            ("strange+x://127.0.0.1/", "only http and https"),
        ):
            with self.subTest(url):
                result = self.fetch(url)
                self.assertEqual((result.code, result.output), (1, b""), result)
                self.assertTrue(result.messages.startswith(f"pith: {url}: {cause}"), result)

    def test_certificates_are_checked(self):
        openssl = shutil.which("openssl")
        if openssl is None:
            self.skipTest("no openssl to make a certificate with")
        with tempfile.TemporaryDirectory() as folder:
            key, certificate = f"{folder}/key", f"{folder}/certificate"
            subprocess.run(
                [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate]
                + ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
                check=True,
                capture_output=True,
            )
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            server = Server({"/": (200, HTML, PAGE)}, context)
            self.addCleanup(server.stop)
            self.check_failure(self.fetch(server.base + "/"), "certificate")
            self.assertEqual(server.requests, [])


if __name__ == "__main__":
    unittest.main()
