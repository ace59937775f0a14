#!/usr/bin/env python3
"""Thresholds from outside: what the summary says of them, and in every window of seconds."""
import fixture

# Ten values a second, high ones from the third to the fourth second.
SPIKE = """
    import { sleep } from 'k6';
    import { Counter, Trend } from 'k6/metrics';
    const latency = new Trend('latency', true);
    const orders = new Counter('orders');
    export const options = { vus: 1, duration: '5s', thresholds: { %s } };
    const start = Date.now();
    export default function () {
      const seconds = (Date.now() - start) / 1000;
      latency.add(seconds > 2 && seconds < 4 ? 500 : 10, { page: 'home' });
      orders.add(1);
      sleep(0.1);
    }
"""


class Windows(fixture.HeadroomTest):
    def test_find_what_the_whole_run_hides(self):
        outcome = self.run_script(SPIKE % """
            latency: ['med<400', { threshold: 'med<400', window: '1s' }],
            'latency{page:home}': [{ threshold: 'med<400', window: '1s' }],
            orders: [{ threshold: 'rate>=1', window: '2s' }],
        """)

        self.assert_exit(outcome, 99)
        self.assertIn("thresholds on metrics 'latency, latency{page:home}' have been crossed",
                      outcome.stderr)
        self.assertIn("✓ 'med<400' med=10ms\n", outcome.stdout)
        self.assertRegex(outcome.stdout, r"✗ 'med<400' med=500ms \(worst 1s: \S+ to \S+; "
                                         r"[12] of [45] windows crossed\)\n")
        self.assertRegex(outcome.stdout,
                         r"✓ 'rate>=1' rate=\S+/s \(worst 2s: \S+ to \S+; 0 of [34] windows crossed\)")

    def test_abort_the_run_when_asked(self):
        outcome = self.run_script(SPIKE.replace("'5s'", "'10m'") % """
            latency: [{ threshold: 'med<400', window: '1s', abortOnFail: true }],
        """)

        self.assert_exit(outcome, 99)
        self.assertRegex(outcome.stdout, r"running \(0?0m0[4-9]\.\ds\)")

    def test_longer_than_the_load_are_judged_on_all_of_it(self):
        outcome = self.run_script(SPIKE.replace("'5s'", "'1s'") % """
            latency: [{ threshold: 'max<400', window: '1m' }],
        """)

        self.assert_exit(outcome, 0)
        self.assertIn("0 of 1 window crossed", outcome.stdout)

    def test_that_are_no_whole_seconds_are_refused(self):
        outcome = self.run_script(SPIKE % "latency: [{ threshold: 'max<400', window: '100ms' }]")

        self.assert_refused(outcome, 104, "latency", "window", "whole seconds")


if __name__ == "__main__":
    fixture.main()
