#!/usr/bin/env python3
"""k6/execution through the binary: what a script learns of its run, in which phase, and
how it ends the run or marks it as failed."""
import json

import fixture

PLAIN = "import exec from 'k6/execution';\nexport default function () {}\n"
SUMMARY = "export function handleSummary() { return { stdout: 'summarised\\n' }; }\n"
TEARDOWN = "export function teardown() { console.log('torn down'); }\n"


def printed(outcome):
    """What the script printed as JSON, in order."""
    return [json.loads(text) for text in fixture.messages(outcome.stderr) if text[:1] in "[{"]


class Abort(fixture.HeadroomTest):
    def assert_aborted(self, outcome, message):
        self.assert_exit(outcome, 108)
        errors = [line for line in outcome.stderr.splitlines() if "level=error" in line]
        self.assertEqual(len(errors), 1, outcome.stderr)
        self.assertRegex(errors[0], f'level=error msg="{message}"$')

    def test_in_init_is_108_before_anything_ran(self):
        outcome = self.run_script("""
            import exec from 'k6/execution';
            exec.test.abort('no settings');
            console.log('still here');
            export default function () {}
        """ + SUMMARY)

        self.assert_aborted(outcome, "test aborted: no settings")
        self.assertNotIn("summarised", outcome.stdout)
        self.assertNotIn("still here", outcome.stderr)

    def test_in_the_init_code_of_a_virtual_user_still_gives_a_summary(self):
        outcome = self.run_script("""
            import exec from 'k6/execution';
            export const options = { vus: 3, duration: '5m' };
            if (__VU > 1) { exec.test.abort('foo'); }
            export default function () {}
        """ + SUMMARY + TEARDOWN)

        self.assert_aborted(outcome, "test aborted: foo")
        self.assertIn("summarised", outcome.stdout)
        self.assertNotIn("torn down", outcome.stderr)

    def test_in_setup_skips_iterations_and_teardown_but_not_the_summary(self):
        outcome = self.run_script("""
            import exec from 'k6/execution';
            export function setup() { exec.test.abort(); }
            export default function () { console.log('iterated'); }
        """ + SUMMARY + TEARDOWN)

        self.assert_aborted(outcome, "test aborted")
        self.assertIn("summarised", outcome.stdout)
        self.assertNotIn("torn down", outcome.stderr)
        self.assertNotIn("iterated", outcome.stderr)

    def test_in_an_iteration_interrupts_the_others_and_counts_itself_as_complete(self):
        outcome = self.run_script("""
            import exec from 'k6/execution';
            import { sleep } from 'k6';
            export const options = { vus: 3, duration: '5m' };
            export default function () {
              if (__VU === 1) { sleep(0.2); }
              if (__VU === 1) {
                try { exec.test.abort('enough'); } catch (e) { console.log('caught'); }
                console.log('still here');
              }
              sleep(600);
            }
        """ + TEARDOWN)

        self.assert_aborted(outcome, "test aborted: enough")
        self.assertIn("1 complete and 2 interrupted iterations", outcome.stdout)
        self.assertIn("torn down", outcome.stderr)
        self.assertNotIn("caught", outcome.stderr)
        self.assertNotIn("still here", outcome.stderr)

    def test_outdoes_a_crossed_threshold(self):
        outcome = self.run_script("""
            import exec from 'k6/execution';
            export const options = { thresholds: { iterations: ['count>100'] } };
            export default function () { exec.test.abort({ toString: () => 'mine' }); }
        """)

        self.assert_aborted(outcome, "test aborted: mine")
        self.assertIn("✗ 'count>100' count=1", outcome.stdout)

    def test_in_a_promise_job_ends_the_run_too(self):
        outcome = self.run_script("""
            import exec from 'k6/execution';
            export default async function () { await null; exec.test.abort('late'); }
        """, "-d", "30s")

        self.assert_aborted(outcome, "test aborted: late")

    def test_in_teardown_is_108(self):
        outcome = self.run_script(
            PLAIN + SUMMARY + "export function teardown() { exec.test.abort('not clean'); }")

        self.assert_aborted(outcome, "test aborted: not clean")
        self.assertIn("summarised", outcome.stdout)

    def test_in_handle_summary_is_0_and_the_summary_is_printed(self):
        outcome = self.run_script(
            PLAIN + "export function handleSummary() { exec.test.abort('late'); }")

        self.assert_exit(outcome, 0)
        self.assertIn("test aborted: late", outcome.stderr)
        self.assertIn("iterations...", outcome.stdout)


