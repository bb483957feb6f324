#!/usr/bin/env python3
"""Writes src/html/entity_table.c: the named character references of the HTML Standard (section 13.5).

    tools/entities.py > src/html/entity_table.c

The list is the one that comes with Python (html.entities.html5). It has not changed for many years, so
the table is kept in the source instead of being made by each build.
"""
from html.entities import html5


def literal(text):
    return '"' + "".join("\\%03o" % byte for byte in text.encode("utf-8")) + '"'


def table(name, rows):
    print("const pith__entity %s[] = {" % name)
    for entity, text in rows:
        print('    {"%s", %s},' % (entity, literal(text)))
    print("};\n")
    print("const size_t %s_count = sizeof %s / sizeof *%s;" % (name, name, name))


print("""/* entity_table.c - made by tools/entities.py: the named character references of the HTML Standard, in the
   order of their bytes. */
/* clang-format off */
#include "entities.h"
""")
closed = sorted((name[:-1], text) for name, text in html5.items() if name.endswith(";"))
open_ones = sorted((name, text) for name, text in html5.items() if not name.endswith(";"))
table("pith__entities", closed)
print()
print("/* Those that older pages write without a semicolon. */")
table("pith__open_entities", open_ones)
