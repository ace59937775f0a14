#!/usr/bin/env python3
"""A main script fetched over https, from a server of the test's own."""
import http.server
import ssl
import threading

import fixture
from tls_test import TlsTest

SCRIPT = b"export default function () { console.log('fetched'); }\n"


class ScriptServer:
    """Answers a GET by `answers` (target: status, headers, body); 404 else."""

    def __init__(self, folder, answers):
        requests = self.requests = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                requests.append((self.path, self.headers["User-Agent"]))
                status, headers, body = answers.get(self.path, (404, {}, b""))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "server.pem", folder / "server.key")
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.url = f"https://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def stop(self):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class RemoteScript(TlsTest):
    def serve_scripts(self, answers):
        self.certificate("server", "localhost", "-addext", "subjectAltName=IP:127.0.0.1")
        server = ScriptServer(self.folder, answers)
        self.addCleanup(server.stop)
        return server

    def test_is_fetched_first_with_k6s_mark(self):
        server = self.serve_scripts({"/a/s.js?x=1&_k6=1": (200, {}, SCRIPT)})

        outcome = self.run_headroom("run", server.url + "/a/s.js?x=1", env=self.trusting())

        self.assert_exit(outcome, 0)
        self.assertIn("msg=fetched", outcome.stderr)
        self.assertIn(f"script: {server.url}/a/s.js?x=1", outcome.stdout)
        (path, agent), = server.requests
        self.assertEqual(path, "/a/s.js?x=1&_k6=1")
        self.assertTrue(agent.startswith("Headroom/"))

    def test_is_fetched_plainly_when_that_fails(self):
        server = self.serve_scripts({"/s.js": (200, {}, SCRIPT)})

        outcome = self.run_headroom("run", server.url + "/s.js", env=self.trusting())

        self.assert_exit(outcome, 0)
        self.assertEqual([path for path, _ in server.requests], ["/s.js?_k6=1", "/s.js"])

    def test_may_lie_elsewhere(self):
        server = self.serve_scripts({"/s.js?_k6=1": (302, {"Location": "/t.js"}, b""),
                                     "/t.js": (200, {}, SCRIPT)})

        self.assert_exit(self.run_headroom("run", server.url + "/s.js", env=self.trusting()), 0)

    def test_that_is_not_there_is_255(self):
        server = self.serve_scripts({"/broken.js": (500, {}, b"")})

        self.assert_refused(
            self.run_headroom("run", server.url + "/absent.js", env=self.trusting()),
            255, f"fetching {server.url}/absent.js: not found")
        self.assert_refused(
            self.run_headroom("run", server.url + "/broken.js", env=self.trusting()),
            255, "wrong status code (500)")

    def test_of_a_server_that_nobody_vouches_for_is_255(self):
        server = self.serve_scripts({"/s.js?_k6=1": (200, {}, SCRIPT)})

        self.assert_refused(self.run_headroom("run", server.url + "/s.js"), 255, "x509")
        self.assertEqual(server.requests, [])

    def test_cannot_import_yet(self):
        server = self.serve_scripts(
            {"/s.js?_k6=1": (200, {}, b"import './t.js';\nexport default function () {}\n")})

        self.assert_refused(self.run_headroom("run", server.url + "/s.js", env=self.trusting()),
                            107, "./t.js", "imports over the network are not in Headroom yet")


if __name__ == "__main__":
    fixture.main()
