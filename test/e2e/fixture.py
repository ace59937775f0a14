"""What the end-to-end tests share: a folder of their own, `headroom run` on a script
in it with an environment that holds nothing by chance, and `headroom target` to load.

Each file here is one ctest test, and a program:

    exit_codes_test.py <headroom binary> [Class[.test]]
"""
import ast
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import NamedTuple

BINARY = str(Path(sys.argv[1]).resolve()) if len(sys.argv) > 1 else ""

# A run that hangs is ended by ctest's own time limit; this one only names the test.
HANGS_AFTER_SECONDS = 240


class Outcome(NamedTuple):
    code: int
    stdout: str
    stderr: str

    def last_line(self):
        lines = self.stdout.splitlines()
        return lines[-1] if lines else ""


def clean_environment(variables):
    """Only what finds programs and what sanitizers read, and `variables`."""
    kept = {name: value for name, value in os.environ.items()
            if name == "PATH" or name.endswith("SAN_OPTIONS")}
    return {**kept, **variables}


class Target:
    """`headroom target` on a free port, until stop() or kill()."""

    def __init__(self, *flags):
        self._process = subprocess.Popen([BINARY, "target", "--port", "0", *flags],
                                         stdout=subprocess.PIPE, text=True,
                                         env=clean_environment({}))
        words = self._process.stdout.readline().split()
        assert words and words[0] == "serving", f"headroom target said {words}"
        self.url = words[1].rstrip("/")

    def stop(self):
        self._process.terminate()
        self._end()

    def kill(self):
        self._process.kill()
        self._end()

    def _end(self):
        self._process.wait()
        self._process.stdout.close()


class HeadroomTest(unittest.TestCase):
    """A test with a folder of its own; `uses_target` classes share one target."""

    uses_target = False
    target = None

    @classmethod
    def setUpClass(cls):
        if cls.uses_target:
            cls.target = Target()
            cls.addClassCleanup(cls.target.stop)

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="headroom_e2e_"))
        self.addCleanup(shutil.rmtree, self.folder)

    def write(self, name, text):
        """A file in the test's folder, from text or bytes."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def start(self, *arguments, env=None, **popen):
        """`headroom ARGUMENTS` in the test's folder, as a process to signal or read from."""
        variables = {"BASE_URL": self.target.url} if self.target else {}
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE,
                   "stderr": subprocess.PIPE}
        process = subprocess.Popen([BINARY, *arguments], cwd=self.folder, text=True,
                                   env=clean_environment({**variables, **(env or {})}),
                                   **{**streams, **popen})
        self.addCleanup(self._end, process)
        return process

    def run_headroom(self, *arguments, env=None, **popen):
        return self.finish(self.start(*arguments, env=env, **popen))

    def run_script(self, text, *flags, env=None, **popen):
        self.write("script.js", text)
        return self.run_headroom("run", *flags, "script.js", env=env, **popen)

    def start_script(self, text, *flags, env=None, **popen):
        self.write("script.js", text)
        return self.start("run", *flags, "script.js", env=env, **popen)

    def finish(self, process):
        """Waits for the process's end."""
        stdout, stderr = process.communicate(timeout=HANGS_AFTER_SECONDS)
        return Outcome(process.returncode, stdout or "", stderr or "")

    def wait_for_line(self, stream, text):
        """Reads lines until one has `text`; returns them all."""
        lines = []
        for line in stream:
            lines.append(line)
            if text in line:
                return lines
        self.fail(f"the process ended without a line with {text!r}: {lines}")

    def assert_exit(self, outcome, code):
        self.assertEqual(outcome.code, code, f"\n{outcome.stdout}\n{outcome.stderr}")

    def assert_refused(self, outcome, code, *words):
        """Ended with `code` before anything ran, with one line of error that has `words`."""
        self.assert_exit(outcome, code)
        errors = [line for line in outcome.stderr.splitlines() if "level=error" in line]
        self.assertEqual(len(errors), 1, outcome.stderr)
        for word in words:
            self.assertIn(word, errors[0])
        self.assertNotIn("running (", outcome.stdout)

    @staticmethod
    def _end(process):
        if process.poll() is None:
            process.kill()
            process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()


def messages(stderr):
    """The msg fields of the log, quotes undone."""
    found = re.findall(r'msg=("(?:[^"\\]|\\.)*"|\S*)', stderr)
    return [ast.literal_eval(text) if text.startswith('"') else text for text in found]


def port_of_nobody():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def main():
    """Of each test file: the binary's path is the first argument, unittest has the rest."""
    if not os.access(BINARY, os.X_OK):
        sys.exit(__doc__)
    unittest.main(module="__main__", argv=[sys.argv[0], *sys.argv[2:]], verbosity=2)
