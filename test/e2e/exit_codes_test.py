#!/usr/bin/env python3
"""The exit codes of `headroom run`: those of k6, because CI jobs read them."""
import importlib
import inspect
import re
import unittest
from pathlib import Path

import fixture

PLAIN = "export default function () {}\n"


def with_options(options):
    return f"export const options = {options};\n{PLAIN}"


class Passing(fixture.HeadroomTest):
    def test_a_run_that_ends_is_0(self):
        self.assert_exit(self.run_script(PLAIN), 0)

    def test_failed_checks_are_0(self):
        outcome = self.run_script("""
            import { check } from 'k6';
            export default function () { check(1, { 'is two': (v) => v === 2 }); }
        """)

        self.assert_exit(outcome, 0)
        self.assertIn("✗ is two", outcome.stdout)

    def test_iterations_that_throw_are_0(self):
        outcome = self.run_script(
            "export default function () { throw new Error('boom'); }", "--iterations", "3")

        self.assert_exit(outcome, 0)
        self.assertEqual(outcome.stderr.count("Error: boom"), 3)
        self.assertIn("3 complete and 0 interrupted", outcome.stdout)

    def test_handle_summary_that_throws_is_0_and_the_summary_is_printed(self):
        outcome = self.run_script(
            PLAIN + "export function handleSummary() { throw new Error('no summary'); }")

        self.assert_exit(outcome, 0)
        self.assertIn("no summary", outcome.stderr)
        self.assertIn("iterations...", outcome.stdout)

    def test_no_usage_report_is_accepted(self):
        self.assert_exit(self.run_script(PLAIN, "--no-usage-report"), 0)

    def test_an_unknown_option_at_the_top_is_only_a_warning(self):
        outcome = self.run_script(with_options("{ nonsense: 1 }"))

        self.assert_exit(outcome, 0)
        self.assertIn("level=warning", outcome.stderr)
        self.assertIn("nonsense", outcome.stderr)


class Thresholds(fixture.HeadroomTest):
    def test_crossed_is_99(self):
        outcome = self.run_script(with_options("{ thresholds: { iterations: ['count>100'] } }"))

        self.assert_exit(outcome, 99)
        self.assertIn("thresholds on metrics 'iterations' have been crossed", outcome.stderr)

    def test_crossed_but_not_evaluated_is_0(self):
        outcome = self.run_script(with_options("{ thresholds: { iterations: ['count>100'] } }"),
                                  "--no-thresholds")

        self.assert_exit(outcome, 0)

    def test_abort_on_fail_is_99_and_ends_the_run_early(self):
        outcome = self.run_script("""
            import { sleep } from 'k6';
            export const options = { duration: '10m', thresholds: {
              iterations: [{ threshold: 'count<1', abortOnFail: true }] } };
            export default function () { sleep(0.1); }
            export function teardown() { console.log('torn down'); }
        """)

        self.assert_exit(outcome, 99)
        self.assertIn("torn down", outcome.stderr)
        self.assertRegex(outcome.stdout, r"running \(0m0[23]\.\ds\)|running \(00m0[23]\.\ds\)")


