#!/usr/bin/env python3
"""TLS through the binary: whom it trusts, versions and suites, client certificates, key
logs and resuming. The servers are openssl's own, which tell in their page what they saw.
Handshakes that go wrong are in faults_test.py."""
import json
import re
import subprocess
import time

import fixture

SCRIPT = """
    import http from 'k6/http';
    export const options = { noConnectionReuse: true, %s };
    export default function () {
      const r = http.get(__ENV.URL, { timeout: '5s' });
      const page = /(New|Reused), TLSv[0-9.]+/.exec(r.body || '');
      console.log('seen ' + JSON.stringify({ status: r.status, code: r.error_code, error: r.error,
        version: r.tls_version, suite: r.tls_cipher_suite, page: page ? page[0] : '' }));
    }
"""

ANYONE = "--insecure-skip-tls-verify"


class TlsTest(fixture.HeadroomTest):
    def openssl(self, *words):
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    def certificate(self, name, subject, *more):
        self.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                     "-nodes", "-days", "2", "-subj", f"/CN={subject}",
                     "-keyout", f"{name}.key", "-out", f"{name}.pem", *more)

    def serve(self, *flags):
        """openssl's server, with a new certificate server.pem."""
        self.certificate("server", "localhost", "-addext",
                         "subjectAltName=DNS:localhost,IP:127.0.0.1")
        return self.serve_kept(*flags)

    def serve_kept(self, *flags):
        """The same, with the certificate that is there."""
        process = subprocess.Popen(["openssl", "s_server", "-accept", "127.0.0.1:0", "-www",
                                    "-cert", "server.pem", "-key", "server.key", *flags],
                                   cwd=self.folder, text=True, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.addCleanup(self._end, process)
        accepting = self.wait_for_line(process.stdout, "ACCEPT ")[-1]
        return f"https://127.0.0.1:{accepting.rsplit(':', 1)[1].strip()}/"

    def trusting(self, name="server"):
        return {"SSL_CERT_FILE": str(self.folder / f"{name}.pem")}

    def run_tls(self, url, *flags, options="", env=None):
        outcome = self.run_script(SCRIPT % options, "-e", f"URL={url}", *flags, env=env)
        self.assert_exit(outcome, 0)
        return outcome

    def see_all(self, url, *flags, **more):
        """What the script sees of each request."""
        texts = fixture.messages(self.run_tls(url, *flags, **more).stderr)
        return [json.loads(text[5:]) for text in texts if text.startswith("seen ")]

    def see(self, url, *flags, **more):
        (seen,) = self.see_all(url, *flags, **more)
        return seen

    def assert_fails(self, seen, code, error):
        self.assertEqual((seen["status"], seen["code"], seen["error"]), (0, code, error))


class Trust(TlsTest):
    def test_is_what_ssl_cert_file_has(self):
        url = self.serve()

        self.assertEqual(self.see(url, env=self.trusting())["status"], 200)
        self.assert_fails(self.see(url), 1310, "x509: unknown authority")
        self.assertEqual(self.see(url, ANYONE)["status"], 200)

    def test_is_for_the_hosts_of_the_certificate(self):
        url = self.serve().replace("127.0.0.1", "other.test")

        seen = self.see(url, env=self.trusting(), options="hosts: { 'other.test': '127.0.0.1' }")

        self.assert_fails(seen, 1311, "x509: certificate doesn't match hostname")

    def test_needs_a_file_that_can_be_read(self):
        outcome = self.run_script(SCRIPT % "", env=self.trusting("missing"))

        self.assert_refused(outcome, 104, "missing.pem", "No such file")


class Agreement(TlsTest):
    def test_is_told_to_scripts(self):
        seen = self.see(self.serve(), ANYONE)

        self.assertEqual((seen["version"], seen["suite"]), ("tls1.3", "TLS_AES_128_GCM_SHA256"))

    def test_is_within_the_versions_and_suites_asked_for(self):
        suite = "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"

        seen = self.see(self.serve(), ANYONE,
                        options=f"tlsVersion: 'tls1.2', tlsCipherSuites: ['{suite}']")

        self.assertEqual((seen["version"], seen["suite"]), ("tls1.2", suite))

    def test_is_none_with_a_server_that_knows_tls_1_2_only(self):
        url = self.serve("-tls1_2")

        self.assertEqual(self.see(url, ANYONE)["version"], "tls1.2")
        for options in ("tlsVersion: 'tls1.3'", "tlsVersion: { min: 'tls1.3', max: 'tls1.3' }"):
            self.assert_fails(self.see(url, ANYONE, options=options), 1010,
                              "remote error: tls: protocol version not supported")

    def test_is_not_sought_with_suites_or_versions_that_do_not_exist(self):
        for options, name in [("tlsCipherSuites: ['TLS_NO_SUCH']", "TLS_NO_SUCH"),
                              ("tlsVersion: 'tls9'", "tls9")]:
            self.assert_refused(self.run_script(SCRIPT % options), 104, name)


class ClientCertificates(TlsTest):
    def serve_known(self, *flags):
        """A server that wants client.pem of its clients."""
        self.certificate("client", "me")
        return self.serve("-Verify", "1", "-verify_return_error", "-CAfile", "client.pem", *flags)

    def auth(self, key="client.key", more=""):
        return f"tlsAuth: [{{ cert: open('client.pem'), key: open('{key}'), {more} }}]"

    def test_are_shown_to_the_servers_they_are_for(self):
        url = self.serve_known()

        self.assertEqual(self.see(url, ANYONE, options=self.auth())["status"], 200)
        fitting = self.auth(more="domains: ['a.test', '127.0.0.1']")
        self.assertEqual(self.see(url, ANYONE, options=fitting)["status"], 200)
        other = self.auth(more="domains: ['*.a.test']")
        self.assert_fails(self.see(url, ANYONE, options=other), 1010,
                          "remote error: tls: certificate required")

    def test_may_be_demanded(self):
        url = self.serve_known()

        self.assert_fails(self.see(url, ANYONE), 1010, "remote error: tls: certificate required")
        self.assert_fails(self.see(url, ANYONE, options="tlsVersion: 'tls1.2'"), 1010,
                          "remote error: tls: handshake failure")

    def test_may_have_an_encrypted_key(self):
        url = self.serve_known()
        self.openssl("ec", "-in", "client.key", "-aes256", "-passout", "pass:secret",
                     "-out", "locked.key")
        self.assertIn("Proc-Type: 4,ENCRYPTED", (self.folder / "locked.key").read_text())

        options = self.auth("locked.key", "password: 'secret'")
        self.assertEqual(self.see(url, ANYONE, options=options)["status"], 200)
        outcome = self.run_script(SCRIPT % self.auth("locked.key", "password: 'wrong'"))
        self.assert_refused(outcome, 104, "TLS client certificate 1: key")

    def test_are_refused_by_their_number_without_telling_secrets(self):
        self.certificate("client", "me")
        good = "{ cert: open('client.pem'), key: open('client.key') }"
        for wrong, words in [("{ cert: 'rubbish', key: 'SECRET' }", "certificate 2: certificate"),
                             ("{ cert: open('client.pem'), key: 'SECRET' }", "certificate 2: key"),
                             ("{ cert: open('client.pem') }", "certificate 2: both cert and key"),
                             ("{ cert: 'C', key: 'K', password: 31337 }", "certificate 2: password"),
                             ("'SECRET'", "certificate 2: expected")]:
            with self.subTest(wrong):
                outcome = self.run_script(SCRIPT % f"tlsAuth: [{good}, {wrong}]")
                self.assert_refused(outcome, 104, words)
                self.assertNotRegex(outcome.stderr, "SECRET|31337")


class Stapled(TlsTest):
    """OCSP responses, which openssl makes from the file in which its authority keeps book."""

    SCRIPT = """
        import http from 'k6/http';
        export const options = { systemTags: ['ocsp_status'],
          thresholds: { 'http_reqs{ocsp_status:%(status)s}': ['count==1'] } };
        export default function () {
          const { ocsp } = http.get(__ENV.URL);
          console.log('seen ' + JSON.stringify({ ...ocsp, constant:
            Object.keys(http).filter((name) => name.startsWith('OCSP_REASON_') &&
              http[name] === ocsp.revocation_reason) }));
        }
    """

    def staple(self, book_entry):
        """The flags for a server that staples what the entry says of server.pem."""
        self.certificate("server", "localhost", "-set_serial", "0x1001")
        (self.folder / "index.txt").write_text(book_entry + "\t1001\tunknown\t/CN=localhost\n")
        self.openssl("ocsp", "-index", "index.txt", "-CA", "server.pem", "-issuer", "server.pem",
                     "-rsigner", "server.pem", "-rkey", "server.key", "-serial", "0x1001",
                     "-ndays", "2", "-respout", "staple.der", "-noverify")
        return "-status_file", "staple.der"

    def ocsp(self, status, *server_flags):
        outcome = self.run_script(self.SCRIPT % {"status": status}, ANYONE,
                                  "-e", f"URL={self.serve_kept(*server_flags)}")
        self.assert_exit(outcome, 0)
        (text,) = [text for text in fixture.messages(outcome.stderr) if text.startswith("seen ")]
        return json.loads(text[5:])

    NO_TIME = -62135596800

    def test_say_that_a_certificate_is_good_and_until_when(self):
        before = int(time.time())
        seen = self.ocsp("good", *self.staple("V\t391231235959Z\t"))

        self.assertGreaterEqual(seen["produced_at"], before)
        self.assertGreaterEqual(seen["this_update"], before)
        self.assertEqual(seen["next_update"], seen["this_update"] + 2 * 86400)
        self.assertEqual((seen["status"], seen["revoked_at"], seen["revocation_reason"]),
                         ("good", self.NO_TIME, "unspecified"))

    def test_say_that_one_is_revoked_and_why(self):
        seen = self.ocsp("revoked",
                         *self.staple("R\t391231235959Z\t240102030405Z,keyCompromise"))

        self.assertEqual((seen["status"], seen["revoked_at"], seen["revocation_reason"]),
                         ("revoked", 1704164645, "key_compromise"))
        self.assertEqual(seen["constant"], ["OCSP_REASON_KEY_COMPROMISE"])

    def test_are_few(self):
        self.certificate("server", "localhost")

        seen = self.ocsp("unknown")

        self.assertEqual(seen, {"produced_at": 0, "this_update": 0, "next_update": 0,
                                "revoked_at": 0, "revocation_reason": "", "status": "unknown",
                                "constant": []})


class KeyLog(TlsTest):
    LINE = re.compile(r"[A-Z0-9_]+ [0-9a-f]{64} [0-9a-f]{64,96}\n")

    def test_has_whole_lines_of_all_workers_after_what_it_had(self):
        url = self.serve()
        log = self.folder / "keys.log"
        log.write_text("# earlier\n")

        self.run_tls(url, ANYONE, "--workers", "2", env={"SSLKEYLOGFILE": str(log)},
                     options="vus: 6, iterations: 60")

        lines = log.read_text().splitlines(keepends=True)
        self.assertEqual(lines[0], "# earlier\n")
        for line in lines[1:]:
            self.assertRegex(line, self.LINE)
        secrets = [line for line in lines if line.startswith("CLIENT_HANDSHAKE_TRAFFIC_SECRET ")]
        self.assertEqual(len(set(secrets)), 60)

    def test_has_the_secrets_of_tls_1_2_and_is_its_owners(self):
        url = self.serve()
        log = self.folder / "keys.log"

        self.run_tls(url, ANYONE, env={"SSLKEYLOGFILE": str(log)}, options="tlsVersion: 'tls1.2'")

        self.assertRegex(log.read_text(), r"\ACLIENT_RANDOM [0-9a-f]{64} [0-9a-f]{96}\n\Z")
        self.assertEqual(log.stat().st_mode & 0o777, 0o600)

    def test_that_cannot_be_opened_is_an_error_at_once(self):
        outcome = self.run_script(SCRIPT % "", env={"SSLKEYLOGFILE": "missing/keys.log"})

        self.assert_refused(outcome, 255, "SSLKEYLOGFILE: missing/keys.log")


class Resuming(TlsTest):
    def test_is_for_those_who_ask_and_per_virtual_user(self):
        url = self.serve()
        for version in ("1.2", "1.3"):
            options = ("scenarios: { s: { executor: 'per-vu-iterations', vus: 2, iterations: 3 } },"
                       f"tlsVersion: 'tls{version}'")
            with self.subTest(version):
                pages = [seen["page"] for seen in self.see_all(url, ANYONE, options=options)]
                self.assertEqual(pages, [f"New, TLSv{version}"] * 6)
                pages = [seen["page"] for seen in
                         self.see_all(url, ANYONE, "--tls-resume", options=options)]
                self.assertEqual(sorted(pages), [f"New, TLSv{version}"] * 2 +
                                 [f"Reused, TLSv{version}"] * 4)


if __name__ == "__main__":
    fixture.main()
