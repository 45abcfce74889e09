"""What counts as one address, where a limit counts addresses."""

import ipaddress


def origin(address: str) -> str:
    """Return what counts as one address: an IPv4 address, or the whole /64 network of an IPv6 host."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        if not ip.is_loopback:
            return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)
