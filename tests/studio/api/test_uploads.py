"""Files in: by multipart and by URL, large and broken and badly named."""

from __future__ import annotations

import errno
import gzip
import http.server
import threading
from collections.abc import Iterator

import pytest

from studio import api
from studio.service import fetch, intake, refusals


def test_a_file_is_known_by_its_content_and_kept_under_our_name(wire, studio, tone) -> None:
    person = wire.person()
    session = person.session()
    told = person.upload(session, ("歌曲 'one' [a:b],.mp4", tone)).data["files"][0]
    assert told["name"] == "歌曲 'one' [a:b],.mp4"
    assert (told["type"], told["duration"]) == ("audio", 0.5)
    assert person.ask("GET", told["url"]).body == tone
    assert person.state(session)["video_infos"][0]["name"] == told["name"]
    names = [p.name for p in (studio.settings.data / "sessions" / session).iterdir()]
    assert all(name.startswith("m_") for name in names)


@pytest.mark.parametrize("chunk", [3, 7, 100_000])
def test_however_the_body_is_cut_the_file_is_whole(wire, tone, chunk: int) -> None:
    person = wire.person()
    session = person.session()
    told = person.upload(session, ("a.wav", tone), ("b.wav", tone), chunk=chunk)
    assert [f["size"] for f in told.data["files"]] == [len(tone)] * 2


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\music\\song.wav", "song.wav"), ("-rf.wav", "-rf.wav"),
        ("a\x1b[31mb\n.wav", "a[31mb.wav"), ("", "file"), ("x" * 300, "x" * 200),
        ("family 👨‍👩‍👧.wav", "family 👨‍👩‍👧.wav"), ("\u202egpj.exe", "gpj.exe"),
    ],
)  # fmt: skip
def test_a_name_is_for_showing_only(sent: str, shown: str) -> None:
    assert intake.shown(sent) == shown


@pytest.mark.parametrize(
    ("spelled", "shown"),
    [
        ("filename*=utf-8''%E5%81%87%E6%97%A5.wav", "假日.wav"),
        ("filename*=UTF-8'en'..%2f..%2fx.wav", "x.wav"),
        ('filename="a;b.wav"; filename*=utf-8''other.wav', "a;b.wav"),
        ('filename="C:\\x\\..\\y.wav"', "y.wav"), ('filename="/etc/passwd"', "passwd"),
    ],
)  # fmt: skip
def test_a_name_may_be_spelled_in_any_way_that_clients_do(
    wire, tone: bytes, spelled: str, shown: str
) -> None:
    person = wire.person()
    head = f'Content-Disposition: form-data; name="files"; {spelled}'.encode()
    body = b"--B\r\n" + head + b"\r\n\r\n" + tone + b"\r\n--B--\r\n"
    path = f"/api/upload-video/nemo_agent/me/{person.session()}"
    told = person.ask("POST", path, body, Content_Type="multipart/form-data; boundary=B")
    assert told.data["files"][0]["name"] == shown


def test_one_bad_file_among_good_ones_is_named_and_the_others_are_taken(wire, tone) -> None:
    person = wire.person()
    told = person.upload(person.session(), ("a.wav", tone), ("b.mp4", b"junk" * 50)).data
    assert [f["name"] for f in told["files"]] == ["a.wav"]
    assert [(r["name"], r["code"]) for r in told["refused"]] == [("b.mp4", 4001)]


def test_what_is_no_media_is_4001(wire) -> None:
    person = wire.person()
    told = person.upload(person.session(), ("x.mp4", b"not a film at all" * 20))
    assert (told.status, told.json()["code"]) == (415, 4001)


def test_an_empty_file_is_4001(wire) -> None:
    person = wire.person()
    assert person.upload(person.session(), ("x.mp4", b"")).json()["code"] == 4001


def test_what_is_too_large_is_4002_and_leaves_nothing(make, wiring) -> None:
    studio = make(limit_mb=1)
    person = wiring(api.build(studio)).person()
    session = person.session()
    told = person.upload(session, ("x.mp4", b"\0" * (2 << 20)), chunk=65536)
    assert (told.status, told.json()["code"]) == (413, 4002)
    assert not list((studio.settings.data / "incoming").iterdir())


