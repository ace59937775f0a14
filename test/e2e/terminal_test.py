#!/usr/bin/env python3
"""What `headroom run` draws on a terminal, looked at after the escape codes."""
import fcntl
import os
import pty
import signal
import struct
import termios

import fixture
from terminal import Terminal

SLEEPING = """
    import { sleep } from 'k6';
    export const options = { scenarios: {
      one: { executor: 'per-vu-iterations', vus: 2, iterations: 2 },
      two: { executor: 'shared-iterations', vus: 1, iterations: 3 } } };
    export default function () { console.log(`said ${__VU}`); sleep(0.3); }
"""
ENDLESS = """
    import { sleep } from 'k6';
    export const options = { duration: '10m' };
    export default function () { sleep(0.1); }
"""


class Shown:
    """The terminal of a running process, and its screen."""

    def __init__(self, descriptor, rows, columns):
        self.descriptor = descriptor
        self.screen = Terminal(rows, columns)
        self.resize(rows, columns)

    def resize(self, rows, columns):
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(columns)

    def read(self):
        """False at the end, when nobody has the other side open any more."""
        try:
            data = os.read(self.descriptor, 65536)
        except OSError:
            return False
        self.screen.feed(data)
        return bool(data)

    def read_until(self, holds):
        while not holds(self.screen):
            assert self.read(), "\n".join(self.screen.everything())

    def read_all(self):
        while self.read():
            pass


class TerminalTest(fixture.HeadroomTest):
    def show(self, script, *flags, env=None, size=(24, 100)):
        controller, side = pty.openpty()
        self.addCleanup(os.close, controller)
        shown = Shown(controller, *size)
        process = self.start_script(script, *flags, env={"TERM": "xterm", **(env or {})},
                                    stdout=side, stderr=side)
        os.close(side)
        return process, shown

    def show_to_its_end(self, script, *flags, **options):
        process, shown = self.show(script, *flags, **options)
        shown.read_all()
        self.assertEqual(process.wait(), 0, "\n".join(shown.screen.everything()))
        return shown.screen


def has_bar(screen):
    return any(line.startswith("default ") and "[" in line for line in screen.text())


class Bars(TerminalTest):
    def test_are_redrawn_in_place_below_the_lines_of_the_log(self):
        screen = self.show_to_its_end(SLEEPING, size=(50, 100))

        lines = screen.everything()
        self.assertEqual(sum("said" in line for line in lines), 7, lines)
        for line in lines:
            if "said" in line:
                self.assertRegex(line, r"^INFO\[\d{4}\] said \d +source=console$")
        self.assertEqual(sum(line.startswith("running (") for line in lines), 1, lines)
        bars = [line for line in lines if line.startswith(("one ", "two "))]
        self.assertEqual(len(bars), 2, lines)
        self.assertRegex(bars[0], r"^one ✓ \[=+\] 2 VUs  00m00\.\ds/10m0s  4/4 iters, 2 per VU$")
        self.assertLess(next(i for i, line in enumerate(lines) if "TOTAL RESULTS" in line),
                        lines.index(bars[0]))

    def test_fill_the_width_and_follow_it(self):
        process, shown = self.show(ENDLESS, size=(24, 100))
        shown.read_until(has_bar)
        bar = next(line for line in shown.screen.text() if line.startswith("default "))
        self.assertIn("-" * 30, bar)

        shown.resize(24, 50)
        shown.read_until(lambda screen: has_bar(screen) and not any(
            "-" * 30 in line for line in screen.text()))

        process.send_signal(signal.SIGINT)
        shown.read_all()
        self.assertEqual(process.wait(), 105)

    def test_of_more_scenarios_than_rows_leave_out_what_does_not_fit(self):
        script = """
            import { sleep } from 'k6';
            const scenario = { executor: 'per-vu-iterations', vus: 1 };
            const scenarios = {};
            for (let i = 0; i < 30; i++) {
              scenarios['s' + i] = i === 29 ? scenario : { ...scenario, startTime: '1h' };
            }
            export const options = { scenarios };
            export default function () { sleep(600); }
        """
        process, shown = self.show(script, size=(12, 100))
        shown.read_until(lambda screen: any("more scenarios" in line for line in screen.text()))
        for _ in range(5):
            shown.read()

        lines = shown.screen.everything()
        self.assertEqual(sum(line.startswith("running (") for line in lines), 1, lines)
        self.assertTrue(any(line.startswith("s29 ") for line in lines), lines)
        self.assertIn("and 22 more scenarios", lines)
        process.send_signal(signal.SIGINT)
        shown.read_all()
        process.wait()

    def test_are_gone_when_a_second_signal_ends_the_process(self):
        script = ENDLESS + "export function teardown() { console.log('ending'); sleep(600); }"
        process, shown = self.show(script)
        shown.read_until(has_bar)
        process.send_signal(signal.SIGINT)
        shown.read_until(lambda screen: any("ending" in line for line in screen.text()))
        process.send_signal(signal.SIGINT)
        shown.read_all()

        self.assertEqual(process.wait(), 105)
        self.assertEqual(shown.screen.column, 0)
        self.assertEqual(shown.screen.below_cursor(), [])

    def test_end_with_the_cursor_below_them(self):
        screen = self.show_to_its_end(SLEEPING, size=(50, 100))

        self.assertEqual(screen.column, 0)
        self.assertEqual(screen.below_cursor(), [])
        last = screen.text()[max(0, screen.row - 3):screen.row]
        self.assertTrue(any(line.startswith("measurement: ") for line in last), last)


class Colours(TerminalTest):
    def test_are_left_out_when_they_are_not_wanted(self):
        self.assertIn("m", self.show_to_its_end(SLEEPING).codes)
        for flags, env in ((["--no-color"], {}), ([], {"NO_COLOR": ""}),
                           ([], {"K6_NO_COLOR": "true"})):
            with self.subTest(flags=flags, env=env):
                screen = self.show_to_its_end(SLEEPING, *flags, env=env)
                self.assertNotIn("m", screen.codes)
                self.assertIn("K", screen.codes)


class WithoutBars(TerminalTest):
    def test_a_quiet_run_draws_none(self):
        screen = self.show_to_its_end(SLEEPING, "--quiet", size=(50, 100))

        self.assertFalse(any(line.startswith(("running (", "one ")) for line in screen.everything()))
        self.assertTrue(any("TOTAL RESULTS" in line for line in screen.everything()))

    def test_a_dumb_terminal_gets_plain_lines(self):
        screen = self.show_to_its_end(SLEEPING, env={"TERM": "dumb"}, size=(60, 120))

        self.assertEqual(screen.codes, set())
        self.assertTrue(any('msg="said 1" source=console' in line
                            for line in screen.everything()), screen.everything())


if __name__ == "__main__":
    fixture.main()
