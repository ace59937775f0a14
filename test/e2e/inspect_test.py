#!/usr/bin/env python3
"""`headroom inspect`: the options in force as JSON, and what a run would need."""
import json

import fixture

SCRIPT = """
    export const options = {
      scenarios: {
        loop: { executor: 'constant-vus', vus: 4, duration: '10s' },
        late: { executor: 'constant-arrival-rate', rate: 5, duration: '20s', startTime: '15s',
                preAllocatedVUs: 3, maxVUs: 9, gracefulStop: '5s' },
      },
      thresholds: { http_req_duration: ['p(95)<500'] },
      userAgent: 'shop',
    };
    export default function () { throw new Error('this is not run'); }
"""


class Inspect(fixture.HeadroomTest):
    def inspect(self, *flags, script=SCRIPT):
        self.write("script.js", script)
        return self.run_headroom("inspect", *flags, "script.js")

    def options(self, *flags):
        outcome = self.inspect(*flags)
        self.assert_exit(outcome, 0)
        self.assertEqual(outcome.stderr, "")
        return json.loads(outcome.stdout)

    def test_prints_the_options_in_force(self):
        options = self.options("--max-redirects", "3")

        self.assertEqual(options["userAgent"], "shop")
        self.assertEqual(options["maxRedirects"], 3)
        self.assertEqual(options["thresholds"]["http_req_duration"], ["p(95)<500"])
        self.assertEqual(options["scenarios"]["loop"]["vus"], 4)
        self.assertNotIn("maxVUs", options)

    def test_tells_what_a_run_needs(self):
        # The second begins while iterations of the first may still be ending.
        options = self.options("--execution-requirements")

        self.assertEqual(options["totalDuration"], "40s")
        self.assertEqual(options["maxVUs"], 13)

    def test_tells_what_a_part_needs(self):
        options = self.options("--execution-requirements", "--execution-segment", "2/3:1",
                               "--execution-segment-sequence", "0,1/3,2/3,1")

        self.assertEqual(options["maxVUs"], 4)
        self.assertEqual(options["executionSegment"], "2/3:1")

    def test_of_a_script_that_makes_no_sense_ends_as_a_run_does(self):
        outcome = self.inspect(script="export const options = { vus: 'x' };")

        self.assertNotEqual(outcome.code, 0)
        self.assertEqual(outcome.stdout, "")
        self.assertIn("level=error", outcome.stderr)


if __name__ == "__main__":
    fixture.main()