def test_a_file_that_is_too_large_leaves_the_ones_beside_it_alone(make, wiring, tone) -> None:
    studio = make(limit_mb=1)
    person = wiring(api.build(studio)).person()
    huge = b"\0" * (2 << 20)
    told = person.upload(
        person.session(), ("a.wav", tone), ("huge.wav", huge), ("b.wav", tone), chunk=100_000
    ).data
    assert [one["name"] for one in told["files"]] == ["a.wav", "b.wav"]
    assert [(one["name"], one["code"]) for one in told["refused"]] == [("huge.wav", 4002)]
    assert not any((studio.settings.data / "incoming").iterdir())


def test_a_file_without_an_end_is_not_read_for_ever(make, wiring) -> None:
    person = wiring(api.build(make(limit_mb=1))).person()
    told = person.upload(person.session(), ("huge.wav", b"\0" * (8 << 20)))
    assert told.status == 400


def test_a_full_disk_is_said_and_leaves_nothing(wire, studio, tone) -> None:
    person = wire.person()
    session = person.session()
    with pytest.raises(Exception, match="full"), intake.disk():
        raise OSError(errno.ENOSPC, "no space")
    object.__setattr__(studio.settings, "spare_mb", 1 << 40)
    told = person.upload(session, ("a.wav", tone))
    assert (told.status, told.json()["code"]) == (507, 507)
    assert not list((studio.settings.data / "incoming").iterdir())


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--b\r\n", "multipart/form-data; boundary=b"),
        (b"garbage", "multipart/form-data; boundary=b"),
        (b"--b--\r\n", "multipart/form-data; boundary=b"),
        (b"", "multipart/form-data"),
        (b"", "multipart/form-data; boundary="),
        (
            b'--b\r\nContent-Disposition: form-data; name="other"; filename="x"\r\n\r\nx\r\n'
            b"--b--\r\n",
            "multipart/form-data; boundary=b",
        ),
        (b"--b\r\n" + b"X: y\r\n" * 2000 + b"\r\n", "multipart/form-data; boundary=b"),
        (b'{"urls": []}', "application/json"),
        (b'{"urls": "http://x"}', "application/json"),
        (b"{}", "application/json"),
    ],
)
def test_an_upload_that_is_none_is_400(wire, body: bytes, kind: str) -> None:
    person = wire.person()
    path = f"/api/upload-video/nemo_agent/me/{person.session()}"
    told = person.ask("POST", path, body, Content_Type=kind)
    assert (told.status, told.json()["code"]) == (400, 400)


# -- by URL -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "fine"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1::1", True),
        ("127.0.0.1", False), ("127.255.0.9", False), ("0.0.0.0", False), ("10.1.2.3", False),
        ("172.16.0.1", False), ("192.168.1.1", False), ("169.254.169.254", False),
        ("100.64.0.1", False), ("224.0.0.1", False), ("255.255.255.255", False),
        ("::1", False), ("::", False), ("fe80::1", False), ("fe80::1%eth0", False),
        ("fc00::1", False), ("::ffff:127.0.0.1", False), ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False), ("ff02::1", False),
        ("::127.0.0.1", False), ("64:ff9b:1::7f00:1", False), ("fec0::1", False),
        ("::ffff:0:127.0.0.1", False), ("192.88.99.1", False), ("3fff::1", False),
        ("5f00::1", False), ("64:ff9b::808:808", True),
    ],
)  # fmt: skip
def test_only_addresses_out_in_the_world_are_fetched(address: str, fine: bool) -> None:
    assert fetch.allowed(address) is fine


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "scheme"), ("ftp://example.com/x", "scheme"),
        ("/etc/passwd", "scheme"),
        ("http://", "scheme"), ("http://user:pw@example.com/", "password"),
        ("http://127.0.0.1/x", "private"), ("http://localhost:9/x", "private"),
        ("http://[::1]/x", "private"), ("http://2130706433/x", "private"), ("http://0/", "private"),
        ("http://169.254.169.254/latest/meta-data", "private"), ("http://[::1/x", "address"),
        ("http://0x7f.1/", "private"), ("http://127.1/", "private"),
        ("http://0177.0.0.1/", "private"),
        ("http://[::ffff:7f00:1]/", "private"), ("http://①②⑦.⓪.⓪.①/", "private"),
        ("http://example.com:0/", "address"),
        ("http://no-such-name.invalid/", "name"), ("http://example.com:99999/", "address"),
    ],
)  # fmt: skip
def test_a_url_that_leads_inwards_or_nowhere_is_refused(url: str, why: str) -> None:
    with pytest.raises(refusals.NotFetched) as refused:
        fetch.target(url, private=False)
    assert refused.value.values["why"] == why
    assert "pw" not in str(refused.value)


