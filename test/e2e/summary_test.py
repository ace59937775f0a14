#!/usr/bin/env python3
"""What stands on standard output and error: k6's text, so that what reads k6's reads ours.

SCRIPT and what is expected of it are a run of k6 v2.2.0; only what is measured differs."""
import json
import re

import fixture

SCRIPT = """
import http from 'k6/http';
import { check, group, sleep } from 'k6';
import { Counter, Gauge, Rate, Trend } from 'k6/metrics';

const counter = new Counter('my_counter');
const gauge = new Gauge('my_gauge');
const rate = new Rate('my_rate');
const trend = new Trend('my_trend', true);
const number = new Trend('my_number');

export const options = {
  scenarios: {
    first: { executor: 'per-vu-iterations', vus: 2, iterations: 3 },
    second: { executor: 'shared-iterations', iterations: 2, startTime: '1s', exec: 'other' },
  },
  thresholds: {
    checks: ['rate>0.9'],
    http_req_duration: ['p(95)<500', 'avg<200'],
    'http_req_duration{name:home}': ['p(99)<500'],
    my_counter: ['count>100'],
  },
};

export default function () {
  group('outer', () => {
    const response = http.get(`${__ENV.BASE_URL}/get`, { tags: { name: 'home' } });
    check(response, { 'status is 200': (r) => r.status === 200, never: () => false });
    group('inner', () => check(1, { one: (v) => v === 1 }));
  });
  counter.add(1);
  gauge.add(7);
  rate.add(true);
  trend.add(12.5);
  number.add(3);
  sleep(0.1);
}

export function other() {
  http.get(`${__ENV.BASE_URL}/get`);
  console.log('from other', { a: 1, b: 'x', c: [1, 2] }, null, undefined, true, 1.5);
  console.error('bad');
}
"""

START = """
     execution: local
        script: script.js
        output: -

     scenarios: (100.00%) 2 scenarios, 3 max VUs, 10m31s max duration (incl. graceful stop):
              * first: 3 iterations for each of 2 VUs (maxDuration: 10m0s, gracefulStop: 30s)
              * second: 2 iterations shared among 1 VUs (maxDuration: 10m0s, exec: other, startTime: 1s, gracefulStop: 30s)

"""

SUMMARY = """

  █ THRESHOLDS

    checks
    ✗ 'rate>0.9' rate=66.66%

    http_req_duration
    ✓ 'p(95)<500' p(95)=<time>
    ✓ 'avg<200' avg=<time>

      {name:home}
      ✓ 'p(99)<500' p(99)=<time>

    my_counter
    ✗ 'count>100' count=6


  █ TOTAL RESULTS

    checks_total.......: 18 <rate>
    checks_succeeded...: 66.66% 12 out of 18
    checks_failed......: 33.33% 6 out of 18

    ✓ status is 200
    ✗ never
      ↳ 0% — ✓ 0 / ✗ 6
    ✓ one

    CUSTOM
    my_counter.....................: 6 <rate>
    my_gauge.......................: 7 min=7 max=7
    my_number......................: avg=3 min=3 med=3 max=3 p(90)=3 p(95)=3
    my_rate........................: 100.00% 6 out of 6
    my_trend.......................: avg=<time> min=<time> med=<time> max=<time> p(90)=<time> p(95)=<time>

    HTTP
    http_req_duration..............: avg=<time> min=<time> med=<time> max=<time> p(90)=<time> p(95)=<time>
      { expected_response:true }...: avg=<time> min=<time> med=<time> max=<time> p(90)=<time> p(95)=<time>
      { name:home }................: avg=<time> min=<time> med=<time> max=<time> p(90)=<time> p(95)=<time>
    http_req_failed................: 0.00% 0 out of 8
    http_reqs......................: 8 <rate>

    EXECUTION
    iteration_duration.............: avg=<time> min=<time> med=<time> max=<time> p(90)=<time> p(95)=<time>
    iterations.....................: 8 <rate>
    vus............................: <vus>
    vus_max........................: 3 min=3 max=3

    NETWORK
    data_received..................: <size> <size>/s
    data_sent......................: <size> <size>/s




running (<time>), 0/3 VUs, 8 complete and 0 interrupted iterations
first ✓ [ 100% ] 2 VUs <time>/10m0s 6/6 iters, 3 per VU
second ✓ [ 100% ] 1 VUs <time>/10m0s 2/2 shared iters

"""

LOG = [
    'level=info msg="from other { a: 1, b: \\"x\\", c: [ 1, 2 ] } null undefined true 1.5" '
    "source=console",
    "level=error msg=bad source=console",
    'level=info msg="from other { a: 1, b: \\"x\\", c: [ 1, 2 ] } null undefined true 1.5" '
    "source=console",
    "level=error msg=bad source=console",
    "level=error msg=\"thresholds on metrics 'checks, my_counter' have been crossed\"",
]