class Fail(fixture.HeadroomTest):
    def test_lets_the_run_go_on_and_is_110(self):
        outcome = self.run_script("""
            import exec from 'k6/execution';
            export const options = { iterations: 3 };
            export default function () { exec.test.fail(`iteration ${__ITER}`); }
        """)

        self.assert_exit(outcome, 110)
        self.assertEqual(fixture.messages(outcome.stderr),
                         ["test marked as failed: iteration 0",
                          "test marked as failed: iteration 1",
                          "test marked as failed: iteration 2",
                          "test run was marked as failed"])
        self.assertIn("3 complete and 0 interrupted iterations", outcome.stdout)

    def test_in_setup_and_in_teardown_is_110(self):
        for function in ("setup", "teardown"):
            with self.subTest(function):
                outcome = self.run_script(
                    PLAIN + f"export function {function}() {{ exec.test.fail(); }}")

                self.assert_exit(outcome, 110)
                self.assertIn('msg="test marked as failed"', outcome.stderr)

    def test_outdoes_a_crossed_threshold(self):
        outcome = self.run_script("""
            import exec from 'k6/execution';
            export const options = { thresholds: { iterations: ['count>100'] } };
            export default function () { exec.test.fail(); }
        """)

        self.assert_exit(outcome, 110)

    def test_in_init_is_an_exception(self):
        outcome = self.run_script("import exec from 'k6/execution';\nexec.test.fail('x');\n"
                                  "export default function () {}")

        self.assert_refused(outcome, 107, "execution.test.fail() called outside of VU context")

    def test_in_handle_summary_is_0(self):
        outcome = self.run_script(PLAIN + "export function handleSummary() {"
                                          " exec.test.fail('late'); return {}; }")

        self.assert_exit(outcome, 0)
        self.assertIn("test marked as failed: late", outcome.stderr)


class Phases(fixture.HeadroomTest):
    NO_VU = "Error: getting VU information in the init context is not supported"
    NO_SCENARIO = ("Error: getting scenario information outside of the VU context is not "
                   "supported")
    NO_INSTANCE = "Error: getting instance information in the init context is not supported"
    NO_OPTIONS = "Error: getting test options in the init context is not supported"

    def test_each_part_is_there_or_refused_as_in_k6(self):
        outcome = self.run_script("""
            import exec from 'k6/execution';
            function parts(phase) {
              const found = { phase };
              for (const [name, read] of Object.entries({
                  vu: () => exec.vu.idInTest, scenario: () => exec.scenario.name,
                  instance: () => exec.instance.vusInitialized,
                  options: () => typeof exec.test.options })) {
                try { found[name] = read(); } catch (e) { found[name] = String(e); }
              }
              console.log(JSON.stringify(found));
            }
            if (__VU === 1) { parts('init'); }
            export function setup() { parts('setup'); }
            export default function () { parts('iteration'); }
            export function teardown() { parts('teardown'); }
            export function handleSummary() { parts('summary'); return {}; }
        """)

        self.assert_exit(outcome, 0)
        self.assertEqual(printed(outcome), [
            {"phase": "init", "vu": self.NO_VU, "scenario": self.NO_SCENARIO,
             "instance": self.NO_INSTANCE, "options": self.NO_OPTIONS},
            {"phase": "setup", "vu": 0, "scenario": self.NO_SCENARIO, "instance": 1,
             "options": "object"},
            {"phase": "iteration", "vu": 1, "scenario": "default", "instance": 1,
             "options": "object"},
            {"phase": "teardown", "vu": 0, "scenario": self.NO_SCENARIO,
             "instance": self.NO_INSTANCE, "options": "object"},
            {"phase": "summary", "vu": 0, "scenario": self.NO_SCENARIO,
             "instance": self.NO_INSTANCE, "options": "object"}])

    def test_names_can_be_imported_alone_and_are_refused_in_init_by_their_fields(self):
        outcome = self.run_script("""
            import { instance, scenario, test, vu } from 'k6/execution';
            const errors = [];
            for (const read of [() => vu.idInTest, () => scenario.name, () => test.options,
                                () => instance.vusActive]) {
              try { read(); } catch (e) { errors.push(String(e)); }
            }
            if (__VU === 1) { console.log(JSON.stringify(errors)); }
            export default function () {
              console.log(JSON.stringify([vu.idInTest, scenario.executor, typeof test.abort,
                                          instance.vusActive]));
            }
        """)

        self.assertEqual(printed(outcome),
                         [[self.NO_VU, self.NO_SCENARIO, self.NO_OPTIONS, self.NO_INSTANCE],
                          [1, "per-vu-iterations", "function", 1]])