PACKED = gzip.compress(bytes(20 << 20), 1)


class Site(http.server.BaseHTTPRequestHandler):
    content = b""

    def do_GET(self) -> None:
        match self.path:
            case "/song.wav":
                self.send_response(200)
                self.send_header("Content-Length", str(len(self.content)))
                self.end_headers()
                self.wfile.write(self.content)
            case "/moved":
                self.send_response(302)
                self.send_header("Location", "/song.wav")
                self.end_headers()
            case "/inwards":
                self.send_response(302)
                self.send_header("Location", "file:///etc/passwd")
                self.end_headers()
            case "/loop":
                self.send_response(302)
                self.send_header("Location", "/loop")
                self.end_headers()
            case "/short":
                self.send_response(200)
                self.send_header("Content-Length", "5000")
                self.end_headers()
                self.wfile.write(b"half")
            case "/huge":
                self.send_response(200)
                self.send_header("Content-Length", str(1 << 40))
                self.end_headers()
            case "/lost":
                self.send_response(302)
                self.send_header("Location", "http://[::1")
                self.end_headers()
            case "/wide":
                self.send_response(200)
                self.send_header("X-Wide", "x" * 100_000)
                self.end_headers()
            case "/many":
                self.send_response(200)
                for number in range(500):
                    self.send_header(f"X-{number}", "x")
                self.end_headers()
            case "/bomb":
                self.send_response(200)
                self.send_header("Content-Encoding", "gzip")
                self.end_headers()
                self.wfile.write(PACKED)
            case "/long":
                self.send_response(200)
                self.send_header("Content-Length", str(len(self.content)))
                self.end_headers()
                self.wfile.write(self.content + b"and more than was said")
            case "/nonsense":
                self.wfile.write(b"SSH-2.0-OpenSSH_9.2p1\r\n")
            case "/dripping-head":
                self.send_response(200)
                self.flush_headers()
                try:
                    while True:
                        self.wfile.write(b"x")
                        self.server.ticking.wait(0.02)
                except OSError:
                    return
            case "/drip":
                self.send_response(200)
                self.end_headers()
                try:
                    while True:
                        self.wfile.write(b"x")
                        self.server.ticking.wait(0.02)
                except OSError:
                    return
            case _:
                self.send_response(404)
                self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def site(tone: bytes) -> Iterator[str]:
    Site.content = tone
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.ticking = threading.Event()
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def person(make, wiring):
    return wiring(api.build(make(fetch_private=True, fetch_seconds=0.4))).person()


def by_url(person, *urls: str):
    path = f"/api/upload-video/nemo_agent/me/{person.session()}"
    return person.ask("POST", path, {"urls": list(urls), "source_type": "url"})


@pytest.mark.parametrize("path", ["/song.wav?key=1", "/song.wav", "/moved"])
def test_a_file_is_fetched_where_that_is_allowed(person, site: str, path: str) -> None:
    told = by_url(person, site + path.partition("?")[0]).data["files"][0]
    assert (told["name"], told["duration"]) == ("song.wav", 0.5)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/none", "answered with 404"), ("/inwards", "only http"), ("/loop", "too many times"),
        ("/short", "connection"), ("/drip", "too long"), ("/lost", "too many times"),
        ("/wide", "connection"), ("/many", "connection"), ("/nonsense", "connection"),
        ("/dripping-head", "too long"),
    ],
)  # fmt: skip
def test_what_goes_wrong_on_the_way_is_said(person, site: str, path: str, words: str) -> None:
    told = by_url(person, site + path)
    assert told.status == 422
    assert words in told.json()["message"]


def test_what_is_packed_is_never_unpacked(person, site: str) -> None:
    told = by_url(person, site + "/bomb")
    assert (told.status, told.json()["code"]) == (415, 4001)


def test_bytes_beyond_the_announced_ones_are_not_the_files(person, site: str, tone: bytes) -> None:
    assert by_url(person, site + "/long").data["files"][0]["size"] == len(tone)


def test_what_is_announced_as_huge_is_not_begun(person, site: str) -> None:
    assert by_url(person, site + "/huge").json()["code"] == 4002


def test_urls_into_the_network_are_refused_as_it_comes(wire, site: str) -> None:
    told = by_url(wire.person(), site + "/song.wav?token=SECRET")
    assert told.status == 422
    assert "private network" in told.json()["message"]
    assert "SECRET" not in told.body.decode()
