"""The client for addresses that somebody else chose, against sites that behave badly. Nothing leaves this machine."""

import re
import socket
import tempfile
import threading
import time
from unittest import TestCase, mock

from hypothesis import example, given
from hypothesis import strategies as st

from cms.outgoing import Failure, GuardedClient, NoAnswerError
from cms.outgoing_addresses import Refusal, RefusedError, is_public, read

from .other_sites import Authority, Names, OtherSite, a_client


class ClientCase(TestCase):
    """Two sites, `site` and `other`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.site, cls.other = OtherSite(), OtherSite()
        cls.addClassCleanup(cls.site.close)
        cls.addClassCleanup(cls.other.close)

    def setUp(self):
        self.site.requests.clear()
        self.other.requests.clear()
        self.names = Names()
        self.client = a_client(self.site, self.other, names=self.names)

    def assert_refused(self, url, reason, client=None):
        with self.assertRaises(RefusedError) as raised:
            (client or self.client).ask(url)
        self.assertEqual(raised.exception.reason, reason)

    def assert_no_answer(self, url, reason, client=None):
        with self.assertRaises(NoAnswerError) as raised:
            (client or self.client).ask(url)
        self.assertEqual(raised.exception.reason, reason)


class AskingTests(ClientCase):
    def test_a_page_that_works_is_asked_once_by_head(self):
        answer = self.client.ask(self.site.url("/pagina?a=1#deel"))

        self.assertEqual(answer.status, 200)
        ((method, path, headers),) = self.site.requests
        self.assertEqual((method, path), ("HEAD", "/pagina?a=1"))
        self.assertEqual(headers["Host"], f"site.example:{self.site.port}")
        self.assertIn("https://www.example.org/", headers["User-Agent"])

    def test_who_refuses_head_is_asked_by_get(self):
        for path in ("/no-head/405", "/no-head/403", "/no-head/404", "/no-head/501", "/drops-head"):
            with self.subTest(path):
                self.site.requests.clear()

                self.assertEqual(self.client.ask(self.site.url(path)).status, 200)
                self.assertEqual(self.site.methods(), ["HEAD", "GET"])

    def test_who_asks_to_wait_is_not_asked_again(self):
        for status in (429, 503):
            self.site.requests.clear()

            answer = self.client.ask(self.site.url(f"/status/{status}/120"))

            self.assertEqual(
                (answer.status, answer.retry_after, answer.host), (status, "120", "site.example")
            )
            self.assertEqual(self.site.methods(), ["HEAD"])

    def test_a_status_is_what_get_says(self):
        for status in (401, 403, 404, 410, 500):
            self.assertEqual(self.client.ask(self.site.url(f"/status/{status}")).status, status)

    def test_neither_cookies_nor_credentials_nor_a_proxy(self):
        proxies = dict.fromkeys(("http_proxy", "HTTP_PROXY", "all_proxy"), "http://127.0.0.1:1/")
        with mock.patch.dict("os.environ", proxies):
            answer = self.client.ask(self.site.url("/cookie"))

        self.assertEqual(answer.status, 200)
        for _method, _path, headers in self.site.requests:
            self.assertEqual(set(headers) & {"Cookie", "Authorization", "Referer"}, set())

    def test_a_name_that_does_not_exist(self):
        self.assert_no_answer("http://niets.example/", Failure.NAME)

    def test_a_name_server_that_is_away_says_nothing_of_the_name(self):
        away = mock.Mock(side_effect=socket.gaierror(socket.EAI_AGAIN, "Temporary failure"))

        self.assert_no_answer("http://site.example/", Failure.LOOK_UP, a_client(names=away))

    def test_nobody_listens(self):
        closed = socket.create_server(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        closed.close()
        client = a_client(mock.Mock(port=port))

        self.assert_no_answer(f"http://site.example:{port}/", Failure.CONNECTION, client)


class BoundTests(ClientCase):
    """Two seconds for everything, whatever the other does."""

    def ask(self, url, client=None):
        start = time.monotonic()
        try:
            return (client or self.client).ask(url)
        finally:
            self.assertLess(time.monotonic() - start, 3)

    def test_a_server_that_drips(self):
        with self.assertRaises(NoAnswerError) as raised:
            self.ask(self.site.url("/drip"))

        self.assertEqual(raised.exception.reason, Failure.TIME)

    def test_a_server_that_says_nothing(self):
        with self.assertRaises(NoAnswerError) as raised:
            self.ask(self.site.url("/silent"))

        self.assertEqual(raised.exception.reason, Failure.TIME)
        self.assertEqual(self.site.methods(), ["HEAD", "GET"])

    def test_a_server_that_accepts_and_never_begins_tls(self):
        with socket.create_server(("127.0.0.1", 0)) as mute:
            port = mute.getsockname()[1]
            with self.assertRaises(NoAnswerError) as raised:
                self.ask(f"https://site.example:{port}/", a_client(mock.Mock(port=port)))

        self.assertEqual(raised.exception.reason, Failure.TIME)

    def test_a_tls_handshake_that_drips(self):
        def drip(listener):
            connection, _address = listener.accept()
            # The begin of a handshake record of 16 kB, a byte at a time.
            for byte in b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc" + bytes(90):
                try:
                    connection.sendall(bytes([byte]))
                except OSError:
                    return
                time.sleep(0.1)

        with socket.create_server(("127.0.0.1", 0)) as listener:
            threading.Thread(target=drip, args=[listener], daemon=True).start()
            port = listener.getsockname()[1]
            with self.assertRaises(NoAnswerError):
                self.ask(f"https://site.example:{port}/", a_client(mock.Mock(port=port)))

    def test_a_name_server_that_hangs(self):
        with self.assertRaises(NoAnswerError) as raised:
            self.ask("http://site.example/", a_client(names=lambda host, port: time.sleep(4)))

        self.assertEqual(raised.exception.reason, Failure.LOOK_UP)

    def test_a_huge_body_is_not_read(self):
        answer = self.ask(self.site.url("/huge"))

        self.assertEqual(answer.status, 200)
        for _try in range(100):
            if self.site.hung_up:
                break
            time.sleep(0.02)
        self.assertGreater(self.site.hung_up, 0)

    def test_no_thread_and_no_socket_stays(self):
        self.client.ask(self.site.url("/"))
        before = threading.active_count()

        for _time in range(5):
            self.client.ask(self.site.url("/status/404"))

        time.sleep(0.1)
        self.assertLessEqual(threading.active_count(), before + 1)


class RedirectTests(ClientCase):
    def test_what_moved_for_good_tells_the_new_address(self):
        new = self.other.url("/nieuw", "other.example")

        answer = self.client.ask(self.site.url(f"/to?301={new}"))

        self.assertEqual((answer.status, answer.permanent), (200, new))

    def test_a_detour_is_no_new_address(self):
        url = self.site.url("/to?302=/status/200")

        self.assertEqual(self.client.ask(url).permanent, url)

    def test_the_new_address_ends_where_the_detours_begin(self):
        middle = "/to?302=/status/200"

        answer = self.client.ask(self.site.url(f"/to?308={middle}"))

        self.assertEqual(answer.permanent, self.site.url(middle))

    def test_loops_and_long_chains_end(self):
        self.assert_no_answer(self.site.url("/loop"), Failure.LOOP)

        self.assertLess(len(self.site.requests), 10)

    def test_every_hop_is_guarded(self):
        cases = {
            "http://10.0.0.1/": Refusal.PRIVATE,
            "http://127.0.0.2/": Refusal.PRIVATE,
            "http://169.254.169.254/latest/meta-data/": Refusal.PRIVATE,
            "http://[::1]/": Refusal.PRIVATE,
            "http://[::ffff:127.0.0.1]/": Refusal.PRIVATE,
            "http://binnen.example/": Refusal.PRIVATE,
            "http://half.example/": Refusal.PRIVATE,
            "//binnen.example/": Refusal.PRIVATE,
            "http://site.example:22/": Refusal.PORT,
            "http://an:geheim@site.example/": Refusal.CREDENTIALS,
            "file:///etc/passwd": Refusal.SCHEME,
            "gopher://site.example/": Refusal.SCHEME,
            "http://0x7f.1/": Refusal.UNREADABLE,
        }
        self.names.names |= {"binnen.example": ["10.1.1.1"], "half.example": ["127.0.0.1", "10.1.1.1"]}
        for address, reason in cases.items():
            with self.subTest(address):
                self.other.requests.clear()

                self.assert_refused(self.site.url(f"/to?302={address}"), reason)
                self.assertEqual(self.other.requests, [])


class GuardTests(ClientCase):
    def test_as_it_is_used_it_reaches_nothing_on_this_machine(self):
        client = GuardedClient("test", ports=frozenset({self.site.port}))

        for host in ("127.0.0.1", "localhost", "[::1]", "127.0.0.1."):
            with self.subTest(host):
                self.assert_refused(self.site.url("/", host), Refusal.PRIVATE, client)
        self.assertEqual(self.site.requests, [])

    def test_without_arguments_only_the_ports_of_the_web(self):
        self.assertEqual(GuardedClient("test").ports, {80, 443})

    def test_a_name_is_looked_up_once_for_each_hop(self):
        """Who looks up twice can be given another answer the second time (DNS rebinding)."""
        answers = iter([["127.0.0.1"], ["10.0.0.1"]])

        self.client = a_client(self.site, names=lambda host, port: next(answers))

        self.assertEqual(self.client.ask(self.site.url("/")).status, 200)

    def test_one_private_address_among_public_ones_is_enough(self):
        names = Names(**{"half.example": ["127.0.0.1", "192.168.1.1"]})

        self.assert_refused(
            self.site.url("/", "half.example"), Refusal.PRIVATE, a_client(self.site, names=names)
        )
        self.assertEqual(self.site.requests, [])


class CertificateTests(TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.authority = Authority(folder.name)

    def ask(self, certificate, authority=True):
        site = OtherSite(certificate)
        self.addCleanup(site.close)
        client = a_client(site, authority=self.authority.file if authority else None)
        try:
            return client.ask(site.url("/"))
        finally:
            self.requests = site.requests

    def assert_fails(self, reason, *arguments, **options):
        with self.assertRaises(NoAnswerError) as raised:
            self.ask(*arguments, **options)
        self.assertEqual(raised.exception.reason, reason)
        self.assertEqual(self.requests, [])

    def test_the_name_is_in_the_certificate_not_the_address_that_was_looked_up(self):
        self.assertEqual(self.ask(self.authority.issue("site.example")).status, 200)
        self.assert_fails(Failure.CERTIFICATE, self.authority.issue("127.0.0.1"))

    def test_of_another_host_expired_or_signed_by_itself(self):
        self.assert_fails(Failure.CERTIFICATE, self.authority.issue("other.example"))
        self.assert_fails(Failure.CERTIFICATE, self.authority.issue("site.example", days=-1))
        self.assert_fails(Failure.CERTIFICATE, self.authority.issue("site.example", by_itself=True))

    def test_a_chain_with_a_part_missing_is_not_said_to_be_wrong(self):
        self.assert_fails(Failure.TLS, self.authority.issue("site.example"), authority=False)

    def test_no_tls_at_all(self):
        site = OtherSite()
        self.addCleanup(site.close)

        with self.assertRaises(NoAnswerError) as raised:
            a_client(site).ask(f"https://site.example:{site.port}/")

        self.assertIn(raised.exception.reason, (Failure.TLS, Failure.CONNECTION))


class ReadingTests(TestCase):
    def test_odd_forms_of_an_ipv4_address_are_refused(self):
        odd = "0177.0.0.1 0x7f.0.0.1 0x7f000001 2130706433 127.1 127.0.1 017700000001 1.2.3.4.5 256.1.1.1 1.2.3.08 0"
        for host in odd.split():
            with self.subTest(host), self.assertRaises(RefusedError) as raised:
                read(f"http://{host}/")
            self.assertEqual(raised.exception.reason, Refusal.UNREADABLE)

    def test_what_becomes_an_address_after_reading_is_treated_as_one(self):
        for host in (
            "127.0.0.1.",
            "１２７.0.0.1",
            "127。0。0。1",
            "⑫7.0.0.1",
            "[::127.0.0.1]",
            "[::FFFF:7F00:1]",
        ):
            with self.subTest(host):
                target = read(f"http://{host}/")

                self.assertTrue(target.is_literal)
                self.assertFalse(is_public(target.host))

    def test_names_are_read_as_browsers_do(self):
        self.assertEqual(read("HTTPS://WWW.Voorbeeld.BE.:443").address, "https://www.voorbeeld.be/")
        self.assertEqual(
            read("https://münchen.example/ä b".replace(" ", "%20")).address[:31],
            "https://xn--mnchen-3ya.example/",
        )
        self.assertEqual(read("https://voorbeeld.be?q=é#x").address, "https://voorbeeld.be/?q=%C3%A9")

    def test_refused(self):
        cases = {
            "http://an@voorbeeld.be/": Refusal.CREDENTIALS,
            "http://@voorbeeld.be/": Refusal.CREDENTIALS,
            "http://voorbeeld.be@127.0.0.1/": Refusal.CREDENTIALS,
            "http://127.0.0.1\\@voorbeeld.be/": Refusal.UNREADABLE,
            "http://voorbeeld.be\\.evil.example/": Refusal.UNREADABLE,
            "http://[fe80::1%25eth0]/": Refusal.UNREADABLE,
            "http://voorbeeld.be:80000/": Refusal.UNREADABLE,
            "http://voorbeeld.be:8080/": Refusal.PORT,
            "http://voorbeeld.be:22/": Refusal.PORT,
            "http://voor beeld.be/": Refusal.UNREADABLE,
            "http://voorbeeld.be/\r\nHost: x": Refusal.UNREADABLE,
            "http:///pad": Refusal.UNREADABLE,
            "http://[::1": Refusal.UNREADABLE,
            "ftp://voorbeeld.be/": Refusal.SCHEME,
            "javascript:alert(1)": Refusal.SCHEME,
            "//voorbeeld.be/": Refusal.SCHEME,
            "": Refusal.SCHEME,
            "http://voorbeeld.be/" + "a" * 2000: Refusal.UNREADABLE,
        }
        for address, reason in cases.items():
            with self.subTest(address), self.assertRaises(RefusedError) as raised:
                read(address)
            self.assertEqual(raised.exception.reason, reason)

    @given(
        st.integers(0, 2**32 - 1),
        st.sampled_from(["%d", "0x%x", "0%o", "0x%08X"]),
        st.sampled_from(["", "."]),
    )
    def test_no_number_is_taken_for_a_name(self, number, form, dot):
        with self.assertRaises(RefusedError):
            read(f"http://{form % number}{dot}/")

    @given(
        st.text(max_size=40),
        st.sampled_from(["http://%s/", "http://a.be%s", "https://%s", "%s", "http://%s@a.be"]),
    )
    @example("127.0.0.1%00.a.be", "http://%s/")
    @example("a.be:80:80", "http://%s/")
    def test_whatever_is_read_can_be_read_again_alike(self, text, form):
        try:
            target = read(form % text)
        except RefusedError:
            return

        self.assertEqual(read(target.address), target)
        self.assertTrue(target.address.isascii())
        self.assertNotRegex(target.address, r"[\s\\]")
        self.assertTrue(target.is_literal or re.fullmatch(r"[a-z0-9._-]+", target.host))

    @given(
        st.sampled_from(["2002::/16", "64:ff9b::/96", "::/96"]).flatmap(
            lambda net: st.ip_addresses(network=net)
        )
    )
    def test_no_form_that_carries_an_ipv4_address_is_public(self, address):
        self.assertFalse(is_public(str(address)))

    @given(st.ip_addresses())
    def test_what_is_public_is_what_the_internet_routes(self, address):
        if is_public(str(address)):
            self.assertTrue(address.is_global)
            self.assertFalse(address.is_private or address.is_loopback or address.is_link_local)
            self.assertFalse(address.is_multicast or address.is_reserved)

    def test_special_networks(self):
        special = (
            "0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 169.254.169.254 172.16.0.1 192.0.0.1 192.0.2.1 192.88.99.1"
            " 192.168.0.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255 :: ::1"
            " ::ffff:8.8.8.8 64:ff9b::808:808 64:ff9b:1::1 100::1 2001::1 2001:20::1 2001:db8::1 2002:808:808::1"
            " 3fff::1 fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1 fe80::1%eth0 2a00:1450::1%eth0 niets"
        )
        for address in special.split():
            with self.subTest(address):
                self.assertFalse(is_public(address))
        for address in ("8.8.8.8", "193.191.0.1", "2a00:1450:400e:80c::200e"):
            self.assertTrue(is_public(address))
