"""Hosting a session without a screen of its own: facilitator, stage and participants all come over SSH."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable

from copworkshop.hosting.gc_policy import tune_collector
from copworkshop.live.autosave import SaveLog
from copworkshop.live.workshop import Running
from copworkshop.model.failures import log_unheard
from copworkshop.ssh.host import Host
from copworkshop.ssh.opening import Opening
from copworkshop.ui.stage.canvas import Joining

_log = logging.getLogger(__name__)


async def serve(running: Running, opening: Opening, announce: Callable[[str], None]) -> None:
    """Keep a session's door open until the system asks to end (SIGTERM, SIGINT, SIGHUP), then save all and close it.

    `announce` is called with each line of the directions for joining. Events are logged to standard error, one a line.

    Raises:
        StoreError: the door cannot be opened, or something could not be saved at the end.

    """
    # The handler is made before any app runs, because Textual redirects the process's standard error while one runs.
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.getLogger("copworkshop").addHandler(handler)
    logging.getLogger("copworkshop").setLevel(logging.INFO)
    end = asyncio.Event()
    loop = asyncio.get_running_loop()
    log_unheard(loop)
    if os.name != "nt":
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            loop.add_signal_handler(number, end.set)
    running.start()
    try:
        host = await Host.open(running, opening)
        tune_collector()
        try:
            way_in = host.way_in
            assert way_in is not None, "an open door says how to come in"  # noqa: S101
            for notice in (host.port_notice, host.notice):
                if notice:
                    announce(notice)
            _announce_directions(host, way_in.joining, announce)
            way_in.subscribe(lambda sentence: _announce_change(host, way_in.joining, sentence, announce))
            running.autosave.subscribe_to_incidents(lambda sentence: _log.warning("files: %s", sentence))
            running.autosave.subscribe(SaveLog(_log))
            _log.info("open on port %d", host.port)
            tune_collector()
            host.prepare()
            await end.wait()
        finally:
            await host.close()
            _log.info("closed")
    finally:
        await running.close()


def _announce_directions(host: Host, joining: Joining, announce: Callable[[str], None]) -> None:
    if joining.command:
        announce(f"To join: {joining.command}")
    if joining.unreachable:
        announce(f"{joining.unreachable} {joining.advice}".rstrip())
    announce(f"Join code: {joining.code or 'none is asked'}")
    announce(f"Host key: {joining.fingerprint}")
    if joining.command:
        _announce_lead(host, joining, announce)


def _announce_change(host: Host, joining: Joining, sentence: str, announce: Callable[[str], None]) -> None:
    announce(sentence)
    if joining.command:
        announce(f"To join: {joining.command}")
        _announce_lead(host, joining, announce)


def _announce_lead(host: Host, joining: Joining, announce: Callable[[str], None]) -> None:
    announce(f"To lead: {joining.command.replace('room@', 'console@')}{host.how_to_lead}")
