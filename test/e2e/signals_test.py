#!/usr/bin/env python3
"""SIGINT and SIGTERM: the first ends the run in order, the second at once."""
import signal

import fixture

SCRIPT = """
    import { sleep } from 'k6';
    export const options = { vus: 2, duration: '10m' };
    export default function () { console.log('iterating'); sleep(300); }
    export function teardown() { console.log('tearing down'); TEARDOWN }
"""


class FirstSignal(fixture.HeadroomTest):
    def stopped_run(self, script, number):
        process = self.start_script(script)
        self.wait_for_line(process.stderr, "iterating")
        process.send_signal(number)
        return self.finish(process)

    def test_interrupts_iterations_then_tears_down_and_prints_the_summary(self):
        for number, name in ((signal.SIGINT, "interrupt"), (signal.SIGTERM, "terminated")):
            with self.subTest(name):
                outcome = self.stopped_run(SCRIPT.replace("TEARDOWN", ""), number)

                self.assert_exit(outcome, 105)
                self.assertIn("tearing down", outcome.stderr)
                self.assertIn(f"received a '{name}' signal", outcome.stderr)
                self.assertIn("0 complete and 2 interrupted iterations", outcome.stdout)
                self.assertIn("TOTAL RESULTS", outcome.stdout)

    def test_ends_a_script_that_computes(self):
        outcome = self.stopped_run("""
            export const options = { duration: '10m' };
            export default function () { console.log('iterating'); for (;;) {} }
        """, signal.SIGINT)

        self.assert_exit(outcome, 105)
        self.assertIn("0 complete and 1 interrupted iterations", outcome.stdout)

    def test_leaves_the_summary_to_handle_summary(self):
        outcome = self.stopped_run(SCRIPT.replace("TEARDOWN", "") + """
            export function handleSummary() { return { stdout: 'summarised\\n' }; }
        """, signal.SIGINT)

        self.assert_exit(outcome, 105)
        self.assertIn("summarised", outcome.stdout)

    def test_outweighs_a_crossed_threshold(self):
        outcome = self.stopped_run(SCRIPT.replace("TEARDOWN", "").replace(
            "vus: 2", "thresholds: { iterations: ['count>100'] }, vus: 2"), signal.SIGINT)

        self.assert_exit(outcome, 105)

    def test_ends_setup_and_skips_teardown(self):
        for reason, wait in {"sleeps": "sleep(300)", "computes": "for (;;) {}"}.items():
            with self.subTest(reason):
                process = self.start_script(f"""
                    import {{ sleep }} from 'k6';
                    export function setup() {{ console.log('setting up'); {wait} }}
                    export default function () {{ console.log('iterating'); }}
                    export function teardown() {{ console.log('tearing down'); }}
                """)
                self.wait_for_line(process.stderr, "setting up")
                process.send_signal(signal.SIGINT)
                outcome = self.finish(process)

                self.assert_exit(outcome, 105)
                self.assertNotIn("iterating", outcome.stderr)
                self.assertNotIn("tearing down", outcome.stderr)

    def test_during_initialisation_makes_no_further_virtual_users(self):
        process = self.start_script("""
            import { sleep } from 'k6';
            export const options = { vus: 1000, iterations: 1000 };
            if (__VU > 0) { console.log('initialising'); sleep(0.5); }
            export default function () { console.log('iterating'); }
        """)
        self.wait_for_line(process.stderr, "initialising")
        process.send_signal(signal.SIGINT)
        outcome = self.finish(process)

        self.assert_exit(outcome, 105)
        self.assertNotIn("iterating", outcome.stderr)

    def test_lets_teardown_finish(self):
        process = self.start_script("""
            import { sleep } from 'k6';
            export default function () {}
            export function teardown() {
              console.log('tearing down'); sleep(1); console.log('torn down');
            }
        """)
        self.wait_for_line(process.stderr, "tearing down")
        process.send_signal(signal.SIGINT)
        outcome = self.finish(process)

        self.assert_exit(outcome, 105)
        self.assertIn("torn down", outcome.stderr)


class SecondSignal(fixture.HeadroomTest):
    def test_ends_the_process_at_once(self):
        process = self.start_script(
            SCRIPT.replace("TEARDOWN", "sleep(30); console.log('torn down');"))
        self.wait_for_line(process.stderr, "iterating")
        process.send_signal(signal.SIGINT)
        self.wait_for_line(process.stderr, "tearing down")
        process.send_signal(signal.SIGINT)
        outcome = self.finish(process)

        self.assert_exit(outcome, 105)
        self.assertNotIn("torn down", outcome.stderr)
        self.assertNotIn("TOTAL RESULTS", outcome.stdout)


# Built-in functions in which the engine looks at nothing else.
LONG_BUILT_INS = {
    "a loop over a huge length": "Array.prototype.indexOf.call({ length: 2 ** 53 }, 1);",
    "a regular expression": "/^(a+)+$/.test('a'.repeat(40) + 'b');",
}


class LongBuiltIns(fixture.HeadroomTest):
    def test_leave_the_process_to_the_second_signal(self):
        for phase in ("default function ()", "function setup()", "function teardown()"):
            body = LONG_BUILT_INS["a loop over a huge length"]
            with self.subTest(phase):
                script = f"export {phase} {{ console.log('computing'); {body} }}\n"
                if "default" not in phase:
                    script += "export default function () {}\n"
                process = self.start_script(script)
                self.wait_for_line(process.stderr, "computing")
                process.send_signal(signal.SIGINT)
                process.send_signal(signal.SIGTERM)  # as a second one that cannot merge

                self.assert_exit(self.finish(process), 105)

    def test_of_regular_expressions_are_interrupted(self):
        body = LONG_BUILT_INS["a regular expression"]
        process = self.start_script(
            "export const options = { duration: '10m' };\n"
            f"export default function () {{ console.log('computing'); {body} }}")
        self.wait_for_line(process.stderr, "computing")
        process.send_signal(signal.SIGINT)
        outcome = self.finish(process)

        self.assert_exit(outcome, 105)
        self.assertIn("0 complete and 1 interrupted iterations", outcome.stdout)

    def test_of_regular_expressions_are_timed_out(self):
        outcome = self.run_script(
            "export const options = { setupTimeout: '200ms' };\n"
            f"export function setup() {{ {LONG_BUILT_INS['a regular expression']} }}\n"
            "export default function () {}")

        self.assert_exit(outcome, 100)


if __name__ == "__main__":
    fixture.main()
