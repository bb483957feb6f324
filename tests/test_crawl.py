#!/usr/bin/env python3
"""Fetching many pages: politeness, further attempts, safety, long runs. All servers are on the loopback interface.

Environment: PITH is the program (default ./src/pith).
"""

import collections
import gzip
import json
import os
import pathlib
import pty
import random
import re
import select
import signal
import socket
import subprocess
import tempfile
import time
import unittest
from email.utils import formatdate

import fault_server
from fault_server import FaultServer, broken_chunk, drip, endless, first, page, redirect, reset_in_the_middle
from fault_server import stall, status, wrong_length
from program import PROGRAM, SANITIZED, html_page, pith

PAGE = html_page().encode()
ENVIRONMENT = {**os.environ, "no_proxy": "*"}
EARLY = 0.005  # Seconds by which a request may seem early: the program counts in milliseconds.


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as sock:
            sock.bind(("::1", 0))
        return True
    except OSError:
        return False


def hosts(count):
    return [f"127.0.0.{number}" for number in range(1, count + 1)]


class Crawl(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.state = str(self.folder / "state")
        self.output = self.folder / "out.jsonl"

    def serve(self, *arguments, **options):
        server = FaultServer(*arguments, **options)
        self.addCleanup(server.stop)
        return server

    def list(self, urls):
        path = self.folder / "urls.txt"
        path.write_text("".join(f"{url}\n" for url in urls), encoding="utf-8")
        return str(path)

    def crawl(self, urls, *options, private=True, **more):
        """Fetches a list; returns the result and the records by their id."""
        options = ("--allow-private", *options) if private else options
        result = pith("--retries=0", "--delay=0", *options, "--urls", self.list(urls), env=ENVIRONMENT, **more)
        return result, self.records(result.text)

    def start(self, urls, *options, **more):
        """Begins a run with a state, and leaves it running."""
        arguments = [PROGRAM, "--allow-private", "--retries=1", "--retry-delay=0.02", "--delay=0", *options]
        arguments += ["--state", self.state, "-o", str(self.output), "--urls", self.list(urls)]
        return subprocess.Popen(arguments, env=ENVIRONMENT, stderr=subprocess.PIPE, **more)

    def records(self, text):
        records = [json.loads(line) for line in text.splitlines()]
        by_id = {record["id"]: record for record in records}
        self.assertEqual(len(by_id), len(records), "a URL has two records")
        return by_id

    def read_output(self):
        return self.records(self.output.read_text(encoding="utf-8"))

    def check_politeness(self, server, gap, concurrency=1):
        """By the server's own log."""
        for host, log in server.by_host().items():
            for before, after in zip(log, log[1:]):
                self.assertGreaterEqual(after.began - before.began, gap - EARLY, (host, before.path, after.path))
            for request in log:
                at_once = [other for other in log if other.began <= request.began < (other.ended or 1e9)]
                self.assertLessEqual(len(at_once), concurrency, (host, request.path))


class Lists(Crawl):
    def test_each_url_once(self):
        server = self.serve(default=page(PAGE))
        base = server.url("")
        urls = [f"{base}/a", f"{base}/a#x", f"{base}/./a", f"{base}/b/../a", "# not this", "", f"  {base}/c  "]
        result, records = self.crawl(urls)
        self.assertEqual((result.code, result.messages), (0, ""), result)
        self.assertEqual(set(records), {f"{base}/a", f"{base}/c"})
        self.assertEqual([request.path for request in server.log], ["/robots.txt", "/a", "/c"])

    def test_record(self):
        server = self.serve({"/a": redirect("/b?x"), "/b?x": page(PAGE), "/gone": status(410)})
        before = time.time()
        result, records = self.crawl([server.url("/a"), server.url("/gone"), "http://host.invalid/", "nonsense"])
        self.assertEqual(result.code, 1)
        good = records[server.url("/a")]
        self.assertIn("crane", good["text"])
        self.assertEqual((good["status"], good["error"], good["redirect"]), (200, None, None))
        self.assertEqual(good["final_url"], server.url("/b?x"))
        self.assertEqual(good["bytes"], len(PAGE))
        self.assertGreaterEqual(good["seconds"], 0)
        fetched = time.mktime(time.strptime(good["fetched_at"], "%Y-%m-%dT%H:%M:%SZ")) - time.timezone
        self.assertLess(abs(fetched - before), 10)
        gone = records[server.url("/gone")]
        self.assertEqual((gone["status"], gone["text"], gone["url"]), (410, None, server.url("/gone")))
        self.assertIn("HTTP status 410", gone["error"])
        unresolved = records["http://host.invalid/"]
        self.assertEqual((unresolved["status"], unresolved["final_url"]), (None, None))
        self.assertIn("Could not resolve", unresolved["error"])
        self.assertIn("not a valid URL", records["nonsense"]["error"])

    def test_passwords_are_not_shown(self):
        server = self.serve({"/a": redirect("http://127.0.0.2:%d/b"), "/c": status(404)}, page(PAGE), hosts(2))
        server.routes["/a"] = redirect(server.url("/b", "127.0.0.2"))
        urls = [f"http://me:secret@127.0.0.1:{server.port}{path}" for path in ("/a", "/c")]
        urls.append("http://me:secret@[::")
        result, records = self.crawl(urls, "--state", self.state, "--header", "Authorization: Basic secret")
        self.assertEqual(result.code, 1)
        self.assertEqual(set(records), {server.url("/a"), server.url("/c"), "http://[::"})
        journal = pathlib.Path(self.state, "journal").read_text(encoding="utf-8")
        self.assertNotIn("secret", result.text + result.messages + journal)
        log = {request.path: request.headers for request in server.log}
        self.assertIn("authorization", log["/a"])
        self.assertNotIn("authorization", log["/b"], "sent on to another server")

    def test_headers_and_cookies(self):
        server = self.serve({"/a": status(302, Location="/b", Set_Cookie="k=v")}, page(PAGE), hosts(2))
        url = server.url("/a")
        self.crawl([url], "--user-agent", "examplebot/1 (+https://example.org)", "--header=X-A: b", "--header", "X-C: d")
        for request in server.log:
            self.assertEqual(request.headers["user-agent"], "examplebot/1 (+https://example.org)")
            self.assertEqual((request.headers["x-a"], request.headers["x-c"]), ("b", "d"))
            self.assertNotIn("cookie", request.headers)
        del server.log[:]
        self.crawl([url], "--cookies")
        self.assertEqual(server.log[-1].headers["cookie"], "k=v")
        for bad in ("no colon", "X: a\nY: b", ": x", "a b: c"):
            result, _ = self.crawl([url], "--header", bad)
            self.assertEqual(result.code, 2, result)

    def test_order_of_arguments(self):
        server = self.serve({"/slow": drip(PAGE, 0.5)}, page(PAGE), hosts(3))
        urls = [server.url("/slow", "127.0.0.1"), server.url("/a", "127.0.0.2"), server.url("/b", "127.0.0.3")]
        result = pith("--allow-private", "--delay=0", *urls, env=ENVIRONMENT)
        self.assertEqual([json.loads(line)["id"] for line in result.text.splitlines()], urls)
        # All three were asked for at once.
        self.assertLess(max(request.began for request in server.log) - server.log[0].began, 0.4)

    def test_slow_host_holds_up_nobody(self):
        server = self.serve({"/slow": drip(PAGE, 1.0)}, page(PAGE), hosts(2))
        urls = [server.url("/slow"), *(server.url(f"/{number}", "127.0.0.2") for number in range(20))]
        result, _ = self.crawl(urls)
        ids = [json.loads(line)["id"] for line in result.text.splitlines()]
        self.assertEqual(ids[-1], urls[0])
        self.assertEqual(set(ids), set(urls))

    def test_connections_are_used_again(self):
        server = self.serve({"/gone": status(404), "/png": page(b"x", content_type="image/png")}, page(PAGE))
        self.crawl([server.url(path) for path in ("/a", "/gone", "/b", "/png", "/c")])
        self.assertEqual(len(server.log), 6)
        self.assertEqual(server.connections, 1)

    def test_list_from_a_pipe(self):
        """A page comes while the list is still being written; and SIGINT does not wait for its end."""
        server = self.serve(default=page(PAGE))
        arguments = [PROGRAM, "--allow-private", "--delay=0", "--urls", "-"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        with subprocess.Popen(arguments, env=ENVIRONMENT, **pipes) as run:
            for path in ("/a", "/b"):
                run.stdin.write(server.url(path).encode() + b"\n")
                run.stdin.flush()
                self.assertEqual(json.loads(run.stdout.readline())["id"], server.url(path))
            run.send_signal(signal.SIGINT)
            self.assertEqual(run.wait(10), 130)

    def test_list_that_cannot_be_read(self):
        result = pith("--urls", "/nonexistent", env=ENVIRONMENT)
        self.assertEqual(result.code, 1)
        self.assertIn("/nonexistent: No such file", result.messages)
        result = pith("--urls", "-", stdin=b"a\0b\n" + b"x" * 100000 + b"\n", env=ENVIRONMENT)
        self.assertEqual(result.code, 1)
        self.assertEqual(len(result.lines), 2, result)

    def test_usage(self):
        for options in (
            ("--recrawl",),
            ("--retry-failed",),
            ("--state=x", "--to=text"),
            ("--state=x", "--to=html"),
            ("--state=x", "--pretty"),
            ("--state=x", "--recrawl", "--retry-failed"),
            ("--urls=x", "--from=jsonl"),
            ("--urls=x", "--url=http://a.example/"),
            ("--delay=1.2.3",),
            ("--delay=-1",),
            ("--concurrency=0",),
        ):
            with self.subTest(options):
                self.assertEqual(pith(*options, "x").code, 2)


class Politeness(Crawl):
    def test_gap_and_concurrency(self):
        """Robots, redirects (to other hosts, too) and further attempts all keep the distance."""
        server = self.serve(default=page(PAGE), addresses=hosts(4))
        server.routes["/r1"] = redirect(server.url("/1", "127.0.0.2"))
        server.routes["/r2"] = redirect("/r1")
        server.routes["/flaky"] = first(status(503), page(PAGE))
        server.routes["/slow"] = drip(PAGE, 0.3)
        paths = ("/r1", "/r2", "/a", "/flaky", "/slow", "/b")
        urls = [server.url(path, host) for path in paths for host in hosts(4)]
        result, records = self.crawl(urls, "--delay", "0.15", "--retries=1", "--retry-delay=0.01")
        self.assertEqual((result.code, len(records)), (0, 24), result)
        self.check_politeness(server, 0.15)

    def test_concurrency_of_a_host(self):
        server = self.serve(default=drip(PAGE, 0.2))
        urls = [server.url(f"/{number}") for number in range(12)]
        self.crawl(urls, "--host-concurrency", "3", "--delay", "0.02")
        self.check_politeness(server, 0.02, 3)
        began = sorted(request.began for request in server.log)
        self.assertLess(began[-1] - began[0], 2.0, "more than one at a time was allowed")

    def test_crawl_delay(self):
        robots = page(b"User-agent: *\nCrawl-delay: 0.3\n", content_type="text/plain")
        server = self.serve(default=page(PAGE), robots=robots)
        urls = [server.url(f"/{number}") for number in range(4)]
        self.crawl(urls)
        pages = [request for request in server.log if request.path != "/robots.txt"]
        for before, after in zip(pages, pages[1:]):
            self.assertGreaterEqual(after.began - before.began, 0.3 - EARLY)
        began = time.monotonic()
        self.crawl(urls, "--max-crawl-delay", "0.01")
        self.assertLess(time.monotonic() - began, 1.0)

    def test_robots(self):
        """What follows from each answer to the request for robots.txt (RFC 9309, section 2.3.1)."""
        rules = b"User-agent: pith\nDisallow: /no\n\nUser-agent: examplebot\nDisallow: /yes\n"
        text = {"content_type": "text/plain"}
        cases = {
            "rules": (page(rules, **text), True, False),
            "as HTML": (page(rules), True, False),
            "compressed": (page(gzip.compress(rules), **text, Content_Encoding="gzip"), True, False),
            "200 and empty": (page(b"", **text), True, True),
            "400": (status(400), True, True),
            "401": (status(401), True, True),
            "403": (status(403), True, True),
            "404": (status(404), True, True),
            "410": (status(410), True, True),
            "429": (status(429), True, True),
            "500": (status(500), False, False),
            "503": (status(503), False, False),
            "503 at first": (first(status(503), page(rules, **text)), True, False),
            "redirected": (redirect("/other"), True, False),
            "redirected without end": (redirect("/robots.txt"), True, True),
            "redirected to nowhere": (status(302), True, True),
            "redirected to file": (redirect("file:///etc/passwd"), True, True),
            "reset": (reset_in_the_middle, False, False),
            "too short": (wrong_length, False, False),
            "broken chunk": (broken_chunk, False, False),
            "large": (page(rules + b"# filling\n" * 100000, **text), True, False),
            "endless": (endless, True, True),
        }
        for name, (robots, yes, no) in cases.items():
            with self.subTest(name):
                server = self.serve({"/other": page(rules, **text)}, page(PAGE), robots=robots)
                urls = [server.url("/yes"), server.url("/no")]
                _, records = self.crawl(urls, "--retries=1", "--retry-delay=0.01")
                self.assertEqual([records[url]["error"] is None for url in urls], [yes, no], records)
                for url in urls:
                    if records[url]["error"]:
                        self.assertIn("robots.txt", records[url]["error"])

    def test_robots_by_name_and_ignored(self):
        rules = b"User-agent: examplebot\nDisallow: /\n"
        server = self.serve(default=page(PAGE), robots=page(rules))
        url = server.url("/a")
        _, records = self.crawl([url])
        self.assertIsNone(records[url]["error"])
        _, records = self.crawl([url], "--user-agent", "ExampleBot/2.0")
        self.assertEqual(records[url]["error"], "robots.txt does not allow it")
        del server.log[:]
        _, records = self.crawl([url], "--user-agent", "ExampleBot/2.0", "--ignore-robots")
        self.assertIsNone(records[url]["error"])
        self.assertEqual([request.path for request in server.log], ["/a"])

    def test_robots_at_each_hop(self):
        """A redirect does not lead where robots.txt does not, on the same host or another."""
        rules = page(b"User-agent: *\nDisallow: /private\n")
        server = self.serve(default=page(PAGE), addresses=hosts(2), robots=rules)
        server.routes["/here"] = redirect("/private")
        server.routes["/there"] = redirect(server.url("/private", "127.0.0.2"))
        _, records = self.crawl([server.url("/here"), server.url("/there")])
        self.assertEqual({record["error"] for record in records.values()}, {"robots.txt does not allow it"})
        self.assertNotIn("/private", [request.path for request in server.log])

    def test_robots_of_two_hosts_redirect_to_each_other(self):
        server = self.serve(default=page(PAGE), addresses=hosts(2))

        async def other(request):
            await redirect(server.url("/robots.txt", "127.0.0.3".replace("3", str(3 - int(request.host[-1])))))(request)

        server.routes["/robots.txt"] = other
        _, records = self.crawl([server.url("/a"), server.url("/a", "127.0.0.2")])
        self.assertEqual([record["error"] for record in records.values()], [None, None])

    def test_disallowed_pages_take_no_time(self):
        server = self.serve(default=page(PAGE), robots=page(b"User-agent: *\nDisallow: /no\n"))
        urls = [server.url(f"/no/{number}") for number in range(500)] + [server.url("/yes")]
        began = time.monotonic()
        _, records = self.crawl(urls, "--delay=0.5")
        self.assertEqual(len(records), 501)
        self.assertLess(time.monotonic() - began, 5)


class Attempts(Crawl):
    def test_further_attempts(self):
        server = self.serve()
        answers = {
            "/408": first(status(408), page(PAGE)),
            "/429": first(status(429), page(PAGE)),
            "/500": first(status(500), status(502), page(PAGE)),
            "/503": first(status(503), page(PAGE)),
            "/reset": first(reset_in_the_middle, page(PAGE)),
            "/length": first(wrong_length, page(PAGE)),
            "/chunk": first(broken_chunk, page(PAGE)),
        }
        server.routes.update(answers)
        result, _ = self.crawl(map(server.url, answers), "--retries=2", "--retry-delay=0.02")
        self.assertEqual(result.code, 0, result)

    def test_no_further_attempts(self):
        server = self.serve()
        answers = {f"/{code}": status(code) for code in (400, 403, 404, 410, 501)}
        server.routes.update(answers)
        self.crawl(map(server.url, answers), "--retries=2", "--retry-delay=0.01")
        self.assertEqual(len(server.log), 6)

    def test_number_of_attempts(self):
        server = self.serve(default=status(500))
        self.crawl([server.url("/a")], "--retries=3", "--retry-delay=0.01", "--ignore-robots")
        self.assertEqual(len(server.log), 4)

    def test_backoff_grows(self):
        server = self.serve(default=status(500))
        self.crawl([server.url("/a")], "--retries=3", "--retry-delay=0.1", "--ignore-robots")
        gaps = [after.began - before.began for before, after in zip(server.log, server.log[1:])]
        for gap, (low, high) in zip(gaps, ((0.05, 0.1), (0.1, 0.2), (0.2, 0.4))):
            self.assertGreaterEqual(gap, low - EARLY)
            self.assertLess(gap, high + 0.3)

    def test_retry_after(self):
        """In both forms; and the other pages of the host wait as well."""
        server = self.serve(default=page(PAGE))

        async def as_date(request):
            if request.path in seen:
                await page(PAGE)(request)
            else:
                seen.add(request.path)
                await status(503, Retry_After=formatdate(int(time.time()) + 2, usegmt=True))(request)

        seen = set()
        server.routes["/seconds"] = first(status(429, Retry_After="1"), page(PAGE))
        server.routes["/date"] = as_date
        for path in ("/seconds", "/date"):
            with self.subTest(path):
                del server.log[:]
                options = ("--retries=1", "--retry-delay=0.01", "--ignore-robots")
                result, _ = self.crawl([server.url(path), server.url("/other")], *options)
                self.assertEqual(result.code, 0, result)
                log = server.log
                self.assertEqual(log[0].path, path)
                for request in log[1:]:
                    self.assertGreaterEqual(request.began - log[0].began, 0.95)

    def test_retry_after_too_long(self):
        server = self.serve({"/a": status(429, Retry_After="3600")}, page(PAGE))
        _, records = self.crawl([server.url("/a")], "--retries=2", "--max-retry-delay=0.5")
        self.assertEqual(records[server.url("/a")]["status"], 429)
        self.assertEqual(len([request for request in server.log if request.path == "/a"]), 1)

    def test_dead_host(self):
        """After so many network errors in a row the rest is given up; other hosts are not."""
        server = self.serve(addresses=hosts(2))

        async def dies(request):
            await (reset_in_the_middle if request.host == "127.0.0.1" else page(PAGE))(request)

        server.default = dies
        urls = [server.url(f"/{number}", host) for number in range(50) for host in hosts(2)]
        _, records = self.crawl(urls, "--max-host-failures=5")
        self.assertEqual(len(records), 100)
        self.assertEqual(len([request for request in server.log if request.host == "127.0.0.1"]), 6)
        given_up = [record for record in records.values() if "given up after 5" in (record["error"] or "")]
        self.assertEqual(len(given_up), 45)

    def test_times(self):
        server = self.serve({"/stall": stall, "/drip": drip(PAGE, 30, 100)})
        for options, path in (
            (("--timeout=1",), "/stall"),
            (("--timeout=1",), "/drip"),
            (("--speed-limit=5000", "--speed-time=1"), "/drip"),
            (("--speed-time=1",), "/stall"),
        ):
            with self.subTest((options, path)):
                began = time.monotonic()
                _, records = self.crawl([server.url(path)], "--ignore-robots", *options)
                self.assertRegex(records[server.url(path)]["error"], "timed out|too slow|[Ll]ess than")
                self.assertLess(time.monotonic() - began, 5)


class Safety(Crawl):
    FORMS = (
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "127.0.0.1.",
        "localhost",
        "LOCALHOST",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::]",
        "0.0.0.0",
        "0",
    )
    ELSEWHERE = (
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "[fc00::1]",
        "[fe80::1]",
        "[ff02::1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::1]",
        "[::ffff:10.0.0.1]",
        "[::ffff:169.254.169.254]",
    )

    def setUp(self):
        super().setUp()
        addresses = ["127.0.0.1", "::1"] if has_ipv6() else ["127.0.0.1"]
        self.server = self.serve(default=page(PAGE), addresses=addresses)

    def test_refused(self):
        forms = enumerate(self.FORMS + self.ELSEWHERE)
        urls = [f"http://{form}:{self.server.port}/{number}" for number, form in forms]
        result, records = self.crawl(urls, "--retries=2", private=False)
        self.assertEqual(result.code, 1)
        for url in urls:
            self.assertIn("is not a public one", records[url]["error"], url)
            self.assertEqual(records[url]["status"], None)
        self.assertEqual(self.server.log, [])

    def test_allowed(self):
        forms = [form for form in self.FORMS if has_ipv6() or "[" not in form]
        urls = [f"http://{form}:{self.server.port}/{number}" for number, form in enumerate(forms)]
        result, records = self.crawl(urls)
        self.assertEqual(result.code, 0, result)
        self.assertEqual({record["error"] for record in records.values()}, {None})

    def test_redirects(self):
        """Whatever a public server says: here one that a proxy speaks for, which is not guarded itself."""
        targets = [f"http://{form}:{self.server.port}/a" for form in ("127.0.0.1", "2130706433", "[::1]", "localhost")]
        targets += ["http://10.0.0.1/", "http://[::ffff:169.254.169.254]/latest/meta-data"]
        proxied = self.serve()
        names = []
        for number, target in enumerate(targets):
            names.append(f"http://public-{number}.example/")
            proxied.routes[names[-1]] = redirect(target)
            proxied.routes[names[-1] + "robots.txt"] = status(404)
        environment = {**os.environ, "http_proxy": proxied.url(""), "no_proxy": "127.0.0.1,[::1],10.0.0.1"}
        result = pith("--delay=0", "--retries=0", "--urls", self.list(names), env=environment)
        records = self.records(result.text)
        for name in names:
            self.assertIn("is not a public one", records[name]["error"], name)
        self.assertEqual(self.server.log, [])

    def test_other_schemes(self):
        targets = ("file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "dict://127.0.0.1/", "data:,x")
        for number, target in enumerate(targets):
            self.server.routes[f"/{number}"] = redirect(target)
        _, records = self.crawl([self.server.url(f"/{number}") for number in range(len(targets))])
        for record in records.values():
            self.assertRegex(record["error"], "redirected(: not a valid URL| to a URL that is neither http nor https)")

    def test_terminal(self):
        self.server.routes["/a"] = redirect("http://a.example/\x1b[31m\x07")
        self.server.routes["/b"] = page(PAGE, content_type="a\x1b[31mb/c")
        result, _ = self.crawl([self.server.url("/a"), self.server.url("/b"), "http://\x1b[31m/"])
        self.assertNotRegex(result.messages, "[\x00-\x09\x0b-\x1f\x7f-\x9f]")

    def test_large_answers(self):
        async def many_headers(request):
            request.send(b"HTTP/1.1 200 OK\r\n")
            for number in range(20000):
                request.send(b"X-%d: %s\r\n" % (number, b"x" * 100))
                await request.writer.drain()
            request.send(b"\r\n")

        bomb = gzip.compress(b"\0" * (100 << 20), 1)
        routes = {
            "/bomb": page(bomb, Content_Encoding="gzip"),
            "/endless": endless,
            "/headers": many_headers,
            "/line": page(PAGE, X_Fill="x" * 200000),
        }
        self.server.routes.update(routes)
        _, records = self.crawl(map(self.server.url, routes), "--max-bytes=1M")
        for path, cause in (
            ("/bomb", "larger than 1048576"),
            ("/endless", "larger than 1048576"),
            ("/headers", "headers of the answer are larger"),
            ("/line", "header line is too long"),
        ):
            self.assertIn(cause, records[self.server.url(path)]["error"])


class LongRuns(Crawl):
    def test_redirects_that_leave_the_article(self):
        server = self.serve(default=page(PAGE))
        targets = {"/a": "/login?next=/a", "/b": "/cookie-consent/", "/c": "/", "/d": "/d.html"}
        server.routes.update({path: redirect(target) for path, target in targets.items()})
        _, records = self.crawl(map(server.url, targets))
        found = [records[server.url(path)]["redirect"] for path in targets]
        self.assertEqual(found, ["login", "consent", "home", None])

    def test_finished_pages_are_passed_over(self):
        server = self.serve(default=page(PAGE))
        urls = [server.url(f"/{number}") for number in range(5)]
        options = ("--state", self.state, "-o", str(self.output))
        self.crawl(urls[:3], *options)
        self.assertEqual(len(self.read_output()), 3)
        del server.log[:]
        result, _ = self.crawl(urls, *options)
        self.assertEqual((result.code, result.messages), (0, ""))
        self.assertEqual(set(self.read_output()), set(urls))
        self.assertEqual([request.path for request in server.log], ["/robots.txt", "/3", "/4"])

    def test_standard_output_is_cut_back_too(self):
        server = self.serve(default=page(PAGE))
        urls = [server.url("/a"), server.url("/b")]
        with open(self.output, "ab") as file:
            self.crawl(urls[:1], "--state", self.state, stdout=file)
        with open(self.output, "ab") as file:
            file.write(b'{"id": "half a rec')
            file.flush()
            self.crawl(urls, "--state", self.state, stdout=file)
        self.assertEqual(set(self.read_output()), set(urls))

    def test_foreign_output_is_refused(self):
        self.output.write_text("a file of mine\n", encoding="utf-8")
        result, _ = self.crawl(["http://127.0.0.1:1/"], "--state", self.state, "-o", str(self.output))
        self.assertEqual(result.code, 2)
        self.assertIn("does not know", result.messages)
        self.assertEqual(self.output.read_text(encoding="utf-8"), "a file of mine\n")

    def test_one_run_at_a_time(self):
        server = self.serve(default=stall)
        arguments = [PROGRAM, "--allow-private", "--state", self.state, "--to=json", server.url("/a")]
        with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT) as first_run:
            while not server.log:
                time.sleep(0.01)
            result, _ = self.crawl([server.url("/a")], "--state", self.state)
            first_run.kill()
        self.assertEqual(result.code, 1)
        self.assertIn("another run", result.messages)

    def test_conditional_requests(self):
        async def conditional(request):
            if request.headers.get("if-none-match") == '"v1"' or "if-modified-since" in request.headers:
                request.answer(304, ETag='"v1"')
            else:
                request.answer(200, PAGE, Content_Type="text/html", **validators[request.path])

        date = formatdate(0, usegmt=True)
        validators = {"/a": {"ETag": '"v1"'}, "/b": {"Last_Modified": date}, "/c": {}}
        server = self.serve({path: conditional for path in validators})
        urls = [server.url(path) for path in validators]
        options = ("--state", self.state)
        _, records = self.crawl(urls, *options)
        self.assertEqual({record["status"] for record in records.values()}, {200})
        for _ in range(2):  # What was not sent again keeps its validators.
            result, records = self.crawl(urls, *options, "--recrawl")
            self.assertEqual((result.code, result.messages), (0, ""))
            found = [(records[url]["status"], records[url]["error"], records[url]["text"] is None) for url in urls]
            self.assertEqual(found, [(304, None, True), (304, None, True), (200, None, False)])

    def test_retry_failed(self):
        server = self.serve({"/a": first(status(500), page(PAGE)), "/b": page(PAGE)})
        urls = [server.url("/a"), server.url("/b")]
        result, _ = self.crawl(urls, "--state", self.state)
        self.assertEqual(result.code, 1)
        _, records = self.crawl(urls, "--state", self.state)
        self.assertEqual(records, {})
        _, records = self.crawl(urls, "--state", self.state, "--retry-failed")
        self.assertEqual([(id, record["error"]) for id, record in records.items()], [(urls[0], None)])

    def test_interrupted(self):
        """The first SIGINT lets what is in flight be finished."""
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number):
                server = self.serve(default=drip(PAGE, 0.4), addresses=hosts(4))
                urls = [server.url(f"/{path}", host) for path in range(100) for host in hosts(4)]
                self.state, self.output = self.state + "x", self.output.with_suffix(f".{number}")
                with self.start(urls, "--ignore-robots") as run:
                    while len(server.log) < 8:
                        time.sleep(0.01)
                    run.send_signal(number)
                    messages = run.stderr.read().decode()
                self.assertEqual(run.returncode, 128 + number)
                self.assertIn("interrupted: ", messages)
                records = self.read_output()
                self.assertEqual(len(records), len(server.log))
                self.assertEqual({record["error"] for record in records.values()}, {None})

    def test_interrupted_twice(self):
        server = self.serve(default=stall)
        with self.start([server.url("/a")], "--ignore-robots") as run:
            while not server.log:
                time.sleep(0.01)
            run.send_signal(signal.SIGINT)
            time.sleep(0.2)
            self.assertIsNone(run.poll())
            run.send_signal(signal.SIGINT)
            run.wait(5)
        self.assertEqual(run.returncode, -signal.SIGINT)
        server.default = page(PAGE)
        _, _ = self.crawl([server.url("/a")], "--state", self.state, "-o", str(self.output))
        self.assertEqual(len(self.read_output()), 1)

    def test_killed_three_times(self):
        """2,000 pages of 50 hosts with faults: each has exactly one record, whatever happens."""
        seed = random.randrange(1 << 30)
        chance = random.Random(seed)
        server = self.serve(default=fault_server.random_fault(0.3, PAGE), addresses=hosts(50))
        urls = [server.url(f"/{number}-{seed}", f"127.0.0.{number % 50 + 1}") for number in range(2000)]
        with self.subTest(seed):
            for round_number in range(3):
                before = len(server.log)
                with self.start(urls, "--timeout=5") as run:
                    goal = before + chance.randrange(200, 500)
                    while run.poll() is None and len(server.log) < goal:
                        time.sleep(0.002)
                    run.kill()
                self.assertEqual(run.returncode, -signal.SIGKILL, f"round {round_number} was too fast")
                lines = pathlib.Path(self.state, "journal").read_text(encoding="utf-8").splitlines()
                self.assertEqual(lines[0], "pith-journal 1")
            with self.start(urls, "--timeout=5") as run:
                run.stderr.read()
            self.assertEqual(run.returncode, 1)  # Some pages fail; that is what faults are for.
            records = self.read_output()
            self.assertEqual(set(records), set(urls))
            journal = pathlib.Path(self.state, "journal").read_text(encoding="utf-8").splitlines()
            noted = [line.split("\t")[7] for line in journal if line.startswith(("page\t", "failed\t"))]
            self.assertEqual(collections.Counter(noted), collections.Counter(urls))
            # Nothing but what was in flight was fetched twice.
            asked = collections.Counter((request.host, request.path) for request in server.log)
            plain = [record for record in records.values() if record["error"] is None and record["status"] == 200]
            self.assertGreater(len(plain), 1200)
            again = sum(asked[(re.search("127[.0-9]+", r["final_url"])[0], re.search("/[^/]*$", r["final_url"])[0])] > 1 for r in plain)
            self.assertLess(again, 3 * 32 * 2)


