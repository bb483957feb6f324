#!/usr/bin/env python3
"""Fetching from a real web server (nginx): TLS with a CA of the test's own, HTTP/2, compression, redirects, keep-alive.

Skipped where nginx or openssl is not installed. Environment: PITH is the program (default ./src/pith).
"""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

from program import html_page, pith

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
OPENSSL = shutil.which("openssl")
BROTLI = next(pathlib.Path("/usr/lib/nginx/modules").glob("ngx_http_brotli_filter_module.so"), None)
ENVIRONMENT = {**os.environ, "no_proxy": "*"}

CONFIGURATION = """
{modules}
{user}
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
worker_processes 1;
events {{ worker_connections 256; }}
http {{
    log_format seen '$server_protocol|$uri|$http_accept_encoding|$sent_http_content_encoding|$connection|$status';
    access_log {folder}/access.log seen;
    types {{ text/html html; text/plain txt; image/png png; }}
    client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    ssl_certificate {folder}/server.pem;
    ssl_certificate_key {folder}/server.key;
    root {folder}/root;
    server {{
        listen 127.0.0.1:{plain};
        location /gzip/ {{ alias {folder}/root/; gzip on; gzip_types *; gzip_min_length 1; }}
        {brotli}
        location /moved/ {{ return 301 https://localhost:{tls}/page.html; }}
        location /down/ {{ return 302 http://127.0.0.1:{plain}/page.html; }}
        location /latin/ {{ alias {folder}/root/; charset iso-8859-1; }}
        location /none.html {{ return 404; }}
    }}
    server {{
        listen 127.0.0.1:{tls} ssl http2;
    }}
    server {{
        listen 127.0.0.1:{old} ssl;
    }}
    server {{
        listen 127.0.0.1:{wrong} ssl;
        ssl_certificate {folder}/other.pem;
        ssl_certificate_key {folder}/other.key;
    }}
}}
"""


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for sock in sockets:
        sock.bind(("127.0.0.1", 0))
    ports = [sock.getsockname()[1] for sock in sockets]
    for sock in sockets:
        sock.close()
    return ports


def run(*command):
    subprocess.run(command, check=True, capture_output=True)


def make_certificates(folder):
    """A CA, a certificate of it for localhost, and one for another name."""
    subject = ("-subj", "/CN=test CA", "-days", "2")
    extensions = ("-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=keyCertSign")
    key = ("-newkey", "rsa:2048", "-nodes")
    run(OPENSSL, "req", "-x509", *key, "-keyout", f"{folder}/ca.key", "-out", f"{folder}/ca.pem", *subject, *extensions)
    for name, names in (("server", "DNS:localhost,IP:127.0.0.1"), ("other", "DNS:other.example")):
        request = f"{folder}/{name}.csr"
        extension = pathlib.Path(folder, f"{name}.ext")
        extension.write_text(f"subjectAltName={names}\n", encoding="ascii")
        run(OPENSSL, "req", *key, "-keyout", f"{folder}/{name}.key", "-out", request, "-subj", "/CN=server")
        authority = ("-CA", f"{folder}/ca.pem", "-CAkey", f"{folder}/ca.key", "-CAcreateserial", "-days", "2")
        run(OPENSSL, "x509", "-req", "-in", request, *authority, "-out", f"{folder}/{name}.pem", "-extfile", extension)


