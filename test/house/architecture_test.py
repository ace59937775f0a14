#!/usr/bin/env python3
"""Holds ARCHITECTURE.md to the tree: every path it names exists, and its module
table lists the modules, in order, with the dependencies CMake knows.

    architecture_test.py <project folder> <layers.cmake of a build folder>
"""
import re
import sys
from pathlib import Path

ROW = re.compile(r"^\| `?([a-z0-9_]+)`? \| ([^|]*) \| [^|]+ \| [^|]* ?\|$")
QUOTED = re.compile(r"`([^`\s]+)`")
LINKED = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def modules_of_cmake(text):
    modules = {}
    for name, used in re.findall(r"^set\(depends_(\w+) ([^)]*)\)", text, re.MULTILINE):
        modules[name] = [module for module in used.split(";") if module]
    return modules


def modules_of_table(text):
    modules = {}
    for line in text.splitlines():
        row = ROW.match(line)
        if row and row[1] != "module":
            modules[row[1]] = re.findall(r"[a-z0-9_]+", row[2])
    return modules


def paths_named(root, text):
    """Links, and quoted words that start with something at the project's root."""
    named = set(LINKED.findall(text))
    for word in QUOTED.findall(text):
        first = word.split("/")[0]
        if "/" in word and "<" not in word and "*" not in word and (root / first).exists() and first != "build":
            named.add(word)
    return named


def main():
    root, layers = Path(sys.argv[1]), Path(sys.argv[2])
    text = (root / "ARCHITECTURE.md").read_text()
    problems = [f"ARCHITECTURE.md names {path}, which does not exist"
                for path in sorted(paths_named(root, text)) if not (root / path).exists()]

    known, written = modules_of_cmake(layers.read_text()), modules_of_table(text)
    for name in known.keys() - written.keys():
        problems.append(f"module {name} has no row in the table of ARCHITECTURE.md")
    for name in written.keys() - known.keys():
        problems.append(f"the table of ARCHITECTURE.md has a row for {name}, which is no module")
    for name in known.keys() & written.keys():
        if sorted(known[name]) != sorted(written[name]):
            problems.append(f"module {name} may use {known[name]}, but its row says {written[name]}")
    if not problems and list(known) != list(written):
        problems.append(f"the rows are not in CMake's order: {', '.join(known)}")

    print("\n".join(sorted(problems)) or f"{len(known)} modules and every path agree")
    return 1 if problems or not known else 0


if __name__ == "__main__":
    sys.exit(main())
