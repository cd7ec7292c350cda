"""Where the door leads: to the platform and nowhere else."""

import socket
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from platforms import errors, wire
from platforms.http import Door
from tests.platforms.http.conftest import Serving, read_head
from tests.platforms.loop import Loop, Serve, reply

BASE = "http://127.0.0.1:8100/youtube"
DOOR = Door(bases=(BASE, "https://api.example.org"), hosts=("googleapis.com",))


@pytest.mark.parametrize(
    "url",
    [
        f"{BASE}/upload",
        "http://127.0.0.1:8100/elsewhere",
        "https://api.example.org/x",
        "https://api.example.org:443/x",
        "https://googleapis.com/",
        "https://www.googleapis.com/upload?upload_id=1",
        "https://WWW.GoogleAPIs.com/",
    ],
)
def test_it_leads_to_the_configured_bases_and_to_the_platforms_own_hosts(url: str) -> None:
    DOOR.origin_of(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8101/youtube",
        "https://127.0.0.1:8100/youtube",
        "http://localhost:8100/youtube",
        "http://www.googleapis.com/",
        "https://www.googleapis.com:8443/",
        "https://googleapis.com.evil.example/",
        "https://evilgoogleapis.com/",
        "https://www.googleapis.com@evil.example/",
        "https://token@www.googleapis.com/",
        "https://evil.example/",
        "ftp://www.googleapis.com/",
        "file:///etc/passwd",
        "//www.googleapis.com/",
        "/upload",
        "",
        "https://",
        "http://127.0.0.1:80100/",
        "http://[::1",
        "https://www.googleapis.com/a b",
        "https://www.goo\ngleapis.com/",
        "https://www.googleapis.com/\r\nX-Evil: 1",
        "https://www.googleapis.com/é",
    ],
)
def test_any_other_address_is_refused_and_nothing_is_sent(url: str, looping: Callable[[Serve], Loop]) -> None:
    loop = looping(lambda raw: reply(200))
    with pytest.raises(errors.Misconfigured) as refusal:
        DOOR.send("GET", url, headers={"Authorization": "Bearer secret"})
    assert refusal.value.code == "foreign_address"
    assert loop.connected == []


def test_redirects_are_answers_and_are_not_followed(looping: Callable[[Serve], Loop]) -> None:
    loop = looping(lambda raw: reply(302, location="https://evil.example/"))
    assert DOOR.send("GET", BASE, headers={"Authorization": "Bearer secret"}).status == 302
    assert len(loop.requests) == 1


def test_only_configured_bases_are_trusted(looping: Callable[[Serve], Loop]) -> None:
    loop = looping(lambda raw: reply(200))
    DOOR.send("GET", BASE, headers={})
    DOOR.send("GET", "https://www.googleapis.com/", headers={})
    assert loop.trusted == [True, False]


def test_the_request_is_written_as_it_was_meant(looping: Callable[[Serve], Loop]) -> None:
    loop = looping(lambda raw: reply(200))
    DOOR.send("POST", f"{BASE}/a%20b?x=1&y=%2C#part", headers={"X-One": "1"}, body=b"body")
    head, _, body = loop.requests[0].partition(b"\r\n\r\n")
    assert head.splitlines()[0] == b"POST /youtube/a%20b?x=1&y=%2C HTTP/1.1"
    assert {b"Host: 127.0.0.1:8100", b"X-One: 1", b"Content-Length: 4", b"Accept-Encoding: gzip"} <= set(head.splitlines())
    assert body == b"body"


@pytest.mark.parametrize(("name", "value"), [("X-A", "1\r\nX-Evil: 1"), ("X-A\r\nX-Evil", "1")])
def test_a_header_cannot_smuggle_another(name: str, value: str, looping: Callable[[Serve], Loop]) -> None:
    loop = looping(lambda raw: reply(200))
    with pytest.raises(errors.Misconfigured, match="cannot be sent"):
        DOOR.send("GET", BASE, headers={name: value})
    assert loop.requests == []


def test_proxies_of_the_environment_are_ignored(serving: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(reply(200, b"direct"))

    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    base = serving(answer)
    assert Door(bases=(base,)).send("GET", base, headers={}).body == b"direct"


def certificate(name: str, folder: Path) -> tuple[Path, Path]:
    """A key and a certificate that signs itself, for `name`."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(pem)
    return folder / "cert.pem", folder / "key.pem"


def tls_server(serving: Serving, folder: Path, name: str, answer: bytes, trusted: pytest.MonkeyPatch | None) -> Door:
    cert, key = certificate(name, folder)
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(cert, key)

    def talk(connection: socket.socket) -> None:
        with theirs.wrap_socket(connection, server_side=True) as secured:
            head = b""
            while b"\r\n\r\n" not in head:
                head += secured.recv(65536)
            secured.sendall(answer)

    if trusted:
        ours = ssl.create_default_context(cafile=str(cert))
        trusted.setattr(wire, "tls_context", lambda: ours)
    return Door(bases=(serving(talk).replace("http://127.0.0.1", "https://localhost"),))


def base_of(door: Door) -> str:
    (origin,) = door._trusted
    return f"{origin.scheme}://{origin.host}:{origin.port}/"


def test_it_speaks_tls_to_whom_it_trusts(serving: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = b"x" * 3_000_000
    door = tls_server(serving, tmp_path, "localhost", reply(200, body), monkeypatch)
    assert door.send("GET", base_of(door), headers={}).body == body


def test_a_certificate_that_nobody_signed_ends_it_before_the_token_leaves(serving: Serving, tmp_path: Path) -> None:
    door = tls_server(serving, tmp_path, "localhost", reply(200), None)
    with pytest.raises(errors.NoAnswer) as failure:
        door.send("GET", base_of(door), headers={"Authorization": "Bearer secret"})
    assert failure.value.code == "tls"
    assert not failure.value.sent


def test_a_certificate_for_another_name_ends_it(serving: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    door = tls_server(serving, tmp_path, "other.example", reply(200), monkeypatch)
    with pytest.raises(errors.NoAnswer) as failure:
        door.send("GET", base_of(door), headers={})
    assert failure.value.code == "tls"


def test_a_port_where_nobody_listens_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        base = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(errors.NoAnswer) as failure:
        Door(bases=(base,)).send("GET", f"{base}/?token=secret", headers={})
    assert (failure.value.code, failure.value.sent) == ("unreachable", False)
    assert "secret" not in f"{failure.value} {failure.value.detail}"


def test_an_answer_shows_neither_headers_nor_body_in_its_repr(looping: Callable[[Serve], Loop]) -> None:
    looping(lambda raw: reply(200, b"secret", location="https://www.googleapis.com/?upload_id=secret"))
    assert "secret" not in repr(DOOR.send("GET", BASE, headers={}))


def test_a_token_with_a_line_break_is_refused_without_telling_it(looping: Callable[[Serve], Loop]) -> None:
    looping(lambda raw: reply(200))
    with pytest.raises(errors.Misconfigured) as refused:
        DOOR.send("GET", BASE, headers={"Authorization": "Bearer sec\r\nret"})
    assert "sec" not in repr(refused.value)
    assert refused.value.__suppress_context__
