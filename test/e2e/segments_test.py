#!/usr/bin/env python3
"""Several processes run one test by its segments: together they do the whole of it, each
iteration once, and each says what its part is."""
import json

import fixture

THIRDS = ["0:1/3", "1/3:2/3", "2/3:1"]
SEQUENCE = "0,1/3,2/3,1"

# As many virtual users as starts, so none is dropped on a busy machine. Prints a line an
# iteration: its scenario, its numbers in the test, and what the target saw.
SCRIPT = """
    import exec from 'k6/execution';
    import http from 'k6/http';
    export const options = { scenarios: {
      shared: { executor: 'shared-iterations', vus: 6, iterations: 50 },
      each: { executor: 'per-vu-iterations', vus: 5, iterations: 1 },
      rate: { executor: 'constant-arrival-rate', rate: 30, duration: '1s', preAllocatedVUs: 36 },
      loop: { executor: 'constant-vus', vus: 3, duration: '1s' },
    } };
    export default function () {
      const { name, iterationInTest } = exec.scenario;
      if (name === 'loop') {
        http.get(`${__ENV.BASE_URL}/delay/0.3`);
      }
      const response = http.get(`${__ENV.BASE_URL}/get?iteration=${iterationInTest}`);
      console.log(JSON.stringify({ name, iteration: iterationInTest, vu: exec.vu.idInTest,
        local: exec.vu.idInInstance, echoed: Number(response.json('args.iteration')) }));
    }
"""


def segment_flags(segment):
    return ["--execution-segment", segment, "--execution-segment-sequence", SEQUENCE]


def lines_of(outcome):
    return [json.loads(text) for text in fixture.messages(outcome.stderr) if text[:1] == "{"]


class Thirds(fixture.HeadroomTest):
    uses_target = True

    def run_thirds(self):
        """The three at the same time."""
        self.write("script.js", SCRIPT)
        started = [self.start("run", *segment_flags(segment), "script.js") for segment in THIRDS]
        outcomes = [self.finish(process) for process in started]
        for outcome in outcomes:
            self.assert_exit(outcome, 0)
        return outcomes

    def test_are_together_the_whole_test(self):
        parts = [lines_of(outcome) for outcome in self.run_thirds()]
        rows = [row for part in parts for row in part]

        def numbers(name):
            return sorted(row["iteration"] for row in rows if row["name"] == name)

        self.assertTrue(all(row["echoed"] == row["iteration"] for row in rows))
        self.assertEqual(numbers("shared"), list(range(50)))
        self.assertEqual(numbers("each"), list(range(5)))
        # The first start is at once and the last at the very end.
        self.assertEqual(numbers("rate"), list(range(31)))
        self.assertEqual(len(set(numbers("loop"))), len(numbers("loop")))
        self.assertGreaterEqual(len(numbers("loop")), 3)
        # Virtual users too: no two parts have the same.
        users = [{row["vu"] for row in part} for part in parts]
        self.assertEqual(len(set.union(*users)), sum(len(part) for part in users))
        for index, part in enumerate(parts):
            self.assertTrue(all(row["vu"] == (row["local"] - 1) * 3 + index + 1 for row in part))

    def test_say_what_their_part_is(self):
        outcomes = self.run_thirds()

        for outcome, shared, each, rate in zip(outcomes, (17, 17, 16), (2, 2, 1), (10, 10, 10)):
            self.assertIn("scenarios: (33.33%) 4 scenarios, ", outcome.stdout)
            self.assertIn(f"* shared: {shared} iterations shared among 2 VUs", outcome.stdout)
            self.assertIn(f"* each: 1 iterations for each of {each} VUs", outcome.stdout)
            self.assertIn(f"* rate: {rate}.00 iterations/s for 1s (maxVUs: 12,", outcome.stdout)
            self.assertIn("* loop: 1 looping VUs for 1s", outcome.stdout)


class Segment(fixture.HeadroomTest):
    def test_without_work_is_not_run_and_a_warning_says_so(self):
        outcome = self.run_script("""
            export const options = { scenarios: {
              two: { executor: 'per-vu-iterations', vus: 2 },
              six: { executor: 'per-vu-iterations', vus: 6 },
            } };
            export default function () {}
        """, *segment_flags("2/3:1"))

        self.assert_exit(outcome, 0)
        self.assertIn("Executor 'two' is disabled for segment 2/3:1 due to lack of work!",
                      fixture.messages(outcome.stderr))
        self.assertIn("(33.33%) 2 scenarios, 2 max VUs", outcome.stdout)
        self.assertIn("* two: 1 iterations for each of 0 VUs", outcome.stdout)
        self.assertIn("2 complete and 0 interrupted", outcome.stdout)

    def test_may_have_no_work_at_all(self):
        outcome = self.run_script("export default function () {}", *segment_flags("1/3:2/3"))

        self.assert_exit(outcome, 0)
        self.assertIn("0 complete and 0 interrupted", outcome.stdout)

    def test_of_the_script_is_outdone_by_flags(self):
        script = """
            import exec from 'k6/execution';
            export const options = { vus: 8, iterations: 8, executionSegment: '1/4:1/2' };
            export default function () {}
            export function teardown() {
              const { executionSegment, executionSegmentSequence } = exec.test.options;
              console.log(`${executionSegment} ${executionSegmentSequence}`);
            }
        """
        own = self.run_script(script)
        flags = self.run_script(script, "--execution-segment", "50%")

        self.assertIn("2 complete and 0", own.stdout)
        self.assertIn("1/4:1/2 null", fixture.messages(own.stderr))
        self.assertIn("4 complete and 0", flags.stdout)
        self.assertIn("0:1/2 null", fixture.messages(flags.stderr))

    def test_that_makes_no_sense_is_104(self):
        plain = "export default function () {}"
        for segment, words in (("1/2:1/3", "segment start(0.50) must be less than its end(0.33)"),
                               ("x", "'x' is not a valid percentage, decimal, fraction"),
                               ("0:1/2", "provided segment 0:1/2 can't be found in sequence")):
            with self.subTest(segment):
                self.assert_refused(self.run_script(plain, *segment_flags(segment)), 104, words)


if __name__ == "__main__":
    fixture.main()
