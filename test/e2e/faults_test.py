#!/usr/bin/env python3
"""The system under test misbehaves: what a script sees of it is what k6 shows.

Expectations are k6 v2.2.0's own answers to the same bytes."""
import json
import socket

import fixture

# fault: (status, error_code, error, body), with a request time-out of two seconds.
FAULTS = {
    "reset-before": (0, 1220, "read: connection reset by peer", None),
    "close-before": (0, 1000, "EOF", None),
    "reset-mid-body": (0, 1220, "read: connection reset by peer", "abc"),
    "short-body": (0, 1000, "unexpected EOF", "abc"),
    "long-body": (200, 0, "", "abc"),
    "bad-length": (0, 1000, 'bad Content-Length "abc"', None),
    "two-lengths": (0, 1000, "http: message cannot contain multiple Content-Length headers; "
                             'got ["3" "4"]', None),
    "bad-chunk": (0, 1000, "invalid byte in chunk length", ""),
    "short-chunk": (0, 1000, "unexpected EOF", "ab"),
    "garbage": (0, 1000, 'malformed HTTP status code "garbage"', None),
    "bad-status": (0, 1000, 'malformed HTTP status code "abc"', None),
    "bad-version": (200, 0, "", ""),
    "no-colon": (0, 1000, 'malformed MIME header: missing colon: "NoColonHere"', None),
    "endless-headers": (0, 1000, "unexpected EOF", None),
    "half-header": (0, 1000, 'malformed MIME header: missing colon: "Content-Le"', None),
    "stall": (0, 1050, "request timeout", None),
    "stall-mid-body": (0, 1050, "request timeout", "abc"),
    "drip": (200, 0, "", "hello"),
    "bad-gzip": (0, 1701, "error decompressing response body (unexpected EOF)", None),
    "unknown-encoding": (200, 0, "", "hello"),
    "http10": (200, 0, "", "until close"),
    "continue": (200, 0, "", "ok"),
    "early-hints": (200, 0, "", "ok"),
    "loop": (302, 0, "", ""),
    "bad-location": (0, 1000, 'failed to parse Location header "http://[bad": parse '
                              '"http://[bad": missing \']\' in host', None),
    "no-location": (302, 0, "", ""),
    "lf-only": (200, 0, "", "ok"),
    "204-body": (204, 0, "", None),
    "404": (404, 1404, "", ""),
    "500": (500, 1500, "", ""),
    "dup-headers": (200, 0, "", ""),
}

# What Headroom does not do yet, with the reason. A row that starts to hold must leave here.
NOT_YET = {}

# url: the same. {refused} is a port where nobody listens, {target} the target's.
URLS = {
    "http://127.0.0.1:{refused}/": (0, 1212, "dial: connection refused", None),
    "http://does-not-exist.invalid/": (0, 1101, "lookup: no such host", None),
    "http://[::bad/": (0, 1020, 'invalid URL: parse "http://[::bad/": missing \']\' in host', []),
    "127.0.0.1:1": (0, 1020, 'invalid URL: parse "127.0.0.1:1": first path segment in URL cannot '
                             "contain colon", []),
    "ftp://127.0.0.1/": (0, 1000, 'unsupported protocol scheme "ftp"', None),
    "": (0, 1000, 'unsupported protocol scheme ""', None),
    "http://a b/": (0, 1020, 'invalid URL: parse "http://a b/": invalid character " " in host name',
                    []),
}

# Each virtual user makes one request, and says what came of it as JSON.
SCRIPT = """
    import http from 'k6/http';
    const requests = JSON.parse(open('requests.json'));
    export const options = { scenarios: { each: {
      executor: 'per-vu-iterations', vus: requests.length, iterations: 1 } } };
    export default function () {
      const r = http.get(requests[__VU - 1], { timeout: '2s' });
      console.log('seen ' + JSON.stringify(
        { url: requests[__VU - 1], seen: [r.status, r.error_code, r.error, r.body] }));
    }
"""


