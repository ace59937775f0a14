#!/usr/bin/env python3
"""What an arrival rate measures from the scheduled start, and what follows from
iterations that were dropped."""
import fixture


def scenario(executor_fields, rest="{}"):
    return f"""
        import {{ sleep }} from 'k6';
        export const options = Object.assign({rest}, {{
          scenarios: {{ s: {{ {executor_fields} }} }} }});
        export default function () {{ sleep(0.5); }}
    """


# 21 iterations are scheduled: two begin at once, and again after half a second.
STARVED = ("executor: 'constant-arrival-rate', rate: 20, duration: '1s', preAllocatedVUs: 2")


class ResponseTime(fixture.HeadroomTest):
    def test_is_in_the_summary_of_arrival_rates_and_can_have_thresholds(self):
        outcome = self.run_script(scenario(
            "executor: 'constant-arrival-rate', rate: 20, duration: '1s', preAllocatedVUs: 20",
            """{ thresholds: { iteration_response_time: ['min>=500', 'p(99)<60000'],
                 'iteration_lateness{scenario:s}': ['p(99)<60000'] } }"""))

        self.assert_exit(outcome, 0)
        execution = outcome.stdout[outcome.stdout.index("EXECUTION"):]
        self.assertRegex(execution, r"(?m)^    iteration_lateness\.+: avg=")
        self.assertRegex(execution, r"(?m)^    iteration_response_time\.+: avg=")
        self.assertNotIn("CUSTOM", outcome.stdout)

    def test_is_not_there_for_closed_loops(self):
        outcome = self.run_script(scenario("executor: 'per-vu-iterations'"))

        self.assertIn("iteration_duration", outcome.stdout)
        self.assertNotIn("iteration_lateness", outcome.stdout)
        self.assertNotIn("iteration_response_time", outcome.stdout)


class FailOnDropped(fixture.HeadroomTest):
    def assert_failed(self, outcome, allowed):
        self.assert_exit(outcome, 99)
        self.assertRegex(
            fixture.messages(outcome.stderr)[-1],
            r"^1\d of 21 scheduled iterations were dropped \(\d\d(\.\d)?%\), more than the "
            + allowed + " that failOnDropped allows$")

    def test_fails_the_run_by_share_and_by_count(self):
        for limit in ("1%", "12"):
            with self.subTest(limit):
                outcome = self.run_script(scenario(STARVED), "--fail-on-dropped", limit)

                self.assert_failed(outcome, limit)

    def test_is_an_option_of_scripts_and_a_variable_too(self):
        self.assert_failed(self.run_script(scenario(STARVED, "{ failOnDropped: '2.5%' }")),
                           "2.5%")
        self.assert_failed(self.run_script(scenario(STARVED, "{ failOnDropped: 3 }")), "3")
        self.assert_failed(self.run_script(scenario(STARVED),
                                           env={"HEADROOM_FAIL_ON_DROPPED": "0"}), "0")

    def test_lets_pass_what_it_allows(self):
        for limit in ("95%", "19"):
            with self.subTest(limit):
                self.assert_exit(
                    self.run_script(scenario(STARVED), "--fail-on-dropped", limit), 0)

    def test_does_not_count_what_an_iteration_executor_leaves_over(self):
        outcome = self.run_script(
            scenario("executor: 'per-vu-iterations', iterations: 9, maxDuration: '1s'"),
            "--fail-on-dropped", "0")

        self.assert_exit(outcome, 0)
        self.assertIn("dropped_iterations", outcome.stdout)

    def test_refuses_what_is_no_limit(self):
        for limit in ("lots", "-1", "101%"):
            with self.subTest(limit):
                outcome = self.run_script(scenario(STARVED), f"--fail-on-dropped={limit}")

                self.assert_refused(outcome, 104, "failOnDropped", limit)


class InsufficientUsers(fixture.HeadroomTest):
    def test_are_warned_of_in_k6s_words_and_then_counted(self):
        outcome = self.run_script(scenario(STARVED))

        self.assert_exit(outcome, 0)
        warnings = fixture.messages(outcome.stderr)
        self.assertEqual(len(warnings), 2, outcome.stderr)
        self.assertEqual(warnings[0],
                         "Insufficient VUs, reached 2 active VUs and cannot initialize more")
        self.assertRegex(warnings[1],
                         r"^scenario 's': 20 iterations/s that take [\d.]+m?s on average so far "
                         r"keep about \d+ VUs busy, and maxVUs is 2: raise it to more than \d+$")


if __name__ == "__main__":
    fixture.main()
