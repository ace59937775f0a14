#!/usr/bin/env python3
"""Scripts that compute for ever, recurse, hoard or import in circles harm nobody else."""
import fixture


class OneIterationGoesWrong(fixture.HeadroomTest):
    """The first virtual user misbehaves in each iteration, the second does its work."""

    def run_beside(self, bad, *flags, executor="executor: 'per-vu-iterations', iterations: 3"):
        return self.run_script(f"""
            import {{ check, sleep }} from 'k6';
            export const options = {{ scenarios: {{ s: {{
              vus: 2, gracefulStop: '0s', {executor} }} }} }};
            export default function () {{
              if (__VU === 1) {{ {bad} }} else {{ sleep(0.05); check(1, {{ 'did its work': true }}); }}
            }}
        """, *flags)

    def assert_only_that_iteration_failed(self, outcome, word):
        self.assert_exit(outcome, 0)
        self.assertIn("6 complete and 0 interrupted iterations", outcome.stdout)
        self.assertRegex(outcome.stdout, r"checks_succeeded\.+: 100.00% 3 out of 3\n")
        errors = [line for line in outcome.stderr.splitlines() if "level=error" in line]
        self.assertEqual(len(errors), 3, outcome.stderr)
        for line in errors:
            self.assertIn(word, line)
            self.assertIn("script.js:", line)

    def test_deep_recursion(self):
        self.assert_only_that_iteration_failed(
            self.run_beside("(function deep(n) { return deep(n + 1) + 1; })(0);"), "stack")

    def test_a_memory_hog(self):
        self.assert_only_that_iteration_failed(
            self.run_beside("const all = []; for (;;) { all.push('x'.repeat(100000) + all.length); }",
                            "--vu-memory", "16"), "out of memory")

    def test_deeply_nested_json(self):
        self.assert_only_that_iteration_failed(
            self.run_beside("JSON.parse('['.repeat(1000000));"), "stack")

    def test_an_infinite_loop_ends_with_its_scenario(self):
        outcome = self.run_beside("for (;;) {}", executor="executor: 'constant-vus', duration: '1s'")

        self.assert_exit(outcome, 0)
        self.assertRegex(outcome.stdout, r"[1-9]\d* complete and [12] interrupted iterations")
        self.assertRegex(outcome.stdout, r"checks_succeeded\.+: 100.00% \d+ out of \d+\n")

    def test_a_loop_that_catches_everything_ends_too(self):
        outcome = self.run_beside("for (;;) { try { for (;;) {} } catch (e) {} }",
                                  executor="executor: 'constant-vus', duration: '1s'")

        self.assert_exit(outcome, 0)
        self.assertRegex(outcome.stdout, r"[1-9]\d* complete and [12] interrupted iterations")

    def test_a_throw_of_anything(self):
        for thrown in ("undefined", "null", "42", "{ a: 1 }", "Symbol('s')"):
            with self.subTest(thrown):
                outcome = self.run_beside(f"throw {thrown};")

                self.assert_exit(outcome, 0)
                self.assertIn("6 complete and 0 interrupted iterations", outcome.stdout)

    def test_a_rejected_promise(self):
        self.assert_only_that_iteration_failed(
            self.run_beside("Promise.reject(new Error('not kept'));"), "not kept")


class InitGoesWrong(fixture.HeadroomTest):
    def test_a_memory_hog_is_refused(self):
        outcome = self.run_script("""
            const all = []; for (;;) { all.push('x'.repeat(100000) + all.length); }
            export default function () {}
        """, "--vu-memory", "16")

        self.assert_refused(outcome, 107, "out of memory", "script.js:")

    def test_deep_recursion_is_refused(self):
        outcome = self.run_script("""
            (function deep(n) { return deep(n + 1) + 1; })(0);
            export default function () {}
        """)

        self.assert_refused(outcome, 107, "stack", "script.js:")


class Imports(fixture.HeadroomTest):
    def test_in_circles_work(self):
        self.write("lib/even.js", """
            import { odd } from './odd.js';
            export function even(n) { return n === 0 || odd(n - 1); }
        """)
        self.write("lib/odd.js", """
            import { even } from './even.js';
            export function odd(n) { return n !== 0 && even(n - 1); }
        """)
        outcome = self.run_script("""
            import { even } from './lib/even.js';
            export default function () { console.log(`even ${even(10)} ${even(7)}`); }
        """)

        self.assert_exit(outcome, 0)
        self.assertIn("even true false", fixture.messages(outcome.stderr))

    def test_that_are_missing_are_one_line_with_the_place(self):
        self.write("lib/outer.js", "\n\nimport { a } from './absent.js';\nexport const b = a;\n")
        outcome = self.run_script(
            "import { b } from './lib/outer.js';\nexport default function () { return b; }\n")

        self.assert_refused(outcome, 107, "absent.js", "lib/outer.js:3")

    def test_of_a_name_that_a_module_lacks_are_one_line_with_the_name(self):
        self.write("lib.js", "export const a = 1;\n")
        outcome = self.run_script("import { b } from './lib.js';\nexport default function () {}\n")

        self.assert_refused(outcome, 107, "'b'", "lib.js")

    def test_of_npm_packages_are_told_what_can_be_imported(self):
        outcome = self.run_script("import _ from 'lodash';\nexport default function () {}\n")

        self.assert_refused(outcome, 107, "lodash", "not a module of k6", "script.js:1")


class Abandoned(fixture.HeadroomTest):
    uses_target = True

    def test_requests_under_way_end_with_an_iteration_that_throws(self):
        outcome = self.run_script("""
            import http from 'k6/http';
            export const options = { vus: 2, iterations: 4 };
            export default async function () {
              http.asyncRequest('POST', `${__ENV.BASE_URL}/delay/2`, new Uint8Array([1, 2]).buffer);
              throw new Error('over');
            }""")

        self.assert_exit(outcome, 0)
        self.assertIn("4 complete", outcome.stdout)


if __name__ == "__main__":
    fixture.main()
