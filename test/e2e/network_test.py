#!/usr/bin/env python3
"""The options that say how requests are made and where they go, through the binary:
names, forbidden destinations, local addresses, redirects, cookies, rates."""
import json

import fixture

REPORT = """
    import http from 'k6/http';
    %(options)s
    export default function () {
      const r = http.get(__ENV.URL, %(params)s);
      console.log('seen ' + JSON.stringify({ status: r.status, code: r.error_code, error: r.error,
        tls: r.tls_version, body: r.body, origin: r.status === 200 ? r.json('origin') : '' }));
    }
"""


class NetworkTest(fixture.HeadroomTest):
    def see(self, url, *flags, options="", params="{ timeout: '5s' }", env=None):
        """What a script sees of one request."""
        script = self.write("script.js", REPORT % {"options": options, "params": params})
        outcome = self.run_headroom("run", "-q", "-e", f"URL={url}", *flags, str(script), env=env or {})
        self.assert_exit(outcome, 0)
        text = next(line for line in outcome.stderr.splitlines() if "seen " in line)
        text = text[text.index("seen ") + 5:text.rindex('"')]
        return json.loads(json.loads(f'"{text}"'))


class Names(NetworkTest):
    uses_target = True

    def port(self):
        return self.target.url.rsplit(":", 1)[1]

    def test_hosts_give_names_addresses(self):
        hosts = "export const options = { hosts: { 'shop.test': '127.0.0.1', '*.wild.test': '127.0.0.1:%s' } };"
        hosts %= self.port()

        self.assertEqual(self.see(f"http://shop.test:{self.port()}/get", options=hosts)["status"], 200)
        self.assertEqual(self.see("http://a.wild.test/get", options=hosts)["status"], 200)
        self.assertEqual(self.see("http://other.invalid/get", options=hosts)["code"], 1101)

    def test_a_host_with_a_port_is_for_that_port_only(self):
        hosts = "export const options = { hosts: { 'SHOP.test:81': '127.0.0.1:%s', '*.test': '127.0.0.1:1' } };"
        hosts %= self.port()

        self.assertEqual(self.see("http://shop.test:81/get", options=hosts)["status"], 200)
        self.assertEqual(self.see("http://shop.test:82/get", options=hosts)["code"], 1212)

    def assert_refused(self, url, flags, code, cause):
        """A request fails with the code, and the log says why."""
        script = self.write("script.js", """
            import http from 'k6/http';
            export default function () { console.log('code ' + http.get(__ENV.URL).error_code); }""")
        outcome = self.run_headroom("run", "-q", "-e", f"URL={url}", *flags, str(script))
        self.assert_exit(outcome, 0)
        self.assertIn(f"code {code}", outcome.stderr)
        self.assertIn(cause, outcome.stderr)

    def test_a_blocked_host_is_1111(self):
        self.assert_refused("http://Ads.example.test/", ["--block-hostnames", "*.EXAMPLE.test"], 1111,
                            "hostname (Ads.example.test) is in a blocked pattern (*.example.test)")

    def test_a_blacklisted_address_is_1110(self):
        cause = "IP (127.0.0.1) is in a blacklisted range (127.0.0.0/8)"
        wrapped = self.target.url.replace("127.0.0.1", "[::ffff:127.0.0.1]")

        self.assert_refused(self.target.url, ["--blacklist-ip", "10.0.0.0/8,127.0.0.0/8"], 1110, cause)
        self.assert_refused(self.target.url, ["--blacklist-ip", "::ffff:127.0.0.0/104"], 1110, cause)
        self.assert_refused(wrapped, ["--blacklist-ip", "127.0.0.0/8"], 1110, cause)

    def test_local_ips_are_called_from_by_turns(self):
        script = self.write("script.js", """
            import http from 'k6/http';
            export const options = { scenarios: { all: { executor: 'per-vu-iterations', vus: 10 } } };
            export default function () {
              console.log(`user ${__VU} calls from ${http.get(__ENV.URL).json('origin')} `);
            }""")
        outcome = self.run_headroom("run", "-q", "-e", f"URL={self.target.url}/get",
                                    "--local-ips", "127.0.0.2-127.0.0.9", str(script))

        self.assert_exit(outcome, 0)
        for user in range(1, 11):
            self.assertIn(f"user {user} calls from 127.0.0.{2 + (user - 1) % 8} ", outcome.stderr)

    def test_the_policy_chooses_the_family(self):
        # Of localhost, which machines do not agree on, only what must not be: an IPv4 address.
        seen = self.see(f"http://localhost:{self.port()}/get", "--dns", "policy=onlyIPv6")
        self.assertIn(seen["code"], (1101, 1212, 1213), seen)
        seen = self.see(f"http://localhost:{self.port()}/get", "--dns", "ttl=inf,select=first,policy=onlyIPv4")
        self.assertEqual((seen["status"], seen["origin"]), (200, "127.0.0.1"))

    def test_wrong_values_are_refused_by_name(self):
        script = self.write("script.js", """
            export const options = JSON.parse(__ENV.OPTIONS || '{}');
            export default function () {}""")
        rows = [
            (["--blacklist-ip", "x"], {}, "blacklistIPs: invalid CIDR address: x; write"),
            (["--block-hostnames", "a_b"], {}, "blockHostnames: invalid hostname pattern 'a_b'; write"),
            (["--local-ips", "1.2.3"], {}, "localIPs: '1.2.3' is not an IP address, range or CIDR; write"),
            (["--dns", "select=worst"], {}, "dns: select: expected one of first, random, roundRobin"),
            ([], {"K6_DNS": "ttl=soon"}, "K6_DNS: dns: ttl: "),
            ([], {"K6_HOSTS": '{"a.test":"b"}'}, "K6_HOSTS: hosts: 'b' is not an IP address"),
            (["-e", 'OPTIONS={"dns":{"policy":"x"}}'], {}, "dns: policy: expected one of preferIPv4"),
            (["-e", 'OPTIONS={"hosts":{"a.test":"b"}}'], {}, "hosts: 'b' is not an IP address"),
        ]
        for flags, env, text in rows:
            with self.subTest(text):
                outcome = self.run_headroom("run", *flags, str(script), env=env)
                self.assert_exit(outcome, 104)
                self.assertIn(text, outcome.stderr.replace('\\"', '"'))


