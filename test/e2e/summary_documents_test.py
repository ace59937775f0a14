#!/usr/bin/env python3
"""The summary as JSON: what handleSummary is given and what --summary-export writes, read
the way the reporters that people use read them."""
import hashlib
import json

import fixture
from summary_test import SCRIPT

# Walks groups, checks, metrics and thresholds as textSummary of jslib and as k6-reporter do,
# with nothing beyond what both need of the document.
REPORTER = """
function walk(group, depth, lines) {
  const indent = '  '.repeat(depth);
  if (group.name !== '') { lines.push(`${indent}[${group.name}]`); }
  for (const check of group.checks) {
    const share = Math.floor(100 * check.passes / (check.passes + check.fails));
    lines.push(`${indent}${check.fails ? 'bad' : 'good'} ${check.name} ${share}%`);
  }
  for (const inner of group.groups) { walk(inner, depth + 1, lines); }
}

function text(data) {
  const lines = [];
  walk(data.root_group, 0, lines);
  const stats = data.options.summaryTrendStats;
  for (const [name, metric] of Object.entries(data.metrics).sort()) {
    if (metric.type === 'trend' && metric.contains === 'time' && name === 'my_trend') {
      lines.push(name + ' ' + stats.map((stat) => `${stat}=${metric.values[stat]}`).join(' '));
    }
    if (metric.type === 'rate' && name === 'my_rate') {
      lines.push(`${name} ${metric.values.rate * 100}% ${metric.values.passes}/` +
                 `${metric.values.passes + metric.values.fails}`);
    }
    if (metric.type === 'gauge' && name === 'my_gauge') {
      lines.push(`${name} ${metric.values.value} ${metric.values.min} ${metric.values.max}`);
    }
    for (const [source, threshold] of Object.entries(metric.thresholds || {})) {
      lines.push(`${name} '${source}' ${threshold.ok ? 'holds' : 'crossed'}`);
    }
  }
  const total = Object.values(data.metrics).filter((m) => m.thresholds)
    .reduce((sum, m) => sum + Object.values(m.thresholds).filter((t) => !t.ok).length, 0);
  lines.push(`${total} crossed of ${data.setup_data.names.length} names, ` +
             `${data.metrics.http_reqs.values.count} requests, ` +
             `${data.state.testRunDurationMs > 0 ? 'some' : 'no'} time, ` +
             `tty ${data.state.isStdOutTTY} ${data.state.isStdErrTTY}, ` +
             `colour ${!data.options.noColor}, unit '${data.options.summaryTimeUnit}'`);
  return lines.join('\\n') + '\\n';
}

export function setup() { return { names: ['a', 'b'] }; }
export function handleSummary(data) {
  return { stdout: text(data), 'data.json': JSON.stringify(data) };
}
"""

TEXT = """\
  [outer]
  good status is 200 100%
  bad never 0%
    [inner]
    good one 100%
checks 'rate>0.9' crossed
http_req_duration 'p(95)<500' holds
http_req_duration 'avg<200' holds
http_req_duration{name:home} 'p(99)<500' holds
my_counter 'count>100' crossed
my_gauge 7 7 7
my_rate 100% 6/6
my_trend avg=12.5 min=12.5 med=12.5 max=12.5 p(90)=12.5 p(95)=12.5
2 crossed of 2 names, 8 requests, some time, tty false false, colour true, unit ''
"""


class SummaryDocuments(fixture.HeadroomTest):
    uses_target = True

    def read(self, name):
        return json.loads((self.folder / name).read_text())

    def test_can_be_walked_as_reporters_do(self):
        outcome = self.run_script(SCRIPT + REPORTER, "--quiet")

        self.assert_exit(outcome, 99)
        self.maxDiff = None
        self.assertEqual(outcome.stdout, TEXT)

    def test_name_groups_and_checks_by_the_md5_of_their_paths(self):
        self.run_script(SCRIPT + REPORTER)

        root = self.read("data.json")["root_group"]
        outer = root["groups"][0]
        self.assertEqual(set(root), {"name", "path", "id", "groups", "checks"})
        self.assertEqual(root["id"], hashlib.md5(b"").hexdigest())
        self.assertEqual(outer["id"], hashlib.md5(b"::outer").hexdigest())
        self.assertEqual(outer["checks"][1],
                         {"name": "never", "path": "::outer::never", "passes": 0, "fails": 6,
                          "id": hashlib.md5(b"::outer::never").hexdigest()})

    def test_exported_are_flat_and_say_what_was_crossed(self):
        outcome = self.run_script(SCRIPT, "--summary-export", "summary.json")

        self.assert_exit(outcome, 99)
        self.assertIn("█ TOTAL RESULTS", outcome.stdout)
        summary = self.read("summary.json")
        self.assertEqual(summary["metrics"]["my_rate"], {"value": 1, "passes": 6, "fails": 0})
        self.assertEqual(summary["metrics"]["my_counter"]["count"], 6)
        self.assertEqual(summary["metrics"]["my_counter"]["thresholds"], {"count>100": True})
        self.assertEqual(summary["metrics"]["http_req_duration"]["thresholds"],
                         {"p(95)<500": False, "avg<200": False})
        never = summary["root_group"]["groups"]["outer"]["checks"]["never"]
        self.assertEqual((never["passes"], never["fails"]), (0, 6))

    def test_exported_stand_beside_those_of_handle_summary(self):
        self.run_script(SCRIPT + REPORTER, env={"K6_SUMMARY_EXPORT": "summary.json"})

        self.assertEqual(self.read("summary.json")["setup_data"], {"names": ["a", "b"]})
        self.assertIn("root_group", self.read("data.json"))

    def test_of_the_newer_schema_are_the_same_for_both(self):
        self.run_script(SCRIPT + """
            export function handleSummary(data) { return { 'data.json': JSON.stringify(data) }; }
        """, "--new-machine-readable-summary", "--summary-export", "summary.json")

        given, exported = self.read("data.json"), self.read("summary.json")
        self.assertEqual(given["results"], exported["results"])
        self.assertEqual(given["version"], "1.0.0")
        self.assertEqual(given["config"]["execution"], "local")
        self.assertIn("new Counter('my_counter')", given["config"]["script"])
        metrics = {metric["name"]: metric for metric in given["results"]["metrics"]}
        self.assertEqual(metrics["my_counter"], {"name": "my_counter", "type": "counter",
                                                 "contains": "default", "values": {"count": 6}})
        self.assertEqual(set(metrics["http_req_duration"]["values"]),
                         {"avg", "min", "med", "max", "p90", "p95"})
        self.assertEqual(given["results"]["checks"]["results"][1],
                         {"name": "never", "passes": 0, "fails": 6})

    def test_that_cannot_be_written_are_told_and_the_run_is_kept(self):
        outcome = self.run_script("export default function () {}",
                                  "--summary-export", "absent/summary.json")

        self.assert_exit(outcome, 0)
        self.assertIn("absent/summary.json", outcome.stderr)
        self.assertIn("█ TOTAL RESULTS", outcome.stdout)


if __name__ == "__main__":
    fixture.main()
