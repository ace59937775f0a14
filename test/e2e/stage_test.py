#!/usr/bin/env python3
"""The system tag `stage`: which stage of a ramp a sample belongs to."""
import json

import fixture

SCRIPT = """
    import exec from 'k6/execution';
    import http from 'k6/http';
    import { check, sleep } from 'k6';
    export const options = {
      %s
      scenarios: {
        ramp: { executor: 'ramping-vus', startVUs: 1, exec: 'visit', gracefulStop: '1s',
                stages: [{ duration: '1s', target: 1 }, { duration: '1s', target: 1 }] },
        flat: { executor: 'per-vu-iterations', exec: 'visit' } },
    };
    const seen = [];
    export function visit() {
      http.get(`${__ENV.BASE_URL}/get`);
      check(1, { one: (v) => v === 1 });
      const { stage } = exec.vu.metrics.tags;
      if (!seen.includes(stage)) {
        seen.push(stage);
        console.log(JSON.stringify([exec.scenario.name, stage === undefined ? null : stage]));
      }
      sleep(0.1);
    }
"""


class Stage(fixture.HeadroomTest):
    uses_target = True

    def seen(self, outcome):
        return sorted(json.loads(text) for text in fixture.messages(outcome.stderr)
                      if text.startswith("["))

    def test_is_on_all_samples_of_an_iteration_when_it_is_asked_for(self):
        thresholds = ", ".join(
            f"'{metric}{{stage:{stage}}}': ['{claim}']"
            for stage in (0, 1)
            for metric, claim in (("http_reqs", "count>0"), ("checks", "rate==1"),
                                  ("http_req_duration", "max>0"), ("iterations", "count>0"),
                                  ("iteration_duration", "max>0"), ("data_sent", "count>0")))
        outcome = self.run_script(
            SCRIPT % ("systemTags: ['stage', 'scenario'], thresholds: { 'iterations{stage:2}': "
                      "['count==0'], 'iterations{scenario:flat}': ['count==1'], "
                      + thresholds + " },"))

        self.assert_exit(outcome, 0)
        self.assertEqual(self.seen(outcome), [["flat", None], ["ramp", "0"], ["ramp", "1"]])

    def test_is_not_there_otherwise(self):
        outcome = self.run_script(SCRIPT % "")

        self.assert_exit(outcome, 0)
        self.assertEqual(self.seen(outcome), [["flat", None], ["ramp", None]])


if __name__ == "__main__":
    fixture.main()