@unittest.skipIf(NGINX is None or OPENSSL is None, "nginx or openssl is not installed")
class Nginx(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        make_certificates(folder.name)
        cls.plain, cls.tls, cls.old, cls.wrong = free_ports(4)
        root = cls.folder / "root"
        root.mkdir()
        # Long enough to be worth compressing.
        (root / "page.html").write_text(html_page() + "<!-- filling -->\n" * 200, encoding="utf-8")
        (root / "latin.html").write_text(html_page("Krän"), encoding="latin-1")
        (root / "image.png").write_bytes(b"\x89PNG" * 1000)
        brotli = "location /brotli/ { alias %s/root/; brotli on; brotli_types *; brotli_min_length 1; }" % cls.folder
        configuration = CONFIGURATION.format(
            folder=cls.folder,
            modules=f"load_module {BROTLI};" if BROTLI else "",
            user="user root;" if os.getuid() == 0 else "",
            brotli=brotli if BROTLI else "",
            plain=cls.plain,
            tls=cls.tls,
            old=cls.old,
            wrong=cls.wrong,
        )
        (cls.folder / "nginx.conf").write_text(configuration, encoding="utf-8")
        errors = open(cls.folder / "start.log", "wb")
        cls.addClassCleanup(errors.close)
        cls.server = subprocess.Popen([NGINX, "-p", folder.name, "-c", cls.folder / "nginx.conf"], stderr=errors)
        cls.addClassCleanup(cls.server.wait)
        cls.addClassCleanup(cls.server.terminate)
        for _ in range(200):
            if cls.server.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", cls.plain), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("nginx does not start: " + (cls.folder / "start.log").read_text(encoding="utf-8"))

    def fetch(self, *urls, ca=True):
        """Fetches; returns the records and what the server has logged."""
        log = self.folder / "access.log"
        before = len(log.read_text(encoding="utf-8").splitlines()) if log.exists() else 0
        options = ("--ca-file", self.folder / "ca.pem") if ca else ()
        common = ("--allow-private", "--retries=0", "--delay=0", "--to=json")
        result = pith(*common, *options, *urls, env=ENVIRONMENT)
        records = [json.loads(line) for line in result.text.splitlines()]
        time.sleep(0.05)  # The last line of the log.
        lines = log.read_text(encoding="utf-8").splitlines()[before:]
        return records, [line.split("|") for line in lines if "/robots.txt" not in line]

    def check_page(self, record, word="crane"):
        self.assertIsNone(record["error"])
        self.assertIn(f"oldest {word}", record["text"])

    def test_http2_over_tls(self):
        records, log = self.fetch(f"https://localhost:{self.tls}/page.html")
        self.check_page(records[0])
        self.assertEqual(log[0][0], "HTTP/2.0")

    def test_http1_over_tls(self):
        records, log = self.fetch(f"https://127.0.0.1:{self.old}/page.html")
        self.check_page(records[0])
        self.assertEqual(log[0][0], "HTTP/1.1")

    def test_certificates(self):
        """A CA that is not known, and a name that is not in the certificate."""
        records, log = self.fetch(f"https://localhost:{self.tls}/page.html", ca=False)
        self.assertIn("certificate", records[0]["error"])
        self.assertEqual(log, [])
        records, log = self.fetch(f"https://localhost:{self.wrong}/page.html")
        self.assertRegex(records[0]["error"], "subject name|certificate")
        self.assertEqual(log, [])
        records, _ = self.fetch(f"https://localhost:{self.plain}/page.html")
        self.assertIn("SSL", records[0]["error"])

    def test_compression(self):
        codings = ["gzip"] + (["brotli"] if BROTLI else [])
        for coding in codings:
            with self.subTest(coding):
                records, log = self.fetch(f"http://127.0.0.1:{self.plain}/{coding}/page.html")
                self.check_page(records[0])
                self.assertEqual(log[0][3], {"brotli": "br"}.get(coding, coding))
                self.assertEqual(records[0]["bytes"], (self.folder / "root/page.html").stat().st_size)

    def test_redirects(self):
        """To TLS and another port; and without it."""
        records, log = self.fetch(f"http://127.0.0.1:{self.plain}/moved/a", f"http://127.0.0.1:{self.plain}/down/a")
        self.check_page(records[0])
        self.check_page(records[1])
        self.assertEqual(records[0]["final_url"], f"https://localhost:{self.tls}/page.html")
        self.assertEqual(sorted(line[5] for line in log), ["200", "200", "301", "302"])

    def test_keep_alive(self):
        for base in (f"http://127.0.0.1:{self.plain}", f"https://localhost:{self.tls}", f"https://localhost:{self.old}"):
            with self.subTest(base):
                paths = ("/page.html", "/none.html", "/page.html?2", "/page.html?3")
                records, log = self.fetch(*(base + path for path in paths))
                self.assertEqual([record["status"] for record in records], [200, 404, 200, 200])
                self.assertEqual(len({line[4] for line in log}), 1, "more than one connection")

    def test_charset_in_the_header(self):
        records, _ = self.fetch(f"http://127.0.0.1:{self.plain}/latin/latin.html")
        self.check_page(records[0], "Krän")

    def test_other_types(self):
        records, _ = self.fetch(f"https://localhost:{self.tls}/image.png")
        self.assertEqual(records[0]["error"], "the content type is image/png, which is not a page")
        self.assertEqual(records[0]["status"], 200)


if __name__ == "__main__":
    unittest.main()
