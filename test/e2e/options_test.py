#!/usr/bin/env python3
"""Where `headroom run` takes options from, and where its log goes, through the binary."""
import json

import fixture

SHOW = """
    export default function () {
      console.log(`vus=${__VU} env=${__ENV.NAME}`);
    }
"""


class ConfigurationFile(fixture.HeadroomTest):
    def test_is_the_lowest_tier(self):
        self.write("config.json", json.dumps({"vus": 2, "iterations": 4, "userAgent": "x"}))

        outcome = self.run_script(SHOW, "--config", "config.json")
        self.assert_exit(outcome, 0)
        self.assertIn("4 iterations shared among 2 VUs", outcome.stdout)

        script = "export const options = { iterations: 3 };\n" + SHOW
        outcome = self.run_script(script, "-c", "config.json")
        self.assertIn("3 iterations shared among 2 VUs", outcome.stdout)

        outcome = self.run_script(script, "-c", "config.json", env={"K6_ITERATIONS": "5"})
        self.assertIn("5 iterations shared among 2 VUs", outcome.stdout)

        outcome = self.run_script(script, "-c", "config.json", "-i", "6",
                                  env={"K6_ITERATIONS": "5"})
        self.assertIn("6 iterations shared among 2 VUs", outcome.stdout)

    def test_lies_in_the_home_folder_and_is_named_at_debug_level(self):
        path = self.write("home/.config/headroom/config.json", '{"iterations": 2}')
        other = self.write("home/.config/k6/config.json", '{"iterations": 3}')
        env = {"HOME": str(self.folder / "home")}

        outcome = self.run_script(SHOW, "--verbose", env=env)
        self.assertIn("2 iterations", outcome.stdout)
        self.assertIn(f"options of the configuration file {path} are in effect", outcome.stderr)

        path.unlink()
        outcome = self.run_script(SHOW, "--verbose", env=env)
        self.assertIn("3 iterations", outcome.stdout)
        self.assertIn(f"options of the configuration file {other} are in effect", outcome.stderr)

        outcome = self.run_script(SHOW, env=env)
        self.assertNotIn("configuration file", outcome.stderr)

    def test_is_refused_with_its_place(self):
        self.write("config.json", '{\n  "duration": true\n}')

        outcome = self.run_script(SHOW, env={"K6_CONFIG": "config.json"})

        self.assert_refused(outcome, 104, "config.json, line 2, column 15: duration")

    def test_scenarios_that_are_replaced_are_told_in_k6s_words(self):
        script = """
            export const options = { scenarios: { s: { executor: 'per-vu-iterations' } } };
        """ + SHOW

        for flags, env, tier in ((["-i", "2"], {}, "cli"), (["-u", "2"], {}, "cli"),
                                 ([], {"K6_DURATION": "1s"}, "env")):
            with self.subTest(tier):
                outcome = self.run_script(script, *flags, env=env)
                self.assert_exit(outcome, 0)
                self.assertIn(f'"{tier}" level configuration overrode scenarios configuration '
                              "entirely", fixture.messages(outcome.stderr))


class ScriptVariables(fixture.HeadroomTest):
    def test_come_from_files_between_the_environment_and_e(self):
        self.write(".env", "export NAME='of the file' # as it is\n")

        plain = self.run_script(SHOW, env={"NAME": "of the environment"})
        self.assertIn("env=of the environment", plain.stderr)
        asked = self.run_script(SHOW, "--env-file", ".env", env={"NAME": "of the environment"})
        self.assertIn("env=of the file", asked.stderr)
        flag = self.run_script(SHOW, "-e", "NAME=of the flag", "--env-file", ".env")
        self.assertIn("env=of the flag", flag.stderr)

    def test_of_a_file_that_cannot_be_read_end_the_command(self):
        self.write(".env", "A=1\nB='2\n")

        self.assert_refused(self.run_script(SHOW, "--env-file", ".env"), 255,
                            "--env-file .env: line 2, column 3: the quote is not closed")

    def test_are_frozen_by_the_feature(self):
        script = "export default function () { __ENV.NAME = 'new'; console.log(__ENV.NAME); }"

        self.assertIn("msg=new", self.run_script(script).stderr)
        outcome = self.run_script(script, "--features", "freeze-env", "-e", "NAME=old")
        self.assertIn("TypeError", outcome.stderr)
        self.assertNotIn("msg=new", outcome.stderr)


class CompatibilityMode(fixture.HeadroomTest):
    SCRIPT = "export default function () { console.log(typeof global, typeof globalThis); }"

    def test_base_is_without_global(self):
        self.assertIn('"object object"', self.run_script(self.SCRIPT).stderr)
        self.assertIn('"undefined object"',
                      self.run_script(self.SCRIPT, "--compatibility-mode=base").stderr)


class Archives(fixture.HeadroomTest):
    def test_are_refused_by_name(self):
        self.write("archive.tar", b"metadata.json".ljust(257, b"\0") + b"ustar\0" + b"\0" * 249)

        self.assert_refused(self.run_headroom("run", "archive.tar"), 255, "archives are not in")


class Log(fixture.HeadroomTest):
    SCRIPT = """
        export default function () { console.log('said'); console.warn('warned'); }
    """

    def test_goes_where_it_is_sent(self):
        outcome = self.run_script(self.SCRIPT, "--log-output=stdout")
        self.assertIn("level=info msg=said source=console", outcome.stdout)
        self.assertEqual(outcome.stderr, "")

        outcome = self.run_script(self.SCRIPT, env={"K6_LOG_OUTPUT": "none"})
        self.assertNotIn("said", outcome.stdout + outcome.stderr)

    def test_is_appended_to_a_file_from_the_level_on(self):
        log = self.write("run.log", "before\n")

        outcome = self.run_script(self.SCRIPT, "--log-output=file=run.log,level=warn")

        self.assertEqual(outcome.stderr, "")
        lines = log.read_text().splitlines()
        self.assertEqual(lines[0], "before")
        self.assertIn("level=warning msg=warned source=console", lines[1])
        self.assertEqual(len(lines), 2)

    def test_that_cannot_be_opened_is_told_on_standard_error(self):
        outcome = self.run_script(self.SCRIPT, "--log-output=file=absent/run.log")

        self.assert_refused(outcome, 255, "absent/run.log: No such file or directory")

    def test_formats(self):
        outcome = self.run_script(self.SCRIPT, "--log-format=json")
        lines = [json.loads(line) for line in outcome.stderr.splitlines()]
        self.assertEqual([(line["level"], line["msg"]) for line in lines],
                         [("info", "said"), ("warning", "warned")])

        outcome = self.run_script(self.SCRIPT, env={"K6_LOG_FORMAT": "raw"})
        self.assertEqual(outcome.stderr, "said\nwarned\n")

    def test_of_the_console_goes_to_a_file_of_its_own(self):
        outcome = self.run_script(self.SCRIPT, "--console-output=console.log")

        self.assertEqual(outcome.stderr, "")
        self.assertIn("msg=said", (self.folder / "console.log").read_text())


if __name__ == "__main__":
    fixture.main()
