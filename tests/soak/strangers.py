"""What strangers can try, while somebody honest types: the attacks of ``soak.stranger_attacks``, row by row.

``strangers mutants`` tries hosts without each bound, which the rows catch. ``soak.compared`` says when a row fails.
"""

from collections.abc import Sequence
from typing import Final

from soak.compared import PERSON_MB, Row, run
from soak.lookers import (
    answers_at_most,
    both,
    is_ended,
    never,
    newcomers_elsewhere,
    newcomers_here,
    others_get_in,
    saves,
    saves_quietly,
)

ROWS: Final = (
    Row("nothing", seconds=12, meanwhile=others_get_in),
    Row("unassigned_types", judges=(is_ended,), mutants=("no budget",)),
    Row(
        "unassigned_types", count=10, seconds=4, most_work=0.5,
        mutants=("all bytes at once", "pieces of 256 KB, no shares", "no shares of the loop"),
    ),
    Row("ignored", judges=(is_ended,)),
    Row("debug_messages", judges=(is_ended,)),
    Row("login_requests", judges=(is_ended,)),
    Row("ending_questions", judges=(is_ended,)),
    Row("data_behind_a_guess", count=4, most_work=0.5, mutants=("all that comes is passed on",)),
    Row("half_exchanges"),
    Row("half_exchanges", count=10),
    Row("half_exchanges", count=100),
    Row("old_half_exchanges", count=10, judges=(never("answered"),), mutants=("old key exchanges",)),
    Row("login_storm", count=10),
    Row("login_storm", count=50),
    Row("comes_and_goes", count=500, mutants=("512 accepted in a turn",)),
    Row("never_logs_in", count=250, seconds=20, meanwhile=others_get_in, mutants=("a door that keeps everybody",)),
    Row("waits_at_the_question", count=250, seconds=30, meanwhile=others_get_in),
    Row("version_by_bytes", count=100),
    Row("lines_before_the_version", count=5),
    Row("packets_never_finished", count=200),
    Row("ends_its_output", count=20),
    Row("many_names", count=10),
    Row("false_signatures", count=10),
    Row(
        "code_guesses", count=240, seconds=40, meanwhile=both(newcomers_elsewhere, newcomers_here),
        judges=(answers_at_most(10, 20, 40),), mutants=("a delay for each guess",),
    ),
    Row("code_guesses_everywhere", count=240, seconds=30, judges=(answers_at_most(60, 200, 30),)),
    Row("word_guesses", count=240, seconds=30, seats=30, judges=(answers_at_most(10, 20, 30),)),
    Row(
        "passphrase_guesses", count=240, seconds=30, before=saves_quietly, meanwhile=saves,
        judges=(answers_at_most(10, 20, 30),),
    ),
    Row(
        "passphrase_guesses_everywhere", count=240, seconds=30, before=saves_quietly, meanwhile=saves,
        judges=(answers_at_most(60, 200, 30),), mutants=("guesses in the threads that save",),
    ),
    Row("holds_places", count=260, seconds=20, meanwhile=others_get_in),
    Row("holds_places", count=340, seconds=20, meanwhile=others_get_in, mutants=("no reserved places",)),
    Row("takes_all_places", count=340, seconds=45, most_mb=340 * PERSON_MB, meanwhile=others_get_in),
    Row("five_hundred_joins", count=508, seconds=90, most_mb=340 * PERSON_MB),
)  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Try all, or those that are named; after ``mutants``, their mutants."""
    return run(ROWS, arguments)
