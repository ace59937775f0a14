#!/usr/bin/env python3
"""Stages through the binary: as flag, variable and option, for users and for rates."""
import fixture

SLEEPS = """
    import { sleep } from 'k6';
    export default function () { sleep(0.1); }
"""


class RampingVus(fixture.HeadroomTest):
    def test_stages_of_flags_replace_the_scripts_and_are_described_as_k6_does(self):
        outcome = self.run_script("export const options = { vus: 1, duration: '10m' };" + SLEEPS,
                                  "--stage", "500ms:4,500ms:4", "--stage", "500ms:0")

        self.assert_exit(outcome, 0)
        self.assertIn("1 scenario, 4 max VUs, 31.5s max duration (incl. graceful stop):\n"
                      "              * default: Up to 4 looping VUs for 1.5s over 3 stages "
                      "(gracefulRampDown: 30s, gracefulStop: 30s)\n", outcome.stdout)
        self.assertRegex(outcome.stdout, r"(?m)^default ✓ \[ 100% \] 0/4 VUs  1\.5s$")

    def test_stages_of_the_environment(self):
        outcome = self.run_script(SLEEPS, env={"K6_STAGES": "300ms:2,300ms:0"})

        self.assert_exit(outcome, 0)
        self.assertIn("Up to 2 looping VUs for 600ms over 2 stages", outcome.stdout)

    def test_no_stages_are_one_iteration_and_a_warning(self):
        outcome = self.run_script("export const options = { stages: [] };" + SLEEPS)

        self.assert_exit(outcome, 0)
        self.assertIn("running the script with 1 iteration in 1 VU", outcome.stderr)
        self.assertIn("1 complete and 0 interrupted iterations", outcome.stdout)

    def test_who_must_go_is_interrupted_after_the_ramp_down(self):
        outcome = self.run_script("""
            import { sleep } from 'k6';
            export const options = { scenarios: { s: {
              executor: 'ramping-vus', startVUs: 3, gracefulRampDown: '200ms',
              stages: [{ duration: '300ms', target: 3 }, { duration: 0, target: 1 },
                       { duration: '700ms', target: 1 }] } } };
            export default function () { sleep(0.9); }
        """)

        self.assert_exit(outcome, 0)
        self.assertIn("2 complete and 2 interrupted iterations", outcome.stdout)


class RampingArrivalRate(fixture.HeadroomTest):
    def test_starts_what_the_area_under_its_stages_says(self):
        outcome = self.run_script("""
            export const options = { scenarios: { s: {
              executor: 'ramping-arrival-rate', startRate: 0, timeUnit: '500ms',
              preAllocatedVUs: 10, maxVUs: 50,
              stages: [{ duration: '1s', target: 50 }, { duration: '1s', target: 0 }] } } };
            export default function () {}
        """)

        self.assert_exit(outcome, 0)
        self.assertIn("* s: Up to 100.00 iterations/s for 2s over 2 stages "
                      "(maxVUs: 10-50, gracefulStop: 30s)\n", outcome.stdout)
        self.assertRegex(outcome.stdout, r"(?m)^running .*, 100 complete and 0 interrupted")
        self.assertRegex(outcome.stdout, r"(?m)^s ✓ \[ 100% \] 00/10 VUs  2s  000\.00 iters/s$")


if __name__ == "__main__":
    fixture.main()