class Progress(Crawl):
    def run_on_terminal(self, *options, stdout=subprocess.DEVNULL):
        """Runs with a terminal as standard error (and output: "terminal"); returns what was drawn there."""
        server = self.serve({"/bad": status(500)}, drip(PAGE, 0.2))
        urls = [server.url(f"/{number}") for number in range(4)] + [server.url("/bad"), "http://host.invalid/"]
        master, slave = pty.openpty()
        arguments = [PROGRAM, "--allow-private", "--delay=0", "--retries=0", *options, "--urls", self.list(urls)]
        stdout = slave if stdout == "terminal" else stdout
        with subprocess.Popen(arguments, stdout=stdout, stderr=slave, env=ENVIRONMENT) as run:
            os.close(slave)
            drawn = b""
            while True:
                if not select.select([master], [], [], 10)[0]:
                    break
                try:
                    piece = os.read(master, 65536)
                except OSError:
                    break
                if not piece:
                    break
                drawn += piece
        os.close(master)
        self.assertEqual(run.returncode, 1)
        return drawn.decode()

    def test_drawn(self):
        began = time.monotonic()
        drawn = self.run_on_terminal()
        took = time.monotonic() - began
        self.assertRegex(drawn, r"\d/6  \d+\.\d pages/s  [\d.]+ \w+/s")
        self.assertRegex(drawn, r"errors: .*1 network")
        self.assertRegex(drawn, r"1 hosts  \d:\d\d left")
        self.assertLessEqual(len(re.findall(r"pages/s", drawn)), took * 10 + 4 + 2)
        self.assertTrue(drawn.endswith("\r\x1b[K"), repr(drawn[-100:]))
        # Messages are lines of their own.
        self.assertRegex(drawn, r"\r\x1b\[Kpith: http://host\.invalid/: .*\r\n")

    def test_records_on_the_same_terminal(self):
        """The line steps aside for records: they begin at the beginning of a line."""
        drawn = self.run_on_terminal(stdout="terminal")
        self.assertRegex(drawn, r"\d/6  \d+\.\d pages/s")
        records = re.findall(r'(?:^|\n|\r\x1b\[K)(\{"id".*?\})(?=\r\n)', drawn)
        self.assertEqual(len(self.records("\n".join(records))), 6)

    def test_quiet(self):
        self.assertNotIn("pages/s", self.run_on_terminal("--quiet"))

    def test_no_terminal(self):
        server = self.serve(default=drip(PAGE, 0.3))
        result, _ = self.crawl([server.url("/a")])
        self.assertEqual(result.messages, "")


if __name__ == "__main__":
    unittest.main()