class TimeOuts(fixture.HeadroomTest):
    def test_setup_is_100(self):
        outcome = self.run_script("""
            import { sleep } from 'k6';
            export const options = { setupTimeout: '200ms' };
            export function setup() { sleep(60); }
            export default function () {}
            export function teardown() { console.log('torn down'); }
        """)

        self.assert_exit(outcome, 100)
        self.assertIn("setup() execution timed out", outcome.stderr)
        self.assertNotIn("torn down", outcome.stderr)

    def test_setup_that_computes_is_100_too(self):
        outcome = self.run_script("""
            export const options = { setupTimeout: '200ms' };
            export function setup() { for (;;) {} }
            export default function () {}
        """)

        self.assert_exit(outcome, 100)

    def test_teardown_is_101_and_the_summary_is_printed(self):
        outcome = self.run_script("""
            import { sleep } from 'k6';
            export const options = { teardownTimeout: '200ms' };
            export default function () {}
            export function teardown() { sleep(60); }
        """)

        self.assert_exit(outcome, 101)
        self.assertIn("teardown() execution timed out", outcome.stderr)
        self.assertIn("iterations...", outcome.stdout)


    def test_handle_summary_is_0_and_the_usual_summary_is_printed(self):
        for reason, wait in {"sleeps": "sleep(60);", "computes": "for (;;) {}",
                             "catches": "for (;;) { try { for (;;) {} } catch (e) {} }"}.items():
            with self.subTest(reason):
                outcome = self.run_script(f"""
                    import {{ sleep }} from 'k6';
                    export const options = {{ handleSummaryTimeout: '1s' }};
                    export default function () {{}}
                    export function handleSummary() {{ {wait} return {{ stdout: 'own' }}; }}
                """)

                self.assert_exit(outcome, 0)
                self.assertIn('msg="handleSummary() execution timed out after 1 seconds"',
                              outcome.stderr)
                self.assertIn("handleSummaryTimeout option", outcome.stderr)
                self.assertIn("iterations...", outcome.stdout)
                self.assertNotIn("own", outcome.stdout)

    def test_a_hint_names_the_option(self):
        for name in ("setup", "teardown"):
            with self.subTest(name):
                outcome = self.run_script(f"""
                    import {{ sleep }} from 'k6';
                    export const options = {{ {name}Timeout: '200ms' }};
                    export default function () {{}}
                    export function {name}() {{ sleep(60); }}
                """)

                self.assertIn(f"via the {name}Timeout option", outcome.stderr)


class InvalidConfiguration(fixture.HeadroomTest):
    CASES = {
        "an unknown field inside a scenario": (
            "{ scenarios: { s: { executor: 'constant-vus', vus: 1, duration: '1s', rate: 3 } } }",
            "rate"),
        "an unknown executor": (
            "{ scenarios: { s: { executor: 'externally-controlled', duration: '1s' } } }",
            "externally-controlled"),
        "a scenario without executor": ("{ scenarios: { s: { vus: 1 } } }", "executor"),
        "stages that lead nowhere": (
            "{ scenarios: { s: { executor: 'ramping-vus', startVUs: 0, "
            "stages: [{ duration: '1s', target: 0 }] } } }",
            "scenario s has configuration errors: either startVUs or one of the stages' target "
            "values must be greater than 0"),
        "a stage without a target": (
            "{ stages: [{ duration: '1s' }] }",
            "scenario default has configuration errors: stage 1 doesn't have a target"),
        "stages beside a duration": (
            "{ duration: '1s', stages: [{ duration: '1s', target: 1 }] }",
            "using `duration` and `stages` options simultaneously is not allowed"),
        "a scenario that calls what is not exported": (
            "{ scenarios: { s: { executor: 'per-vu-iterations', exec: 'other' } } }", "other"),
        "an expression that is none": ("{ thresholds: { checks: ['rate>>1'] } }", "rate>>1"),
        "an aggregation that the metric lacks": (
            "{ thresholds: { iterations: ['p(95)<5'] } }", "counter"),
        "a metric that does not exist": (
            "{ thresholds: { nothing: ['count>1'] } }", "no metric name \\\"nothing\\\" found"),
        "thresholds that are a bare string": (
            "{ thresholds: { iterations: 'count>1' } }", "iterations"),
        "shortcuts that contradict a scenario": (
            "{ vus: 2, duration: '1s', scenarios: { s: { executor: 'shared-iterations' } } }", ""),
    }

    def test_is_104_with_one_line_that_names_the_cause(self):
        for reason, (options, word) in self.CASES.items():
            with self.subTest(reason):
                self.assert_refused(self.run_script(with_options(options)), 104, word)

    def test_exports_without_default_are_104(self):
        self.assert_refused(self.run_script("export function other() {}"), 104, "default")

    def test_bad_stages_are_104_as_flag_and_as_variable(self):
        self.assert_refused(self.run_script(PLAIN, "--stage", "1s:many"), 104, "many")
        self.assert_refused(self.run_script(PLAIN, env={"K6_STAGES": "soon:1"}), 104, "K6_STAGES")

    def test_a_bad_variable_is_104(self):
        self.assert_refused(self.run_script(PLAIN, env={"K6_VUS": "x"}), 104, "K6_VUS")


