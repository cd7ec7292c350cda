"""Which addresses the door connects to."""

import ipaddress
import socket

import pytest

from platforms import addresses, errors, http
from platforms.http import Door

PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::808:808", "2002:808:808::1", "::ffff:8.8.8.8"]
PRIVATE = ["127.0.0.1", "127.8.9.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "::1", "fc00::1", "fd12::1"]
PRIVATE_IN_DISGUISE = ["::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:a00:1::1"]
NEVER = [
    "0.0.0.0",  # noqa: S104 - refused here, bound nowhere
    "0.1.2.3",
    "::",
    "169.254.169.254",
    "169.254.1.1",
    "fe80::1",
    "fe80::1%1",
    "fd00:ec2::254",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "224.0.0.1",
    "ff02::1",
    "255.255.255.255",
    "240.0.0.1",
    "192.0.2.1",
    "198.51.100.7",
    "203.0.113.7",
    "198.18.0.1",
    "2001:db8::1",
    "::127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "2002:a9fe:a9fe::1",
    "2001:0:53aa:64c:0:0:5601:5601",  # Teredo, for 169.254.169.254
]


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("allow_private", [True, False])
def test_public_addresses_are_connected_to(address: str, allow_private: bool) -> None:
    assert addresses.may_connect(ipaddress.ip_address(address), allow_private=allow_private)


@pytest.mark.parametrize("address", [*PRIVATE, *PRIVATE_IN_DISGUISE])
def test_private_ones_only_where_they_are_allowed(address: str) -> None:
    assert not addresses.may_connect(ipaddress.ip_address(address), allow_private=False)
    assert addresses.may_connect(ipaddress.ip_address(address), allow_private=True)


@pytest.mark.parametrize("address", NEVER)
@pytest.mark.parametrize("allow_private", [True, False])
def test_metadata_and_the_like_never(address: str, allow_private: bool) -> None:
    assert not addresses.may_connect(ipaddress.ip_address(address), allow_private=allow_private)


def found(*names: str) -> list[addresses.SocketAddress]:
    return [(socket.AF_INET6 if ":" in name else socket.AF_INET, (name, 443)) for name in names]


@pytest.mark.parametrize("names", [("8.8.8.8", "10.0.0.1"), ("10.0.0.1", "8.8.8.8"), ("8.8.8.8", "::1")])
def test_one_bad_address_spoils_them_all(names: tuple[str, ...]) -> None:
    with pytest.raises(errors.Misconfigured) as refusal:
        addresses.check(found(*names), allow_private=False)
    assert refusal.value.code == "address_refused"


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost"])
def test_other_ways_to_write_an_address_are_resolved_before_they_are_judged(host: str) -> None:
    with pytest.raises(errors.Misconfigured):
        addresses.check(addresses.resolve(host, 443), allow_private=False)


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Answers, one for each question."""
    answers: list[list[str]] = []
    real = socket.getaddrinfo

    def answer(host: str, port: int, *rest: object, **named: object) -> object:
        if not host.endswith("googleapis.com"):
            return real(host, port, *rest, **named)  # type: ignore[arg-type]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (name, port)) for name in answers.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return answers


DOOR = Door(bases=("http://127.0.0.1:8100/youtube",), hosts=("googleapis.com",))


def test_a_name_of_the_platform_that_leads_inside_is_not_connected_to(resolver: list[list[str]]) -> None:
    resolver.append(["127.0.0.1"])
    with pytest.raises(errors.Misconfigured):
        DOOR.send("GET", "https://www.googleapis.com/", headers={"Authorization": "Bearer secret"})


def test_a_name_is_resolved_once_and_the_checked_address_is_the_one_connected_to(
    resolver: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that changes between the check and the connection (rebinding) gains nothing: it is not asked a second time."""
    resolver += [["8.8.8.8"], ["127.0.0.1"]]
    connected: list[object] = []

    def refuse(self: socket.socket, place: object) -> None:
        connected.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(errors.NoAnswer):
        DOOR.send("GET", "https://www.googleapis.com/", headers={})
    assert connected == [("8.8.8.8", 443)]
    assert resolver == [["127.0.0.1"]]


def test_a_name_that_nobody_knows_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(errors.NoAnswer) as failure:
        DOOR.send("GET", "https://www.googleapis.com/", headers={})
    assert failure.value.code == "unreachable"
    assert not failure.value.sent


def test_a_name_that_cannot_be_one_is_unreachable() -> None:
    with pytest.raises(errors.NoAnswer):
        DOOR.send("GET", f"https://{'a' * 70}.googleapis.com/", headers={})


def test_the_seam_that_simulations_replace_is_an_attribute_of_the_door_s_module() -> None:
    assert http.connect.__module__ == "platforms.wire"


@pytest.mark.parametrize(
    ("base", "allow_private", "is_taken"),
    [
        ("https://video.example", False, True),
        ("https://video.example:8443", False, True),
        ("http://video.example", False, False),
        ("http://video.example", True, True),
    ],
)
def test_an_address_that_somebody_named_is_asked_in_the_clear_only_where_private_hosts_are_allowed(
    base: str, allow_private: bool, is_taken: bool
) -> None:
    door = Door(bases=(), named=(base,), allow_private=allow_private)
    if is_taken:
        assert door.origin_of(f"{base}/api/v1/config").host == "video.example"
    else:
        with pytest.raises(errors.Misconfigured, match="foreign_address"):
            door.origin_of(f"{base}/api/v1/config")


def test_an_address_that_somebody_named_does_not_lead_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(socket.AF_INET, 1, 6, "", ("10.1.2.3", 443))])
    door = Door(bases=(), named=("https://inside.example",))
    with pytest.raises(errors.Misconfigured, match="address_refused"):
        door.send("GET", "https://inside.example/api/v1/config", headers={})
