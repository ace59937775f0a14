#!/usr/bin/env python3
"""Proxies through the binary: http ones, which get plain requests whole and open tunnels for
secure ones, and SOCKS 5 ones. All of them are small servers here, which keep what they saw."""
import base64
import json
import socket
import threading

import fixture

# Each URL is asked for once, one after the other.
REPORT = """
    import http from 'k6/http';
    export default function () {
      for (const url of JSON.parse(__ENV.URLS)) {
        const r = http.get(url, { timeout: '5s', headers: JSON.parse(__ENV.HEADERS) });
        console.log('seen ' + JSON.stringify({ status: r.status, code: r.error_code,
          error: r.error, tls: r.tls_version, body: r.body }));
      }
    }
"""


def copy(source, sink):
    try:
        while chunk := source.recv(65536):
            sink.sendall(chunk)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def join(near, far):
    """Copies both ways until both have ended."""
    back = threading.Thread(target=copy, args=(far, near), daemon=True)
    back.start()
    copy(near, far)
    back.join()


class Server:
    """Serves each connection on a thread of its own."""

    def __init__(self):
        self.connections = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                stream, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(stream,), daemon=True).start()

    def _serve(self, stream):
        with stream:
            self.serve(stream)

    def stop(self):
        self._listener.close()


class HttpProxy(Server):
    """Answers plain requests itself, and tunnels every CONNECT to one port."""

    def __init__(self, tunnel_port):
        self.tunnel_port, self.heads = tunnel_port, []
        super().__init__()

    def serve(self, stream):
        while head := self._read_head(stream):
            self.heads.append(head)
            if head.startswith("CONNECT refused.test"):
                stream.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
            elif head.startswith("CONNECT "):
                stream.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                with socket.create_connection(("127.0.0.1", self.tunnel_port)) as onward:
                    join(stream, onward)
            else:
                stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nthe proxy")

    @staticmethod
    def _read_head(stream):
        head = b""
        while b"\r\n\r\n" not in head:
            more = stream.recv(4096)
            if not more:
                return ""
            head += more
        return head.decode()


class SocksProxy(Server):
    """RFC 1928 and 1929: leads every name to one port, and demands `user` and `password` if
    there are any."""

    REFUSED = 5

    def __init__(self, port, user="", password=""):
        self.onward_port, self.asked = port, []
        self.credentials = (user.encode(), password.encode())
        super().__init__()

    def serve(self, stream):
        with stream.makefile("rb") as asked:
            if not self._greet(stream, asked):
                return
            version, command, _, kind = asked.read(4)
            assert (version, command) == (5, 1)
            if kind == 3:
                host = asked.read(asked.read(1)[0]).decode()
            else:
                family, size = {1: (socket.AF_INET, 4), 4: (socket.AF_INET6, 16)}[kind]
                host = socket.inet_ntop(family, asked.read(size))
            self.asked.append((host, int.from_bytes(asked.read(2), "big")))
        if host == "refused.test":
            stream.sendall(bytes([5, self.REFUSED, 0, 1]) + bytes(6))
            return
        with socket.create_connection(("127.0.0.1", self.onward_port)) as onward:
            stream.sendall(bytes([5, 0, 0, 3, 4]) + b"here" + bytes([0, 80]))
            join(stream, onward)

    def _greet(self, stream, asked):
        version, count = asked.read(2)
        assert version == 5
        offered = asked.read(count)
        method = 2 if self.credentials[0] else 0
        if method not in offered:
            stream.sendall(bytes([5, 255]))
            return False
        stream.sendall(bytes([5, method]))
        if method == 0:
            return True
        assert asked.read(1)[0] == 1
        user = asked.read(asked.read(1)[0])
        is_known = (user, asked.read(asked.read(1)[0])) == self.credentials
        stream.sendall(bytes([1, 0 if is_known else 1]))
        return is_known


class ProxyTest(fixture.HeadroomTest):
    def see_all(self, *urls, env, headers=None):
        outcome = self.run_script(REPORT, "-q", "--insecure-skip-tls-verify", "-e",
                                  f"URLS={json.dumps(urls)}", "-e",
                                  f"HEADERS={json.dumps(headers or {})}", env=env)
        self.assert_exit(outcome, 0)
        return [json.loads(text.removeprefix("seen "))
                for text in fixture.messages(outcome.stderr) if text.startswith("seen ")]

    def see(self, url, **more):
        (seen,) = self.see_all(url, **more)
        return seen

    def serve(self, server):
        self.addCleanup(server.stop)
        return server

    def serve_target(self, *flags):
        """The port of one that answers."""
        target = fixture.Target(*flags)
        self.addCleanup(target.stop)
        return int(target.url.rsplit(":", 1)[1])