def port_of_nobody():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Faults(fixture.HeadroomTest):
    uses_target = True

    def answers(self, urls):
        self.write("requests.json", json.dumps(urls))
        outcome = self.run_script(SCRIPT)
        self.assert_exit(outcome, 0)
        seen = {}
        for message in fixture.messages(outcome.stderr):
            if message.startswith("seen "):
                answer = json.loads(message.removeprefix("seen "))
                seen[answer["url"]] = answer["seen"]
        self.assertEqual(len(seen), len(urls), outcome.stderr)
        return [seen[url] for url in urls]

    def test_look_to_a_script_as_k6_shows_them(self):
        names = list(FAULTS)

        answers = self.answers([f"{self.target.url}/fault/{name}" for name in names])

        for name, answer in zip(names, answers):
            with self.subTest(name):
                if name in NOT_YET:
                    self.assertNotEqual(answer, list(FAULTS[name]), "take it out of NOT_YET")
                else:
                    self.assertEqual(answer, list(FAULTS[name]))

    def test_before_and_instead_of_a_connection_do_too(self):
        refused = port_of_nobody()

        answers = self.answers([url.replace("{refused}", str(refused)) for url in URLS])

        for url, answer in zip(URLS, answers):
            with self.subTest(url):
                self.assertEqual(answer, list(URLS[url]))

    def test_failures_are_counted_and_judge_thresholds(self):
        outcome = self.run_script("""
            import http from 'k6/http';
            export const options = { iterations: 4, thresholds: { http_req_failed: ['rate<0.1'] } };
            export default function () {
              http.get(`${__ENV.BASE_URL}/fault/${__ITER % 2 ? 'close-before' : 'lf-only'}`);
            }
        """)

        self.assert_exit(outcome, 99)
        self.assertRegex(outcome.stdout, r"http_req_failed\.+: 50.00% 2 out of 4\n")
        self.assertRegex(outcome.stdout, r"✗ 'rate<0.1' rate=50.00%")


class Https(fixture.HeadroomTest):
    def setUp(self):
        super().setUp()
        self.secure = fixture.Target("--tls")
        self.addCleanup(self.secure.stop)

    def seen(self, *flags):
        outcome = self.run_script("""
            import http from 'k6/http';
            export default function () {
              const r = http.get(__ENV.SECURE_URL + '/get');
              console.log('seen', r.status, r.error_code, r.error);
            }
        """, *flags, env={"SECURE_URL": self.secure.url})
        return [text for text in fixture.messages(outcome.stderr) if text.startswith("seen")]

    def test_a_certificate_of_an_unknown_authority_is_1310(self):
        self.assertEqual(self.seen(), ["seen 0 1310 x509: unknown authority"])

    def test_and_is_accepted_when_asked_to(self):
        self.assertEqual(self.seen("--insecure-skip-tls-verify"), ["seen 200 0 "])


class TargetKilled(fixture.HeadroomTest):
    def test_mid_run_fails_requests_and_the_run_ends_by_itself(self):
        target = fixture.Target()
        process = self.start_script("""
            import http from 'k6/http';
            import { sleep } from 'k6';
            export const options = { scenarios: { s: {
              executor: 'per-vu-iterations', vus: 2, iterations: 40 } } };
            export default function () {
              const r = http.get(__ENV.URL + '/get');
              console.log('seen', r.error_code);
              sleep(0.05);
            }
        """, env={"URL": target.url})
        self.wait_for_line(process.stderr, "seen 0")
        target.kill()
        outcome = self.finish(process)

        self.assert_exit(outcome, 0)
        codes = {text.split()[1] for text in fixture.messages(outcome.stderr) if "seen" in text}
        # A kept connection may also have ended in order before the next request.
        self.assertIn("1212", codes)
        self.assertLessEqual(codes, {"0", "1212", "1220", "1000"})
        self.assertIn("80 complete and 0 interrupted iterations", outcome.stdout)


if __name__ == "__main__":
    fixture.main()
