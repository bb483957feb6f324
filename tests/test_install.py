#!/usr/bin/env python3
"""What `make install` leaves on a machine, and the C program of README.md built against it.

Environment: PITH_BUILD is the build folder (default the current folder), PITH_SOURCE the source
folder (default the parent of this script's folder), PITH_CC the compiler with its flags.
"""

import os
import pathlib
import re
import shlex
import shutil
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ.get("PITH_SOURCE") or pathlib.Path(__file__).resolve().parent.parent)
BUILD = pathlib.Path(os.environ.get("PITH_BUILD") or ".").resolve()
COMPILER = shlex.split(os.environ.get("PITH_CC") or "cc")
STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"]


def run(command, **options):
    """Runs a command that must succeed; returns its standard output."""
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, check=False, **options
    )
    if done.returncode != 0:
        raise AssertionError(f"{command}: exit status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def make(*arguments):
    """Runs make apart from the make that may have started this test."""
    inherited = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "DESTDIR")
    environment = {key: value for key, value in os.environ.items() if key not in inherited}
    return run(["make", "-C", BUILD, *arguments], env=environment)


def makefile_variables(*names):
    """The values of variables of the Makefile, as they come out of configure."""
    text = (BUILD / "Makefile").read_text(encoding="utf-8")
    values = dict(re.findall(r"^(\w+) = (.*)$", text, re.MULTILINE))

    def expand(value):
        return re.sub(r"\$[({](\w+)[)}]", lambda match: expand(values[match[1]]), value)

    return [expand(values[name]) for name in names]


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.root = cls.folder / "root"
        make("install", f"DESTDIR={cls.root}")
        names = ("includedir", "libdir", "bindir", "mandir", "pkgconfigdir")
        paths = [cls.root / path.lstrip("/") for path in makefile_variables(*names)]
        cls.include, cls.library, cls.programs, cls.manual, cls.pkgconfig = paths
        (data,) = makefile_variables("datadir")
        cls.heuristics = cls.root / data.lstrip("/") / "pith" / "heuristics"
        cls.environment = dict(
            os.environ,
            LD_LIBRARY_PATH=str(cls.library),
            PKG_CONFIG_PATH=str(cls.pkgconfig),
            PKG_CONFIG_SYSROOT_DIR=str(cls.root),
        )

    def test_everything_is_there(self):
        self.assertTrue((self.include / "pith.h").is_file())
        self.assertTrue((self.library / "libpith.so").exists())
        self.assertTrue((self.pkgconfig / "pith.pc").is_file())
        self.assertTrue((self.manual / "man1" / "pith.1").is_file())

    def test_heuristics_are_those_of_the_source(self):
        def files(folder):
            paths = [path for path in folder.rglob("*") if path.is_file()]
            return {path.relative_to(folder): path.read_bytes() for path in paths}

        self.assertEqual(files(self.heuristics), files(SOURCE / "heuristics"))

    def test_library_shows_its_public_names_alone(self):
        names = [
            line.split()[-1]
            for line in run(["nm", "-D", "--defined-only", self.library / "libpith.so"]).splitlines()
        ]
        header = (SOURCE / "src" / "pith.h").read_text(encoding="utf-8")
        declared = set(re.findall(r"^[a-z][\w \*]*?\b(pith_[a-z_]+)\(", header, re.MULTILINE))
        self.assertEqual(set(names), declared)

    def test_installed_program_runs(self):
        version = run([self.programs / "pith", "--version"], env=self.environment)
        self.assertIn(makefile_variables("PACKAGE_VERSION")[0], version)

    def test_header_stands_alone_in_c(self):
        self.compile_header("-std=c11", "c")

    def test_header_stands_alone_in_cplusplus(self):
        probe = subprocess.run(
            [*COMPILER, "-x", "c++", "-fsyntax-only", "-"], input=b"", capture_output=True, check=False
        )
        if probe.returncode != 0:
            self.skipTest("the compiler knows no C++")
        self.compile_header("-std=c++17", "c++")

    def compile_header(self, standard, language):
        run([*COMPILER, standard, *STRICT, "-x", language, "-fsyntax-only", "-"],
            input=f'#include "{self.include}/pith.h"\n')

    def build_program_of(self, document):
        """The one C program in a document, compiled; returns its path."""
        text = (SOURCE / document).read_text(encoding="utf-8")
        (program,) = re.findall(r"^```c\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
        output = self.folder / pathlib.Path(document).stem
        source = output.with_suffix(".c")
        source.write_text(program, encoding="utf-8")
        flags = run(["pkg-config", "--cflags", "--libs", "pith"], env=self.environment).split()
        run([*COMPILER, "-std=c11", *STRICT, source, "-o", output, *flags], env=self.environment)
        return output

    def test_program_of_the_description_of_structure(self):
        output = self.build_program_of("docs/structure.md")
        sample = SOURCE / "samples" / "html-footnotes-and-formulas" / "input.html"
        self.assertEqual(run([output, sample], env=self.environment).splitlines(), [
            "    Notes",
            "  - Twice, because there are two tides in a day of twenty-five hours, more or less.",
            "  - See The Book of Wheels, which gives no source for it either.",
            "The Book of Wheels -> https://example.org/books/wheels",
        ])

    def test_program_of_the_readme(self):
        output = self.build_program_of("README.md")
        page = self.folder / "page.html"
        sentence = "The river rose by two metres overnight, and the lower road was closed at dawn. "
        page.write_text(
            "<!DOCTYPE html><title>The river rose</title><nav><a href='/'>Home</a></nav>"
            f"<article><h1>The river rose</h1><p>{sentence * 4}<p>{sentence * 3}</article>",
            encoding="utf-8",
        )
        printed = run([output, page], env=self.environment)
        self.assertIn("The river rose", printed)
        self.assertIn(sentence.strip(), printed)
        self.assertNotIn("Home", printed)


if __name__ == "__main__":
    unittest.main()
