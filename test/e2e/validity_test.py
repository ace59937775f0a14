#!/usr/bin/env python3
"""Whether a run measured its target: each reason not to believe it, and none.

The machine may be busy with something else while this runs, so a test asks for the
reason it has brought about, and lets others stand beside it."""
import os
import subprocess
import sys

import fixture

VALID = "measurement: valid"
FOREIGN_LOAD = ("this process waited", "other programs pressed on the CPU")


def verdict(outcome):
    """The reasons; none for a valid run. The verdict is the end of standard output."""
    text = outcome.stdout[outcome.stdout.rindex("measurement: "):].rstrip("\n")
    if text == VALID:
        return []
    assert text.startswith("measurement: not valid: "), text
    return text.removeprefix("measurement: not valid: ").split("\n             and: ")


class Validity(fixture.HeadroomTest):
    uses_target = True

    def assert_reason(self, outcome, pattern):
        reasons = verdict(outcome)
        self.assertRegex("\n".join(reasons), pattern)

    def test_is_told_of_a_quiet_run(self):
        outcome = self.run_script("""
            import http from 'k6/http';
            import { sleep } from 'k6';
            export const options = { vus: 2, iterations: 80 };
            export default function () { http.get(`${__ENV.BASE_URL}/get`); sleep(0.05); }
        """)

        self.assert_exit(outcome, 0)
        for reason in verdict(outcome):
            self.assertTrue(reason.startswith(FOREIGN_LOAD), reason)

    def test_is_denied_for_too_few_requests(self):
        outcome = self.run_script("""
            import http from 'k6/http';
            export default function () { http.get(`${__ENV.BASE_URL}/get`); }
        """, "--iterations", "5")

        self.assert_reason(outcome, r"only 5 requests: too few to judge \(at least 59\); run longer")

    def test_is_denied_for_too_few_iterations_where_there_are_no_requests(self):
        outcome = self.run_script("export default function () {}")

        self.assert_reason(outcome, r"only 1 iteration: too few to judge \(at least 59\)")

    def test_is_denied_for_dropped_iterations(self):
        outcome = self.run_script("""
            import { sleep } from 'k6';
            export const options = { scenarios: { s: { executor: 'constant-arrival-rate',
              rate: 20, duration: '1s', preAllocatedVUs: 2 } } };
            export default function () { sleep(0.5); }
        """)

        self.assert_reason(
            outcome, r"1\d iterations dropped \(\d\d %; limit 1 %\): too few VUs; raise "
                     r"preAllocatedVUs or maxVUs")

    def test_is_denied_when_a_script_keeps_its_worker_from_the_schedule(self):
        outcome = self.run_script("""
            export const options = { scenarios: {
              busy: { executor: 'per-vu-iterations', exec: 'busy' },
              paced: { executor: 'constant-arrival-rate', exec: 'paced',
                       rate: 40, duration: '2s', preAllocatedVUs: 20 } } };
            // A script's own loops are pre-empted; one call of the engine's is not.
            export function busy() {
              const numbers = Array.from({ length: 500000 }, (_, i) => i / 7);
              const end = Date.now() + 2000;
              while (Date.now() < end) { JSON.stringify(numbers); }
            }
            export function paced() {}
        """, "--workers", "1")

        self.assert_reason(outcome, r"iterations started \d+ ms late \(p99; limit 10 ms\)")
        # What it does not get of the CPU, because others run too, it waits for.
        self.assert_reason(outcome, r"workers were busy \d+ % of the time \(limit 90 %\)|"
                                    r"this process waited \d+ % of the time for a CPU")

    def test_is_denied_under_load_from_elsewhere(self):
        loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"])
                 for _ in range(3 * os.cpu_count())]
        try:
            outcome = self.run_script("""
                import http from 'k6/http';
                export const options = { vus: 4, duration: '3s' };
                export default function () { http.get(`${__ENV.BASE_URL}/get`); }
            """)
        finally:
            for loop in loops:
                loop.kill()
                loop.wait()

        self.assert_reason(outcome, r"(this process waited|PSI) \d+ % "
                                    r"(of the time for a CPU )?\(limit \d+ %\)")

    def test_goes_to_standard_error_when_the_script_owns_the_output(self):
        outcome = self.run_script("""
            export default function () {}
            export function handleSummary() { return { stdout: 'mine' }; }
        """)

        self.assertNotIn("measurement:", outcome.stdout)
        self.assertRegex(outcome.stderr, r"(?m)^measurement: not valid: ")


if __name__ == "__main__":
    fixture.main()