class HttpProxies(ProxyTest):
    def setUp(self):
        super().setUp()
        self.proxy = self.serve(HttpProxy(self.serve_target("--tls")))
        self.place = f"127.0.0.1:{self.proxy.port}"

    def test_get_plain_requests_whole(self):
        seen = self.see("http://shop.test/get?a",
                        env={"HTTP_PROXY": f"http://me:secret@{self.place}"})

        self.assertEqual(seen["body"], "the proxy")
        self.assertTrue(self.proxy.heads[0].startswith(
            "GET http://shop.test/get?a HTTP/1.1\r\nHost: shop.test\r\n"))
        credentials = base64.b64encode(b"me:secret").decode()
        self.assertIn(f"Proxy-Authorization: Basic {credentials}", self.proxy.heads[0])

    def test_are_told_the_host_of_a_host_header(self):
        self.see("http://shop.test/a", env={"HTTP_PROXY": self.place},
                 headers={"Host": "other.test"})

        self.assertTrue(self.proxy.heads[0].startswith(
            "GET http://other.test/a HTTP/1.1\r\nHost: other.test\r\n"))

    def test_get_the_requests_to_all_origins_on_one_connection(self):
        seen = self.see_all("http://a.test/", "http://b.test:81/", "http://a.test/c",
                            env={"HTTP_PROXY": self.place})

        self.assertEqual([answer["status"] for answer in seen], [200] * 3)
        self.assertEqual((len(self.proxy.heads), self.proxy.connections), (3, 1))

    def test_have_passwords_that_stay_out_of_the_log(self):
        outcome = self.run_script("""
            import http from 'k6/http';
            export default function () {
              console.log(JSON.stringify(http.get('http://shop.test/').request.headers));
            }""", "--http-debug=full", env={"HTTP_PROXY": f"http://me:secret@{self.place}"})

        self.assertIn("GET http://shop.test/ HTTP/1.1", outcome.stderr)
        self.assertNotIn("Proxy-Authorization", outcome.stderr)

    def test_open_tunnels_for_secure_requests(self):
        seen = self.see("https://shop.test/get", env={"HTTPS_PROXY": self.place})

        self.assertEqual((seen["status"], seen["tls"]), (200, "tls1.3"))
        self.assertTrue(self.proxy.heads[0].startswith("CONNECT shop.test:443 HTTP/1.1\r\n"))

    def test_may_refuse_a_tunnel(self):
        seen = self.see("https://refused.test/get", env={"HTTPS_PROXY": self.place})

        self.assertEqual((seen["status"], seen["error"]), (0, "Forbidden"))

    def test_are_not_for_the_hosts_of_no_proxy(self):
        seen = self.see("http://127.0.0.2:1/get", env={"HTTP_PROXY": self.place})
        self.assertEqual(seen["code"], 1212)
        seen = self.see("http://shop.test/get", env={"HTTP_PROXY": self.place, "NO_PROXY": ".test"})

        self.assertEqual((seen["code"], self.proxy.heads), (1101, []))

    def test_are_not_what_a_cgi_client_says(self):
        env = {"HTTP_PROXY": self.place, "HTTPS_PROXY": self.place, "REQUEST_METHOD": "GET"}

        plain, secure = self.see_all("http://shop.test/", "https://shop.test/get", env=env)

        self.assertEqual(plain["error"], "refusing to use HTTP_PROXY value in CGI environment; "
                                         "see golang.org/s/cgihttpproxy")
        self.assertEqual(secure["status"], 200)


class SocksProxies(ProxyTest):
    def test_are_told_names_and_addresses_as_they_are(self):
        proxy = self.serve(SocksProxy(self.serve_target()))
        urls = ["http://shop.test/uuid", "http://203.0.113.7:81/uuid", "http://[2001:db8::1]/uuid",
                "http://shop.test/uuid"]

        for scheme in ("socks5", "socks5h"):
            with self.subTest(scheme):
                proxy.asked.clear()
                seen = self.see_all(*urls, env={"HTTP_PROXY": f"{scheme}://127.0.0.1:{proxy.port}"})

                self.assertEqual([answer["status"] for answer in seen], [200] * 4)
                # The last request goes on the connection of the first.
                self.assertEqual(proxy.asked, [("shop.test", 80), ("203.0.113.7", 81),
                                               ("2001:db8::1", 80)])

    def test_carry_tls_for_those_who_know_the_password(self):
        proxy = self.serve(SocksProxy(self.serve_target("--tls"), "me", "p w"))
        at = f"127.0.0.1:{proxy.port}"

        seen = self.see("https://shop.test/get", env={"HTTPS_PROXY": f"socks5://me:p%20w@{at}"})
        self.assertEqual((seen["status"], seen["tls"]), (200, "tls1.3"))
        self.assertEqual(proxy.asked, [("shop.test", 443)])

        for user, reason in [("me:wrong@", "username/password authentication failed"),
                             ("", "no acceptable authentication methods")]:
            seen = self.see("https://shop.test/get", env={"HTTPS_PROXY": f"socks5://{user}{at}"})
            self.assertEqual((seen["status"], seen["code"]), (0, 1200))
            self.assertEqual(seen["error"], f"socks connect tcp {at}->shop.test:443: {reason}")

    def test_say_why_they_do_not_connect(self):
        proxy = self.serve(SocksProxy(0))
        at = f"127.0.0.1:{proxy.port}"

        seen = self.see("http://refused.test/", env={"HTTP_PROXY": f"socks5://{at}"})

        self.assertEqual((seen["code"], seen["error"]),
                         (1200, f"socks connect tcp {at}->refused.test:80: "
                                "unknown error connection refused"))

    def test_that_are_not_there_say_so(self):
        at = f"127.0.0.1:{fixture.port_of_nobody()}"

        seen = self.see("http://shop.test/", env={"HTTP_PROXY": f"socks5://{at}"})

        self.assertEqual((seen["code"], seen["error"]),
                         (1200, f"proxyconnect tcp: dial tcp {at}: connect: connection refused"))


if __name__ == "__main__":
    fixture.main()
