"""Which network addresses Retake connects to when somebody else named the host."""

import ipaddress
import socket

from platforms import errors

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
SocketAddress = tuple[socket.AddressFamily, tuple[str, int] | tuple[str, int, int, int]]

_PRIVATE = [
    ipaddress.ip_network(network)
    for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "::1/128", "fc00::/7")
]
# Where clouds hand their secrets to whoever asks: AWS, Azure, Alibaba, Oracle; most also lie in link-local ranges.
_METADATA = {
    ipaddress.ip_address(address)
    for address in ("169.254.169.254", "169.254.170.2", "168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254")
}
_NAT64 = [ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48")]


def resolve(host: str, port: int) -> list[SocketAddress]:
    """Ask the resolver once. Raises OSError when the name is unknown."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except UnicodeError as error:
        raise OSError("this can be no host's name") from error
    return [(family, place) for family, _, _, _, place in found if family in (socket.AF_INET, socket.AF_INET6)]  # type: ignore[misc]


def check(found: list[SocketAddress], *, allow_private: bool) -> None:
    """Refuse them all if one is refused: a name that mixes public and inner addresses is an attack or a mistake.

    Raises `errors.Misconfigured`.
    """
    for _, place in found:
        if not may_connect(ipaddress.ip_address(place[0]), allow_private=allow_private):
            raise errors.Misconfigured(
                "address_refused",
                "The platform named an address inside this network. Retake did not connect to it.",
                fix="If the platform really runs there, set ALLOW_PRIVATE_HOSTS, or name it as the platform's base address.",
            )


def may_connect(address: Address, *, allow_private: bool) -> bool:
    """Whether this is a public host, or a private one where those are allowed; metadata, link-local and the like never are."""
    address = _unwrapped(address)
    if address in _METADATA or address.is_multicast or address.is_link_local or address.is_unspecified:
        return False
    if any(address in network for network in _PRIVATE):
        return allow_private
    return address.is_global and not address.is_reserved


def _unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 one carries: mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if any(address in network for network in _NAT64):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else address)
