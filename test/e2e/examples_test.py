#!/usr/bin/env python3
"""Every script in examples/ does what examples/expected/<name>.json says:

    {
      "exit": 0,
      "flags": ["--vus", "2"],             # of `headroom run`; may be left out, as all below
      "target": ["--servers", "2"],        # of `headroom target`
      "checks": {"status is 200": 1.0},    # share that passes; every check, no other
      "metrics": ["search_time"],          # that the summary has
      "lines": ["regular expression"]      # each found in some line of either output
    }

A new example is two files: the script and what is expected of it.

    examples_test.py <headroom binary> --examples <folder> [Examples.test_NAME]
"""
import json
import re
import sys
from pathlib import Path

import fixture

if "--examples" in sys.argv:
    at = sys.argv.index("--examples")
    FOLDER = Path(sys.argv[at + 1]).resolve()
    del sys.argv[at:at + 2]
else:
    FOLDER = Path(__file__).resolve().parents[2] / "examples"

KNOWN_KEYS = {"exit", "flags", "target", "checks", "metrics", "lines"}
CHECK = re.compile(r"^ +(✓|✗) (.+)$")
CHECK_SHARES = re.compile(r"↳ +\d+% — ✓ (\d+) / ✗ (\d+)$")
METRIC = re.compile(r"^ +(\{ .+ \}|\w+)\.+: ")


def checks_of(summary):
    """name: share that passed, from the text of the summary."""
    lines = summary[summary.index("█ TOTAL RESULTS"):].splitlines()
    shares = {}
    for line, following in zip(lines, lines[1:]):
        if check := CHECK.match(line):
            counts = CHECK_SHARES.search(following)
            passes, fails = map(int, counts.groups()) if counts else (1, 0)
            shares[check[2]] = passes / (passes + fails)
    return shares


class Examples(fixture.HeadroomTest):
    def run_example(self, script):
        expected = json.loads((FOLDER / "expected" / f"{script.stem}.json").read_text())
        self.assertLessEqual(set(expected), KNOWN_KEYS)
        target = fixture.Target(*expected.get("target", []))
        self.addCleanup(target.stop)

        outcome = self.run_headroom("run", *expected.get("flags", []), str(script),
                                    env={"BASE_URL": target.url})

        self.assert_exit(outcome, expected["exit"])
        if "checks" in expected:
            self.assertEqual(checks_of(outcome.stdout), expected["checks"])
        shown = {found[1] for found in map(METRIC.match, outcome.stdout.splitlines()) if found}
        self.assertLessEqual(set(expected.get("metrics", [])), shown)
        for line in expected.get("lines", []):
            self.assertRegex(outcome.stdout + outcome.stderr, f"(?m){line}")

    def test_all_say_what_is_expected_of_them(self):
        scripts = {path.stem for path in FOLDER.glob("*.js")}
        expected = {path.stem for path in (FOLDER / "expected").glob("*.json")}

        self.assertTrue(scripts)
        self.assertEqual(scripts, expected)


def add_tests():
    for script in sorted(FOLDER.glob("*.js")):
        name = "test_" + re.sub(r"\W", "_", script.stem)
        setattr(Examples, name, lambda self, script=script: self.run_example(script))


add_tests()
if __name__ == "__main__":
    fixture.main()
