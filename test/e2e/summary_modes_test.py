#!/usr/bin/env python3
"""The summary beyond k6's compact one: full, disabled, by tags, and rates of the load alone."""
import json
from pathlib import Path

import fixture
from summary_test import SCRIPT, measured

# What k6 v2.2.0 printed of SCRIPT below the totals, with what is measured left out.
FULL = (Path(__file__).parent / "summary_full.txt").read_text()


class SummaryModes(fixture.HeadroomTest):
    uses_target = True

    def test_full_is_that_of_k6_word_for_word(self):
        outcome = self.run_script(SCRIPT, "--summary-mode", "full")

        self.assert_exit(outcome, 99)
        self.maxDiff = None
        shown = outcome.stdout[outcome.stdout.index("  █ SCENARIO: first"):]
        shown = measured(shown[:shown.rindex("running (")])
        self.assertEqual(shown.rstrip(), FULL.rstrip())

    def test_full_has_all_phases_of_requests_in_the_totals_too(self):
        outcome = self.run_script(SCRIPT, env={"K6_SUMMARY_MODE": "full"})

        totals = outcome.stdout.split("█ TOTAL RESULTS")[1].split("█ SCENARIO")[0]
        for phase in ("blocked", "connecting", "tls_handshaking", "sending", "waiting",
                      "receiving", "duration"):
            self.assertIn(f"http_req_{phase}..", totals)

    def test_full_tells_groups_of_the_default_scenario_and_of_setup_by_themselves(self):
        outcome = self.run_script("""
            import { check, group } from 'k6';
            export function setup() { check(1, { 'is set up': () => true }); }
            export default function () { group('outer', () => check(1, { one: () => true })); }
        """, "--summary-mode=full")

        self.assertLess(outcome.stdout.index("█ GROUP: outer"),
                        outcome.stdout.index("█ GROUP: setup"))
        self.assertNotIn("█ SCENARIO", outcome.stdout)

    def test_by_tags_has_a_row_for_each_of_their_values(self):
        outcome = self.run_script("""
            import http from 'k6/http';
            import { Counter } from 'k6/metrics';
            const orders = new Counter('orders');
            export const options = { iterations: 3 };
            export default function () {
              http.get(`${__ENV.BASE_URL}/get`, { tags: { name: 'home' } });
              http.get(`${__ENV.BASE_URL}/status/404`, { tags: { name: 'lost' } });
              orders.add(2, { name: 'shop' });
            }
            export function handleSummary(data) {
              return { 'data.json': JSON.stringify(data.metrics['orders{name:shop}']) };
            }
        """, "--summary-by", "name,method+status", "--summary-export", "summary.json")

        metrics = json.loads((self.folder / "summary.json").read_text())["metrics"]
        self.assertEqual(metrics["http_reqs{name:home}"]["count"], 3)
        self.assertEqual(metrics["http_req_failed{method:GET,status:404}"]["value"], 1)
        self.assertNotIn("http_req_waiting{name:home}", metrics)
        shop = json.loads((self.folder / "data.json").read_text())
        self.assertEqual(shop["values"]["count"], 6)
        self.assertNotIn("thresholds", shop)
        self.assert_exit(outcome, 0)

    def test_disabled_has_neither_a_summary_nor_handle_summary_and_judges_all_the_same(self):
        outcome = self.run_script(SCRIPT + """
            export function handleSummary() { return { stdout: 'handled\\n' }; }
        """, "--summary-mode", "disabled")

        self.assert_exit(outcome, 99)
        self.assertNotIn("█", outcome.stdout)
        self.assertNotIn("handled", outcome.stdout)
        self.assertIn("measurement: ", outcome.stdout)

    def test_others_are_refused(self):
        self.assert_refused(self.run_script("export default () => {}", "--summary-mode", "legacy"),
                            255, "--summary-mode", "legacy")

class Rates(fixture.HeadroomTest):
    def test_of_the_load_alone_stand_below_where_setup_takes_its_time(self):
        outcome = self.run_script("""
            import { sleep } from 'k6';
            import { Counter } from 'k6/metrics';
            const things = new Counter('things');
            export const options = { iterations: 4 };
            export function setup() { things.add(1000); sleep(0.5); }
            export default function () { things.add(1); sleep(0.1); }
        """)

        self.assertRegex(outcome.stdout, r"things\.+: 1004 +\d")
        self.assertRegex(outcome.stdout, r"LOAD ALONE\n"
                                         r"    without setup and teardown, which took 5\d\d\S*ms of ")
        self.assertRegex(outcome.stdout.split("LOAD ALONE")[1], r"things\.+: 4 +[4-9]\S*/s\n")



if __name__ == "__main__":
    fixture.main()