class Requests(NetworkTest):
    uses_target = True

    def run_script(self, text, *flags):
        script = self.write("script.js", text)
        outcome = self.run_headroom("run", "-q", *flags, str(script), env={"BASE_URL": self.target.url})
        self.assert_exit(outcome, 0)
        return outcome

    def test_max_redirects_ends_a_chain(self):
        outcome = self.run_script("""
            import http from 'k6/http';
            export default function () {
              console.log('seen ' + http.get(`${__ENV.BASE_URL}/redirect/3`).url);
            }""", "--max-redirects", "1")

        self.assertIn("/relative-redirect/2", outcome.stderr)

    def test_cookies_stay_when_they_are_not_to_be_reset(self):
        text = """
            import http from 'k6/http';
            export const options = { iterations: 2, noCookiesReset: %s };
            export default function () {
              const before = http.get(`${__ENV.BASE_URL}/cookies`).json('cookies.a');
              http.get(`${__ENV.BASE_URL}/cookies/set?a=1`);
              console.log(`iteration ${__ITER}: ${before}`);
            }"""

        self.assertIn("iteration 1: 1", self.run_script(text % "true").stderr)
        self.assertIn("iteration 1: undefined", self.run_script(text % "false").stderr)

    def test_rps_holds_all_users_back_together(self):
        outcome = self.run_script("""
            import http from 'k6/http';
            export const options = { vus: 5, duration: '2s', rps: 10 };
            export default function () { http.get(`${__ENV.BASE_URL}/get`); }""")
        line = next(line for line in outcome.stdout.splitlines() if "http_reqs" in line)

        # Two seconds, the first at once, and one for each user that waits when they are over.
        self.assertLessEqual(int(line.split(": ")[1].split()[0]), 2 * 10 + 1 + 5)

    def test_http_debug_shows_what_goes_over_the_wire(self):
        text = """
            import http from 'k6/http';
            export default function () { http.post(`${__ENV.BASE_URL}/post`, 'the body'); }"""

        heads = self.run_script(text, "--http-debug").stderr
        full = self.run_script(text, "--http-debug=full").stderr

        self.assertIn("POST /post HTTP/1.1", heads)
        self.assertIn("HTTP/1.1 200 OK", heads)
        self.assertNotIn("the body", heads)
        self.assertIn("the body", full)

    def test_system_tags_are_those_asked_for(self):
        text = """
            import http from 'k6/http';
            export const options = { systemTags: %s, thresholds: {
              'http_reqs{status:200}': ['count>=0'], 'http_reqs{ip:127.0.0.1}': ['count>=0'] } };
            export default function () { http.get(`${__ENV.BASE_URL}/get`); }"""
        counts = {}
        for tags in ("['status']", "['ip']"):
            stdout = self.run_script(text % tags).stdout
            counts[tags] = [line.split(": ")[1].split()[0] for line in stdout.splitlines()
                            if line.strip().startswith(("{ status:200", "{ ip:127"))]

        self.assertEqual(sorted(counts["['status']"]), ["0", "1"])
        self.assertEqual(sorted(counts["['ip']"]), ["0", "1"])
        self.assertNotEqual(counts["['status']"], counts["['ip']"])


if __name__ == "__main__":
    fixture.main()