def measured(text):
    """`text` with names of quantities for what each run measures anew, and single spaces."""
    text = re.sub(r"\b\d+m\d+\.\d+s|\b\d+(\.\d+)?(µs|ms|s)\b", "<time>", text)
    text = re.sub(r"\b\d+(\.\d+)? k?B\b", "<size>", text)
    text = re.sub(r"\b\d+(\.\d+)?/s\b", "<rate>", text)
    text = re.sub(r"(?m)^( *vus\.+: ).*$", r"\1<vus>", text)
    text = re.sub(r"(?m)(?<=\S) +(?=\S)", " ", text)
    return re.sub(r"(?m)(?<=\S) +$", "", text)


class Summary(fixture.HeadroomTest):
    uses_target = True

    def test_is_that_of_k6_word_for_word(self):
        outcome = self.run_script(SCRIPT)

        self.assert_exit(outcome, 99)
        self.maxDiff = None
        start, rest = outcome.stdout.split("\n\n\n", 1)
        self.assertIn(START.rstrip("\n"), start)
        summary = rest[rest.index("\n\n  █ THRESHOLDS"):rest.index("measurement: ")]
        self.assertEqual(measured(summary), SUMMARY)

    def test_and_the_log_beside_it_too(self):
        outcome = self.run_script(SCRIPT)

        self.assertEqual([re.sub(r'^time="[^"]+Z" ', "", line)
                          for line in outcome.stderr.splitlines()], LOG)

    def test_ends_with_the_measurements_validity(self):
        outcome = self.run_script(SCRIPT)

        self.assertRegex(outcome.last_line(), r"^(measurement: | {13}and: )")

    def test_has_the_columns_and_the_unit_asked_for(self):
        outcome = self.run_script(SCRIPT, "--summary-trend-stats", "count,p(99.9)",
                                  "--summary-time-unit", "us")

        self.assertRegex(outcome.stdout, r"my_trend\.+: count=6 +p\(99.9\)=12500.00µs")

    def test_shows_progress_each_second_where_there_is_no_terminal(self):
        outcome = self.run_script("""
            import { sleep } from 'k6';
            export const options = { vus: 2, duration: '3s' };
            export default function () { sleep(0.2); }
        """)

        lines = outcome.stdout.splitlines()
        shown = [index for index, line in enumerate(lines) if line.startswith("running (")]
        self.assertGreaterEqual(len(shown), 3)
        for index in shown[:-1]:
            self.assertRegex(lines[index], r"^running \(0\d\.\ds\), \d/2 VUs, \d+ complete and "
                                           r"\d interrupted iterations$")
            self.assertRegex(lines[index + 1], r"^default +\[ +\d+% \] 2 VUs +\d\.\ds/3s$")
        self.assertRegex(lines[shown[-1] + 1], r"^default ✓ \[ 100% \] 2 VUs +3s$")

    def test_is_all_there_is_when_quiet(self):
        outcome = self.run_script(SCRIPT, "--quiet")

        self.assertNotIn("execution: local", outcome.stdout)
        self.assertNotIn("running (", outcome.stdout)
        self.assertIn("█ TOTAL RESULTS", outcome.stdout)


class HandleSummary(fixture.HeadroomTest):
    uses_target = True

    def test_writes_where_it_says(self):
        outcome = self.run_script(SCRIPT + """
            export function handleSummary(data) {
              return {
                stdout: `iterations ${data.metrics.iterations.values.count}\\n`,
                stderr: 'to the error stream\\n',
                'summary.json': JSON.stringify(data),
              };
            }
        """)

        self.assert_exit(outcome, 99)
        self.assertIn("iterations 8\n", outcome.stdout)
        self.assertNotIn("TOTAL RESULTS", outcome.stdout)
        self.assertIn("to the error stream\n", outcome.stderr)
        summary = json.loads((self.folder / "summary.json").read_text())
        self.assertEqual(summary["metrics"]["my_trend"]["values"],
                         {"avg": 12.5, "min": 12.5, "med": 12.5, "max": 12.5, "p(90)": 12.5,
                          "p(95)": 12.5})
        self.assertEqual(summary["metrics"]["my_counter"]["thresholds"],
                         {"count>100": {"ok": False}})
        self.assertEqual([group["name"] for group in summary["root_group"]["groups"]], ["outer"])

    def test_that_cannot_write_a_file_says_so_and_keeps_the_rest(self):
        outcome = self.run_script("""
            export default function () {}
            export function handleSummary() {
              return { 'absent/summary.json': '{}', stdout: 'the rest\\n' };
            }
        """)

        self.assert_exit(outcome, 0)
        self.assertIn("absent/summary.json", outcome.stderr)
        self.assertIn("the rest\n", outcome.stdout)


if __name__ == "__main__":
    fixture.main()
