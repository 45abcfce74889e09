"""What the host writes for a client that speaks only what is about to be given up."""

import subprocess
import sys
import warnings
from pathlib import Path

import asyncssh

from copworkshop.rehearsal.host_process import HostProcess

CODE = "482913"


async def test_an_older_clients_key_exchange_leaves_no_warning_in_the_hosts_log(tmp_path: Path) -> None:
    host = await HostProcess.start(tmp_path, "2026-11-23-old", code=CODE)
    try:
        with warnings.catch_warnings():  # of this process, which plays the client
            warnings.simplefilter("ignore")
            line = await asyncssh.connect(
                host.address.host,
                host.address.port,
                username="room",
                password=CODE,
                known_hosts=None,
                config=None,
                kex_algs=["diffie-hellman-group16-sha512"],
            )
            line.abort()
            await line.wait_closed()
    finally:
        await host.end()
    said = host.log.read_text(encoding="utf-8")
    assert "open on port" in said
    assert "Warning" not in said


def test_every_other_warning_is_still_shown() -> None:
    code = (
        "import warnings; from copworkshop.ssh.install import install; install(); warnings.warn('of another kind');"
        "from cryptography.utils import CryptographyDeprecationWarning as Old; warnings.warn('to be given up', Old)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr
    assert "of another kind" in shown
    assert "to be given up" not in shown
