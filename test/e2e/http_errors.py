"""What http.get tells a script when the other end misbehaves: k6's answers as a table, and
Headroom's as measured. faults_test.py holds one to the other; tools/error_table prints both.

k6's are those of v2.2.0 to the same bytes, with a request time-out of two seconds."""
import json
import re
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

import fixture


class Answer(NamedTuple):
    status: int
    code: int
    error: str
    body: object


class Peer(NamedTuple):
    name: str
    k6: Answer
    # Where a request finds the peer. In braces: target, refused (a port where nobody listens),
    # and the name of a TLS fault, which is a target of its own.
    url: str


def fault(name, *answer):
    return Peer(name, Answer(*answer), "{target}/fault/" + name)


def tls(name, code, error):
    return Peer(name, Answer(0, code, error, None), "{" + name + "}/get")


def instead(name, url, code, error, body=None):
    return Peer(name, Answer(0, code, error, body), url)


# `headroom target` plays them at /fault/NAME.
BROKEN_ANSWERS = [
    fault("reset-before", 0, 1220, "read: connection reset by peer", None),
    fault("close-before", 0, 1000, "EOF", None),
    fault("reset-mid-body", 0, 1220, "read: connection reset by peer", "abc"),
    fault("short-body", 0, 1000, "unexpected EOF", "abc"),
    fault("long-body", 200, 0, "", "abc"),
    fault("bad-length", 0, 1000, 'bad Content-Length "abc"', None),
    fault("two-lengths", 0, 1000, "http: message cannot contain multiple Content-Length headers; "
                                  'got ["3" "4"]', None),
    fault("bad-chunk", 0, 1000, "invalid byte in chunk length", ""),
    fault("short-chunk", 0, 1000, "unexpected EOF", "ab"),
    fault("garbage", 0, 1000, 'malformed HTTP status code "garbage"', None),
    fault("bad-status", 0, 1000, 'malformed HTTP status code "abc"', None),
    fault("bad-version", 200, 0, "", ""),
    fault("no-colon", 0, 1000, 'malformed MIME header: missing colon: "NoColonHere"', None),
    fault("endless-headers", 0, 1000, "unexpected EOF", None),
    fault("half-header", 0, 1000, 'malformed MIME header: missing colon: "Content-Le"', None),
    fault("stall", 0, 1050, "request timeout", None),
    fault("stall-mid-body", 0, 1050, "request timeout", "abc"),
    fault("drip", 200, 0, "", "hello"),
    fault("bad-gzip", 0, 1701, "error decompressing response body (unexpected EOF)", None),
    fault("unknown-encoding", 200, 0, "", "hello"),
    fault("http10", 200, 0, "", "until close"),
    fault("continue", 200, 0, "", "ok"),
    fault("early-hints", 200, 0, "", "ok"),
    fault("loop", 302, 0, "", ""),
    fault("bad-location", 0, 1000, 'failed to parse Location header "http://[bad": parse '
                                   '"http://[bad": missing \']\' in host', None),
    fault("no-location", 302, 0, "", ""),
    fault("lf-only", 200, 0, "", "ok"),
    fault("204-body", 204, 0, "", None),
    fault("404", 404, 1404, "", ""),
    fault("500", 500, 1500, "", ""),
    fault("dup-headers", 200, 0, "", ""),
]

NO_CONNECTION = [
    instead("nobody listens", "http://127.0.0.1:{refused}/", 1212, "dial: connection refused"),
    instead("no such host", "http://does-not-exist.invalid/", 1101, "lookup: no such host"),
    instead("bad URL", "http://[::bad/", 1020,
            'invalid URL: parse "http://[::bad/": missing \']\' in host', []),
    instead("no scheme", "127.0.0.1:1", 1020, 'invalid URL: parse "127.0.0.1:1": first path '
                                              "segment in URL cannot contain colon", []),
    instead("unknown scheme", "ftp://127.0.0.1/", 1000, 'unsupported protocol scheme "ftp"'),
    instead("empty URL", "", 1000, 'unsupported protocol scheme ""'),
    instead("space in the host", "http://a b/", 1020,
            'invalid URL: parse "http://a b/": invalid character " " in host name', []),
]

# `headroom target --tls-fault NAME`. TIME stands for a time of day, which is another each run.
EXPIRED = "x509: certificate has expired or is not yet valid: current time TIME is %s TIME"
BROKEN_HANDSHAKES = [
    tls("not-tls", 1301, "tls: first record does not look like a TLS handshake"),
    tls("zeros", 1301, "tls: first record does not look like a TLS handshake"),
    tls("close", 1000, "EOF"),
    tls("reset", 1220, "read: connection reset by peer"),
    tls("stall", 1050, "request timeout"),
    tls("expired", 1000, EXPIRED % "after"),
    tls("not-yet-valid", 1000, EXPIRED % "before"),
    tls("wrong-host", 1311, "x509: certificate doesn't match hostname"),
    tls("unknown-authority", 1310, "x509: unknown authority"),
    tls("tls12-only", 1010, "remote error: tls: protocol version not supported"),
]

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

# Each virtual user makes one request, and says what came of it as JSON.
SCRIPT = """
    import http from 'k6/http';
    const requests = JSON.parse(open('requests.json'));
    export const options = { tlsVersion: 'tls1.3', scenarios: { each: {
      executor: 'per-vu-iterations', vus: requests.length, iterations: 1 } } };
    export default function () {
      const r = http.get(requests[__VU - 1], { timeout: '2s' });
      console.log('seen ' + JSON.stringify(
        { user: __VU, answer: [r.status, r.error_code, r.error, r.body] }));
    }
"""


class Measurement:
    """One run that asks every peer once; `answers` has them in the order of `peers`."""

    def __init__(self, peers):
        self._targets = []
        with tempfile.TemporaryDirectory(prefix="headroom_errors_") as folder:
            try:
                self.answers = self._measure(peers, Path(folder))
            finally:
                for target in self._targets:
                    target.stop()

    def _measure(self, peers, folder):
        places = {"target": self._start(), "refused": fixture.port_of_nobody()}
        trusted = ""
        for name in (peer.name for peer in peers if peer in BROKEN_HANDSHAKES):
            certificate = folder / f"{name}.pem"
            places[name] = self._start("--tls", "--tls-fault", name, "--certificate-out",
                                       str(certificate))
            trusted += certificate.read_text()
        (folder / "trusted.pem").write_text(trusted)
        (folder / "requests.json").write_text(json.dumps([at(peer, places) for peer in peers]))
        (folder / "script.js").write_text(SCRIPT)
        variables = {"SSL_CERT_FILE": str(folder / "trusted.pem")} if trusted else {}
        run = subprocess.run([fixture.BINARY, "run", "script.js"], cwd=folder, text=True,
                             capture_output=True, env=fixture.clean_environment(variables),
                             timeout=fixture.HANGS_AFTER_SECONDS, check=True)
        seen = dict(answers_in(run.stderr))
        return [seen[user] for user in range(1, len(peers) + 1)]

    def _start(self, *flags):
        self._targets.append(fixture.Target(*flags))
        return self._targets[-1].url


def at(peer, places):
    """The peer's URL. Not str.format, which would trip over URLs that are wrong on purpose."""
    return re.sub(r"\{([a-z0-9-]+)\}", lambda name: str(places[name[1]]), peer.url)


def answers_in(stderr):
    for message in fixture.messages(stderr):
        if message.startswith("seen "):
            seen = json.loads(message.removeprefix("seen "))
            answer = Answer(*seen["answer"])
            yield seen["user"], answer._replace(error=TIME.sub("TIME", answer.error))
