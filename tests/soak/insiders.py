"""What one person can try who is in, while somebody else types: the attacks of ``soak.insider_attacks``, row by row.

``insiders mutants`` tries hosts without each bound, which the rows catch. ``soak.compared`` says when a row fails.
"""

from collections.abc import Sequence
from typing import Final

from soak.compared import Row, run
from soak.lookers import holds_at_most, is_ended, never

FLOODS: Final = (
    "ignored_inside", "debug_messages_inside", "pings", "channel_requests", "terminal_requests", "signals", "breaks",
    "variables", "shells", "global_requests", "forwardings", "channels", "window_adjusts", "empty_data",
    "extended_data",
)  # fmt: skip

ROWS: Final = (
    Row("unassigned_types_inside", judges=(is_ended,), mutants=("no budget",)),
    Row("unassigned_types_inside", count=4, mutants=("all bytes at once", "pieces of 256 KB, no shares")),
    *(Row(flood, judges=(is_ended,)) for flood in FLOODS),
    Row("rekeys", judges=(is_ended,), mutants=("no budget",)),
    Row("rekeys", count=4),
    Row("rekey_never_finished", seconds=75, judges=(is_ended,), mutants=("no end to an exchange",)),
    Row("packets_of_one_byte", count=4, judges=(never("came in"),), mutants=("packets of any size",)),
    Row("terminals_with_keys", count=40, judges=(holds_at_most(4),), mutants=("any number of terminals",)),
    Row("terminals_with_resizes", count=40, judges=(holds_at_most(4),)),
    Row("terminals_with_help", count=40, judges=(holds_at_most(4),)),
    Row("slow_readers_with_big_windows", count=12, mutants=("sizes that cost nothing",)),
    Row("ends_and_goes_on", count=4),
    Row("documents", count=20, seats=200),
    Row("long_commands", count=20),
    Row("unknown_commands", count=20),
    Row("returns", count=10),
)


def main(arguments: Sequence[str]) -> int:
    """Try all, or those that are named; after ``mutants``, their mutants."""
    return run(ROWS, arguments)
