"""Bytes into the driver, led by what they reach in the parser: ``fuzz SECONDS [broken]``, by atheris (libFuzzer).

Whatever comes, the driver goes on: what is typed afterwards arrives, nothing of it is half a character, and no size is
taken from it. With `broken`, the driver's care for a parser that raises is taken away, and the trial has to find that.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec

NOT_HERE = "atheris is not on this machine. It comes with the development packages on Linux, x86-64."


def main(arguments: Sequence[str]) -> int:
    """Fuzz in a process of its own, since libFuzzer ends the one that it runs in; say how many inputs were tried."""
    if find_spec("atheris") is None:
        print(NOT_HERE)
        return 1
    seconds, broken = (arguments[0] if arguments else "600"), "broken" in arguments
    command = [sys.executable, "-m", "soak.fuzzing", *(["broken"] if broken else []), f"-max_total_time={seconds}"]
    command += ["-max_len=400", "-print_final_stats=1"]
    here = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with tempfile.TemporaryDirectory() as folder:  # libFuzzer leaves what it found; it also says it
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=here, cwd=folder)
    tried = re.search(r"number_of_executed_units:\s*(\d+)", done.stderr)
    found = done.returncode != 0
    outcome = "one broke the driver" if found else "none broke it"
    print(f"{tried[1] if tried else 0} inputs, {seconds} s at most: {outcome}.")
    if found and not broken:
        print(done.stderr[-3000:])
    return 0 if found == broken and tried else 1