class Facts(fixture.HeadroomTest):
    def test_count_iterations_of_the_user_the_scenario_and_the_test(self):
        outcome = self.run_script("""
            import exec from 'k6/execution';
            export const options = { scenarios: {
              one: { executor: 'per-vu-iterations', iterations: 2, maxDuration: '1s',
                     gracefulStop: '0s' },
              two: { executor: 'shared-iterations', iterations: 2, startTime: '1s' } } };
            export default function () {
              const { vu, scenario, instance } = exec;
              console.log(JSON.stringify([scenario.name, scenario.executor, scenario.progress,
                scenario.iterationInInstance, scenario.iterationInTest, vu.idInInstance,
                vu.iterationInInstance, vu.iterationInScenario, instance.iterationsCompleted,
                instance.iterationsInterrupted, instance.vusActive, instance.vusInitialized]));
            }
        """)

        self.assertEqual([row[:8] + row[9:] for row in printed(outcome)],
                         [["one", "per-vu-iterations", 0, 0, 0, 1, 0, 0, 0, 1, 1],
                          ["one", "per-vu-iterations", 0.5, 1, 1, 1, 1, 1, 0, 1, 1],
                          ["two", "shared-iterations", 0, 0, 0, 1, 2, 0, 0, 1, 1],
                          ["two", "shared-iterations", 0.5, 1, 1, 1, 3, 1, 0, 1, 1]])
        self.assertEqual([row[8] for row in printed(outcome)], [0, 1, 2, 3])

    def test_tell_the_time_since_before_setup_and_the_scenarios_start(self):
        outcome = self.run_script("""
            import exec from 'k6/execution';
            import { sleep } from 'k6';
            export function setup() { sleep(0.3); return Date.now(); }
            export default function (setupEnd) {
              console.log(JSON.stringify([exec.instance.currentTestRunDuration,
                exec.scenario.startTime - setupEnd, Date.now() - exec.scenario.startTime]));
            }
        """)

        [[elapsed_ms, after_setup_ms, ago_ms]] = printed(outcome)
        self.assertGreaterEqual(elapsed_ms, 300)
        self.assertGreaterEqual(after_setup_ms, -2)
        self.assertGreaterEqual(ago_ms, -2)
        self.assertLess(after_setup_ms + ago_ms, 60_000)


class Options(fixture.HeadroomTest):
    def test_are_consolidated_frozen_and_new_at_each_access(self):
        outcome = self.run_script("""
            import exec from 'k6/execution';
            export const options = { tags: { a: 'b' }, setupTimeout: 90000,
              thresholds: { checks: ['rate>0.9'],
                iterations: [{ threshold: 'count>=1', abortOnFail: true }] } };
            export default function () {
              const { options } = exec.test;
              try { options.batch = 5; } catch (e) { console.log(JSON.stringify([String(e)])); }
              console.log(JSON.stringify([exec.test.options !== options,
                Object.isFrozen(options), Object.isFrozen(options.scenarios.default)]));
              console.log(JSON.stringify(options));
            }
        """, "-u", "2", "-d", "1s", "-i", "2", "--dns", "ttl=1m,select=first")

        error, traits, options = printed(outcome)[:3]
        self.assertEqual(error, ["TypeError: 'batch' is read-only"])
        self.assertEqual(traits, [True, True, True])
        self.assertEqual(options["tags"], {"a": "b"})
        self.assertEqual(options["setupTimeout"], "1m30s")
        self.assertEqual(options["dns"],
                         {"ttl": "1m0s", "select": "first", "policy": "preferIPv4"})
        self.assertIsNone(options["noSetup"])
        self.assertEqual(options["thresholds"], {
            "checks": ["rate>0.9"],
            "iterations": [{"threshold": "count>=1", "abortOnFail": True,
                            "delayAbortEval": None}]})
        self.assertEqual(options["scenarios"]["default"], {
            "executor": "shared-iterations", "startTime": "0s", "gracefulStop": "30s",
            "env": None, "exec": "default", "tags": None, "vus": 2, "iterations": 2,
            "maxDuration": "1s"})
        for shortcut in ("vus", "duration", "iterations", "stages"):
            self.assertNotIn(shortcut, options)


