#!/usr/bin/env python3
"""Fetching against curl: pages a second on the same list from the same server, and memory over a long list.

    bench/fetch.py [--pages N] [--hosts N] [--milliseconds N] [--memory-pages N]

A server on HOSTS loopback addresses answers each request after MILLISECONDS. `curl --parallel` and
`pith --urls` fetch the same list in turn, three times each; the median counts. Then pith fetches a long list
from a server that answers at once, and its memory is read from /proc every tenth of a second.

Environment: PITH is the program (default build/src/pith).
"""

import argparse
import multiprocessing
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests"))

import asyncio

from fault_server import FaultServer, page
from program import html_page

PITH = os.environ.get("PITH", "build/src/pith")
PAGE = html_page().encode() + b"<!-- filling -->\n" * 2000
ENVIRONMENT = {**os.environ, "no_proxy": "*"}


def serve(addresses, milliseconds, pipe):
    """In a process of its own, so that the server does not wait for us."""
    answer = page(PAGE)

    async def late(request):
        await asyncio.sleep(milliseconds / 1000)
        await answer(request)

    async def forgetful(request):
        await (late if milliseconds else answer)(request)
        del request.server.log[:]

    server = FaultServer(default=forgetful, addresses=addresses)
    pipe.send(server.port)
    pipe.recv()


class Server:
    def __init__(self, hosts, milliseconds):
        self.addresses = [f"127.0.0.{number}" for number in range(1, hosts + 1)]
        self.pipe, other = multiprocessing.Pipe()
        arguments = (self.addresses, milliseconds, other)
        self.process = multiprocessing.Process(target=serve, args=arguments, daemon=True)
        self.process.start()
        self.port = self.pipe.recv()

    def urls(self, count):
        hosts = len(self.addresses)
        return [f"http://{self.addresses[number % hosts]}:{self.port}/{number}" for number in range(count)]

    def stop(self):
        self.pipe.send(None)
        self.process.terminate()
        self.process.join()


def timed(arguments):
    began = time.monotonic()
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    return time.monotonic() - began


def pith(urls, concurrency):
    fetch = [PITH, "--allow-private", "--delay=0", "--ignore-robots", f"--concurrency={concurrency}"]
    return [*fetch, "--urls", str(urls)]


def throughput(folder, arguments):
    server = Server(arguments.hosts, arguments.milliseconds)
    urls = server.urls(arguments.pages)
    as_list, as_config = folder / "urls.txt", folder / "curl.conf"
    as_list.write_text("\n".join(urls) + "\n", encoding="utf-8")
    as_config.write_text("".join(f'url = "{url}"\noutput = "/dev/null"\n' for url in urls), encoding="utf-8")
    commands = {
        "curl": ["curl", "-s", "--parallel", f"--parallel-max={arguments.hosts}", "-K", str(as_config)],
        "pith": pith(as_list, arguments.hosts),
    }
    commands["curl"][3:4] = ["--parallel-max", str(arguments.hosts)]
    seconds = {name: [] for name in commands}
    for _ in range(3):
        for name, command in commands.items():
            seconds[name].append(timed(command))
    server.stop()
    rates = {name: arguments.pages / statistics.median(times) for name, times in seconds.items()}
    print(f"{arguments.pages} pages of {len(PAGE)} bytes, {arguments.hosts} hosts, {arguments.milliseconds} ms:")
    for name, rate in rates.items():
        print(f"  {name}: {rate:.0f} pages/s")
    print(f"  pith/curl: {100 * rates['pith'] / rates['curl']:.0f} %")


def memory(folder, arguments):
    server = Server(arguments.hosts, 0)
    as_list = folder / "long.txt"
    as_list.write_text("\n".join(server.urls(arguments.memory_pages)) + "\n", encoding="utf-8")
    samples = []
    with subprocess.Popen(pith(as_list, arguments.hosts), stdout=subprocess.DEVNULL, env=ENVIRONMENT) as run:
        while run.poll() is None:
            try:
                status = pathlib.Path(f"/proc/{run.pid}/status").read_text(encoding="ascii")
                samples.append(int(status.partition("VmRSS:")[2].split()[0]))
            except (OSError, IndexError):
                pass
            time.sleep(0.1)
    server.stop()
    tenth = max(1, len(samples) // 10)
    parts = [max(samples[at : at + tenth]) // 1024 for at in range(0, len(samples), tenth)]
    print(f"{arguments.memory_pages} pages; resident MiB, the highest in each tenth of the run:")
    print("  " + " ".join(map(str, parts)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=6400)
    parser.add_argument("--hosts", type=int, default=32)
    parser.add_argument("--milliseconds", type=int, default=50)
    parser.add_argument("--memory-pages", type=int, default=20000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        throughput(pathlib.Path(name), arguments)
        memory(pathlib.Path(name), arguments)


if __name__ == "__main__":
    main()
