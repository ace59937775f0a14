#!/usr/bin/env python3
"""How many requests are under way at once, as a server counts them: the limits of batch(),
and what rps holds back."""
import json
import re
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import fixture

# How long a server waits for requests that are to come at once: a limit for failures only.
PATIENCE_SECONDS = 30


class CountingServer(ThreadingHTTPServer):
    """Answers nobody before `crowd` requests are under way at once, and then goes on to watch
    for a moment whether there are more."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, crowd=1):
        super().__init__(("127.0.0.1", 0), CountingHandler)
        self.crowd, self.seen, self.most, self.most_of_a_host = crowd, 0, 0, 0
        self._under_way, self._changed = Counter(), threading.Condition()
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    def pass_through(self, host):
        with self._changed:
            self.seen += 1
            self._under_way[host] += 1
            self.most = max(self.most, self._under_way.total())
            self.most_of_a_host = max(self.most_of_a_host, *self._under_way.values())
            self._changed.notify_all()
            self._changed.wait_for(lambda: self.most >= self.crowd, PATIENCE_SECONDS)
            if self.crowd > 1:
                self._changed.wait_for(lambda: self.most > self.crowd, 0.02)

    def leave(self, host):
        with self._changed:
            self._under_way[host] -= 1


class CountingHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        host = self.headers["Host"]
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.pass_through(host)
        # Before the answer: the next request may come as soon as it is out.
        self.server.leave(host)
        body = self.path.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *words):
        pass


class ConcurrencyTest(fixture.HeadroomTest):
    def serve(self, crowd=1):
        server = CountingServer(crowd)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server


class BatchLimits(ConcurrencyTest):
    SCRIPT = """
        import http from 'k6/http';
        const hosts = JSON.parse(__ENV.HOSTS);
        export const options = { hosts: { '*.test': '127.0.0.1' }, %s };
        export default function () {
          const urls = Array.from({ length: 48 },
            (_, i) => `http://${hosts[i %% hosts.length]}/${i}`);
          const bodies = http.batch(urls).map((response) => response.body);
          console.log('in order: ' + bodies.every((body, i) => body === `/${i}`));
        }
    """

    def most_at_once(self, expected, *flags, hosts=1, options=""):
        """What the server saw: altogether, and of one host."""
        server = self.serve(expected)
        names = [f"h{number}.test:{server.port}" for number in range(hosts)]
        outcome = self.run_script(self.SCRIPT % options, "-e", f"HOSTS={json.dumps(names)}", *flags)
        self.assert_exit(outcome, 0)
        self.assertIn("in order: true", outcome.stderr)
        self.assertEqual(server.seen, 48)
        return server.most, server.most_of_a_host

    def test_are_20_requests_and_6_to_one_host(self):
        self.assertEqual(self.most_at_once(6), (6, 6))
        self.assertEqual(self.most_at_once(12, hosts=2), (12, 6))
        self.assertEqual(self.most_at_once(20, hosts=8)[0], 20)

    def test_are_what_the_options_say(self):
        for options, expected in [("batch: 3", 3), ("batchPerHost: 2", 2),
                                  ("batch: 9, batchPerHost: 30", 9),
                                  ("batch: 30, batchPerHost: 0", 30)]:
            with self.subTest(options):
                self.assertEqual(self.most_at_once(expected, options=options), (expected, expected))

    def test_are_what_the_flags_say(self):
        self.assertEqual(self.most_at_once(4, "--batch", "4"), (4, 4))
        self.assertEqual(self.most_at_once(8, "--batch-per-host", "8"), (8, 8))

    def test_hold_for_each_port_of_a_host_apart(self):
        first, second = self.serve(6), self.serve(6)
        hosts = json.dumps([f"one.test:{first.port}", f"one.test:{second.port}"])

        self.assert_exit(self.run_script(self.SCRIPT % "", "-e", f"HOSTS={hosts}"), 0)

        self.assertEqual((first.most, second.most), (6, 6))


class BatchShape(ConcurrencyTest):
    def test_is_that_of_what_was_asked(self):
        server = self.serve()
        outcome = self.run_script("""
            import http from 'k6/http';
            const at = (path) => `${__ENV.URL}${path}`;
            const seen = (r) => `${r.request.method} ${r.url.replace(__ENV.URL, '')} ${r.status}`;
            const forms = () => [at('/text'), ['POST', at('/array'), 'b'],
              { method: 'post', url: at('/object'), body: 'b', params: { tags: { a: 'b' } } },
              { url: at('/plain') }, http.url`${at('/')}named`];
            export default function () {
              const array = http.batch(forms());
              const [text, list, object, plain, named] = forms();
              const names = http.batch({ text, list, object, plain, named });
              const none = [http.batch([]), http.batch({})];
              console.log('seen ' + JSON.stringify([Array.isArray(array), array.map(seen),
                Array.isArray(names), Object.entries(names).map(([k, r]) => [k, seen(r)]), none]));
            }
        """, "-e", f"URL=http://127.0.0.1:{server.port}")

        self.assert_exit(outcome, 0)
        (text,) = [text for text in fixture.messages(outcome.stderr) if text.startswith("seen ")]
        answers = ["GET /text 200", "POST /array 200", "POST /object 200", "GET /plain 200",
                   "GET /named 200"]
        names = ["text", "list", "object", "plain", "named"]
        self.assertEqual(json.loads(text[5:]),
                         [True, answers, False, [list(pair) for pair in zip(names, answers)],
                          [[], {}]])


class Rate(ConcurrencyTest):
    def test_users_who_are_interrupted_while_they_wait_for_it_send_nothing(self):
        for call in ("http.get(__ENV.URL)", "http.get(__ENV.URL, { tags: { a: 'b' } })",
                     "http.batch([__ENV.URL, __ENV.URL])"):
            with self.subTest(call):
                server = self.serve()
                # Requests go every tenth of a second, and the end comes between two.
                outcome = self.run_script("""
                    import http from 'k6/http';
                    export const options = { rps: 10, scenarios: { s: { executor: 'constant-vus',
                      vus: 5, duration: '1250ms', gracefulStop: '0s' } } };
                    export default function () { %s; }
                """ % call, "-e", f"URL=http://127.0.0.1:{server.port}/")

                self.assert_exit(outcome, 0)
                counted = int(re.search(r"http_reqs\.+: (\d+) ", outcome.stdout)[1])
                # Of those who had been let go, one may still have been under way.
                self.assertIn(server.seen - counted, (0, 1))
                self.assertIn("5 interrupted iterations", outcome.stdout)


if __name__ == "__main__":
    fixture.main()
