"""What the host writes for a client that speaks only what is given up."""

from pathlib import Path

import asyncssh
import pytest

from copworkshop.rehearsal.host_process import HostProcess

CODE = "482913"


@pytest.mark.slow
async def test_an_older_clients_key_exchange_is_refused_and_leaves_nothing_in_the_hosts_log(tmp_path: Path) -> None:
    """Its arithmetic would hold up the loop, and cryptography warns of it on standard error each time."""
    host = await HostProcess.start(tmp_path, "2026-11-23-old", code=CODE)
    try:
        with pytest.raises(asyncssh.KeyExchangeFailed):
            await asyncssh.connect(
                host.address.host,
                host.address.port,
                username="room",
                password=CODE,
                known_hosts=None,
                config=None,
                kex_algs=["diffie-hellman-group16-sha512"],
            )
    finally:
        await host.end()
    said = host.log.read_text(encoding="utf-8")
    assert "open on port" in said
    assert "Warning" not in said