class ScriptExceptions(fixture.HeadroomTest):
    def test_in_init_is_107(self):
        outcome = self.run_script("const a = 1;\nthrow new Error('too early');\n" + PLAIN)

        self.assert_refused(outcome, 107, "too early", "script.js:2", 'hint="script exception"')

    def test_in_setup_is_107_without_teardown_but_with_handle_summary(self):
        outcome = self.run_script(PLAIN + """
            export function setup() { throw new Error('no data'); }
            export function teardown() { console.log('torn down'); }
            export function handleSummary() { return { stdout: 'summarised\\n' }; }
        """)

        self.assert_exit(outcome, 107)
        self.assertIn("no data", outcome.stderr)
        self.assertNotIn("torn down", outcome.stderr)
        self.assertIn("summarised", outcome.stdout)

    def test_in_teardown_is_107(self):
        outcome = self.run_script(
            PLAIN + "export function teardown() { throw new Error('still there'); }")

        self.assert_exit(outcome, 107)
        self.assertIn("still there", outcome.stderr)

    def test_a_syntax_error_is_107(self):
        self.assert_refused(self.run_script("export default function ( {"), 107,
                            "SyntaxError", "script.js:1")

    def test_a_missing_import_is_107(self):
        outcome = self.run_script("\nimport { a } from './absent.js';\n" + PLAIN)

        self.assert_refused(outcome, 107, "absent.js", "script.js")


class AnythingElse(fixture.HeadroomTest):
    def test_a_missing_script_is_255(self):
        self.assert_refused(self.run_headroom("run", "absent.js"), 255, "absent.js")

    def test_a_script_without_exported_function_is_255(self):
        self.assert_refused(self.run_script("const a = 1;"), 255, "no exported functions")

    def test_an_unknown_flag_is_255(self):
        self.assert_refused(self.run_script(PLAIN, "--nonsense"), 255, "--nonsense")

    def test_a_bad_name_after_env_is_255(self):
        self.assert_refused(self.run_script(PLAIN, "-e", "no good=1"), 255, "no good")

    def test_what_k6_has_and_headroom_has_not_is_refused_by_its_name(self):
        for flag in (["--out", "json=x.json"], ["--linger"], ["--traces-output", "otel"],
                     ["--profiling-enabled"]):
            with self.subTest(flag[0]):
                self.assert_refused(self.run_script(PLAIN, *flag), 255, flag[0])

    def test_and_so_is_its_variable(self):
        outcome = self.run_script(PLAIN, env={"K6_OUT": "json=x.json"})

        self.assert_refused(outcome, 255, "K6_OUT")


class Documentation(unittest.TestCase):
    """docs/exit-codes.md: its rows name tests, and those ask for the row's code."""

    ROOT = Path(__file__).resolve().parents[2]

    def rows(self):
        text = (self.ROOT / "docs/exit-codes.md").read_text()
        return [(int(code), tests) for code, tests in
                re.findall(r"^\| (\d+) \| .* \|(.*)\|$", text, re.MULTILINE)]

    def test_has_every_code_of_the_program(self):
        declared = re.findall(r"exit_\w+ = (\d+)",
                              (self.ROOT / "src/k6/exit_code.h").read_text())
        documented = {code for code, _ in self.rows()}

        self.assertEqual({int(code) for code in declared} - documented, set())

    def test_names_tests_that_ask_for_the_code(self):
        for code, tests in self.rows():
            for name in re.findall(r"`(\w+\.\w+\.\w+)`", tests):
                module, case, test = name.split(".")
                with self.subTest(name):
                    function = getattr(getattr(importlib.import_module(module), case), test)
                    self.assertRegex(inspect.getsource(function), rf"(?:\b|_){code}(?:\b|_)")


if __name__ == "__main__":
    fixture.main()