class Tags(fixture.HeadroomTest):
    uses_target = True

    def test_are_on_every_later_sample_of_the_user_in_its_scenario_and_no_longer(self):
        outcome = self.run_script("""
            import exec from 'k6/execution';
            import http from 'k6/http';
            import { check, group } from 'k6';
            import { Counter } from 'k6/metrics';
            const mine = new Counter('mine');
            export const options = {
              scenarios: {
                one: { executor: 'per-vu-iterations', iterations: 3, maxDuration: '2s',
                       gracefulStop: '0s' },
                two: { executor: 'per-vu-iterations', startTime: '2s' } },
              thresholds: {
                'http_reqs{step:a}': ['count==2'], 'http_reqs{step:b}': ['count==1'],
                'http_reqs{scenario:one}': ['count==4'],
                'checks{step:a}': ['rate==1'], 'mine{step:a}': ['count==1'],
                'group_duration{step:a}': ['max>0'],
                'iterations{step:a}': ['count==1'], 'iterations{step:b}': ['count==1'],
                'iteration_duration{step:b}': ['max>0'],
                'data_received{step:b}': ['count>0'], 'data_received{step:a}': ['count>0'],
                'iterations{scenario:one}': ['count==3'], 'iterations{scenario:two}': ['count==1'] } };
            export default function () {
              if (exec.scenario.name === 'one' && __ITER > 0) {
                exec.vu.metrics.tags.step = __ITER === 1 ? 'a' : 'b';
              }
              group('g', () => http.get(`${__ENV.BASE_URL}/get`));
              if (__ITER === 1) {
                http.get(`${__ENV.BASE_URL}/get`);
                check(1, { one: (v) => v === 1 });
                mine.add(1);
              }
            }
        """)

        self.assert_exit(outcome, 0)

    def test_lie_over_the_scenarios_and_below_the_groups_and_the_calls(self):
        outcome = self.run_script("""
            import exec from 'k6/execution';
            import http from 'k6/http';
            import { group } from 'k6';
            export const options = {
              tags: { layer: 'test', kept: 'test' },
              scenarios: { s: { executor: 'per-vu-iterations', tags: { layer: 'scenario' } } },
              thresholds: {
                'http_reqs{layer:scenario}': ['count==1'], 'http_reqs{layer:own}': ['count==2'],
                'http_reqs{layer:call}': ['count==1'], 'http_reqs{kept:test}': ['count==4'],
                'http_reqs{group:mine}': ['count==2'], 'http_reqs{group:::g}': ['count==1'] } };
            export default function () {
              const url = `${__ENV.BASE_URL}/get`;
              const { tags } = exec.vu.metrics;
              http.get(url);
              tags.layer = 'own';
              tags.group = 'mine';
              http.get(url);
              group('g', () => http.get(url));
              http.get(url, { tags: { layer: 'call' } });
              console.log(JSON.stringify(tags));
              delete tags.kept;
              console.log(JSON.stringify(['kept' in tags, tags.kept === undefined,
                Object.keys(exec.vu.tags)]));
            }
        """)

        self.assert_exit(outcome, 0)
        self.assertEqual(printed(outcome), [
            {"group": "mine", "kept": "test", "layer": "own", "scenario": "s"},
            [False, True, ["group", "layer", "scenario"]]])

    def test_take_text_numbers_and_truth_only(self):
        outcome = self.run_script("""
            import exec from 'k6/execution';
            export default function () {
              for (const object of [exec.vu.metrics.tags, exec.vu.metrics.metadata, exec.vu.tags]) {
                Object.assign(object, { text: 'a', integer: 101, float: 3.14, truth: true });
                const { text, integer, float, truth } = object;
                console.log(JSON.stringify([text, integer, float, truth]));
              }
              for (const value of [null, undefined, [], {}, () => 1, 1n]) {
                for (const object of [exec.vu.metrics.tags, exec.vu.metrics.metadata]) {
                  try { object.custom = value; } catch (e) { console.log(String(e)); }
                }
              }
            }
        """)

        self.assertEqual(printed(outcome), [["a", "101", "3.14", "true"]] * 3)
        refusals = [text for text in fixture.messages(outcome.stderr) if "TypeError" in text]
        self.assertEqual(refusals, [
            "TypeError: invalid value for metric tag 'custom': only String, Boolean and Number "
            "types are accepted as a metric tag values",
            "TypeError: invalid value for metric metadata 'custom': only String, Boolean and "
            "Number types are accepted as a metric metadata value"] * 6)

    def test_metadata_has_vu_and_iter_where_they_are_wanted(self):
        outcome = self.run_script("""
            import exec from 'k6/execution';
            export const options = { iterations: 2, systemTags: ['vu', 'iter'] };
            export default function () {
              console.log(JSON.stringify(exec.vu.metrics.metadata));
              exec.vu.metrics.metadata.trace = 'x';
            }
        """)

        self.assertEqual(printed(outcome), [{"iter": "0", "vu": "1"},
                                            {"iter": "1", "trace": "x", "vu": "1"}])

    def test_a_tag_of_its_own_for_each_iteration_is_no_leak(self):
        outcome = self.run_script("""
            import exec from 'k6/execution';
            import { check } from 'k6';
            export const options = { iterations: 30000,
              thresholds: { 'checks{half:odd}': ['rate==1'], checks: ['rate==1'],
                            'iterations{half:odd}': ['count==15000'] } };
            export default function () {
              exec.vu.metrics.tags.number = __ITER;
              exec.vu.metrics.tags.half = __ITER % 2 ? 'odd' : 'even';
              check(1, { one: (v) => v === 1 });
            }
        """, "--vu-memory", "8")

        self.assert_exit(outcome, 0)


if __name__ == "__main__":
    fixture.main()
