#!/usr/bin/env python3
"""Impossible requests are refused in one line, before anything runs."""
import os
import resource

import fixture

PLAIN = "export default function () {}\n"


class Scripts(fixture.HeadroomTest):
    def test_a_folder_is_refused(self):
        (self.folder / "folder").mkdir()

        self.assert_refused(self.run_headroom("run", "folder"), 255, "folder", "directory")

    def test_an_empty_file_is_refused(self):
        self.assert_refused(self.run_script(""), 255, "no exported functions")

    def test_junk_is_refused(self):
        self.write("junk.js", bytes(range(256)) * 64)

        self.assert_refused(self.run_headroom("run", "junk.js"), 107, "junk.js:")

    def test_a_script_comes_from_standard_input_too(self):
        self.write("script.js", "export default function () { console.log('from stdin'); }")
        with open(self.folder / "script.js", encoding="utf-8") as script:
            outcome = self.run_headroom("run", "-", stdin=script)

        self.assert_exit(outcome, 0)
        self.assertIn("from stdin", fixture.messages(outcome.stderr))

    def test_no_script_at_all_is_refused(self):
        self.assert_refused(self.run_headroom("run"), 255, "script")


class Values(fixture.HeadroomTest):
    CASES = {
        "no duration": (["--duration", "banana"], "banana"),
        "a negative duration": (["--duration", "-5s"], "duration"),
        "too few virtual users": (["--vus", "-1"], "-1"),
        "no number": (["--vus", "many"], "many"),
        "more virtual users than any machine has memory for": (["--vus", "999999999"],
                                                                "use fewer virtual users"),
        "fewer iterations than virtual users": (["--vus", "5", "--iterations", "2"], "iterations"),
        "no worker": (["--workers", "-3"], "workers"),
        "no memory": (["--vu-memory", "0"], "vu-memory"),
        "a format that is none": (["--log-format", "xml"], "xml"),
        "a column that is none": (["--summary-trend-stats", "avg,nonsense"], "nonsense"),
    }

    def test_that_make_no_sense_are_refused_by_name(self):
        for reason, (flags, word) in self.CASES.items():
            with self.subTest(reason):
                outcome = self.run_script(PLAIN, *flags)

                self.assertIn(outcome.code, (104, 255), outcome)
                self.assert_refused(outcome, outcome.code, word)


class Output(fixture.HeadroomTest):
    def test_to_a_full_disk_is_an_error_line_and_255(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            outcome = self.run_script(PLAIN, stdout=full)

        self.assert_exit(outcome, 255)
        self.assertIn("standard output could not be written", outcome.stderr)

    def test_to_a_reader_that_leaves_ends_like_that_and_not_before(self):
        reader, writer = os.pipe()
        os.close(reader)
        outcome = self.run_script(PLAIN + "export function teardown() { console.log('end'); }",
                                  stdout=writer)
        os.close(writer)

        self.assert_exit(outcome, 255)
        self.assertIn("end", fixture.messages(outcome.stderr))
        self.assertIn("standard output could not be written", outcome.stderr)

    def test_of_errors_to_a_reader_that_leaves_does_not_end_the_run(self):
        reader, writer = os.pipe()
        os.close(reader)
        outcome = self.run_script("export default function () { console.log('unheard'); }",
                                  "--iterations", "3", stderr=writer)
        os.close(writer)

        self.assert_exit(outcome, 0)
        self.assertIn("3 complete", outcome.stdout)

    def test_of_the_console_to_where_nothing_can_be_written_is_refused(self):
        outcome = self.run_script(PLAIN, "--console-output", "absent/console.txt")

        self.assert_refused(outcome, 255, "--console-output: absent/console.txt")

    def test_of_the_console_goes_to_the_file_named(self):
        outcome = self.run_script("export default function () { console.log('kept'); }",
                                  "--console-output", "console.txt")

        self.assert_exit(outcome, 0)
        self.assertIn("kept", (self.folder / "console.txt").read_text())
        self.assertNotIn("kept", outcome.stderr)


class Limits(fixture.HeadroomTest):
    def test_too_few_descriptors_are_told_before_the_run_with_the_remedy(self):
        outcome = self.run_script(PLAIN, "--vus", "200", "--iterations", "200", preexec_fn=lambda:
                                  resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100)))

        self.assert_refused(outcome, 255, "limit is 100", "ulimit -n 264")

    def test_a_soft_limit_is_raised(self):
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        outcome = self.run_script(PLAIN, "--vus", "200", "--iterations", "200", preexec_fn=lambda:
                                  resource.setrlimit(resource.RLIMIT_NOFILE, (100, hard)))

        self.assert_exit(outcome, 0)


if __name__ == "__main__":
    fixture.main()
