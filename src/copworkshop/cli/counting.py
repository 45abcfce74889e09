"""The command that counts paper ballots, and how it opens their file."""

import argparse
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from copworkshop.cli.output import WRONG_USE, Trouble, is_terminal, say, tell

if TYPE_CHECKING:
    from copworkshop.ranking.papers import Papers
    from copworkshop.ranking.rule import Rule

_STANDARD_INPUT: Final = "-"


def count(given: argparse.Namespace) -> int:
    """Count paper ballots."""
    import json

    from copworkshop.ranking.agreement import agreement_in
    from copworkshop.ranking.json_shape import as_json
    from copworkshop.ranking.registry import rule_named
    from copworkshop.ranking.table import as_table, wrapped
    from copworkshop.ranking.tally import top
    from copworkshop.ranking.votes import Votes

    try:
        rule = rule_named(given.rule)
        if given.depth < 1 or given.top < 1:
            raise ValueError("--depth and --top take a whole number from 1 up.")
    except ValueError as error:
        raise Trouble(str(error), WRONG_USE) from None
    papers = _papers(given)
    _require_countable(given, papers, rule)
    votes = Votes.gather(papers.ideas, papers.ballots, shared=papers.shared)
    votes = votes if rule.counts_shared else votes.strict()
    result = rule.count_votes(votes, depth=given.depth)
    best, agreement = top(result, given.top), agreement_in(votes)
    told = papers.summary(counts_shared=rule.counts_shared)
    if given.format == "json":
        say(json.dumps({**as_json(result, best, agreement), "read": told}, ensure_ascii=False, indent=2))
    else:
        say("\n".join([*wrapped(told), "", as_table(result, best, agreement).rstrip("\n")]))
    return 0


def _papers(given: argparse.Namespace) -> "Papers":
    from copworkshop.ranking.papers import SHAPES, BadPaper, read_papers, require_known_ending

    if given.shape is not None and given.shape not in SHAPES:
        raise Trouble(f"There is no shape “{given.shape}”; choose one of: {', '.join(SHAPES)}.", WRONG_USE)
    header = None if given.header is None else given.header == "yes"
    name = _name(given)
    try:
        if str(given.file) == _STANDARD_INPUT:
            return read_papers(name, _whole_input(), shape=given.shape, header=header)
        _require_file(given.file)
        require_known_ending(name)
        return read_papers(name, _whole_file(given.file), shape=given.shape, header=header)
    except BadPaper as error:
        raise Trouble(str(error)) from None


def _name(given: argparse.Namespace) -> str:
    if str(given.file) == _STANDARD_INPUT:
        return "standard input"
    return given.file.name or str(given.file)


def _require_countable(given: argparse.Namespace, papers: "Papers", rule: "Rule") -> None:
    if not papers.ballots and not rule.counts_shared:
        raise Trouble(
            f"{_name(given)}: There are only ballots with shared places, which the rule “{rule.name}” "
            "cannot count; try --rule borda."
        )
    if len(papers.ideas) > rule.most_ideas:
        raise Trouble(
            f"{_name(given)}: The rule “{rule.name}” compares each two ideas, so it counts at most "
            f"{rule.most_ideas:,} ideas, and there are {len(papers.ideas):,}; try --rule points."
        )


def _whole_input() -> bytes:
    """Read standard input to its end, but no more than a file may have."""
    from copworkshop.ranking.papers import MAX_BYTES

    if is_terminal(sys.stdin):
        tell("Paste or type the ballots, one on each line, then press Ctrl+D on an empty line.")
    if sys.stdin is None:
        raise Trouble("Standard input is closed: name a file, or pass the ballots on with a pipe.")
    return _no_larger(sys.stdin.buffer.read(MAX_BYTES + 1))


def _whole_file(path: Path) -> bytes:
    from copworkshop.content.reading import read_regular
    from copworkshop.ranking.papers import MAX_BYTES

    return _no_larger(read_regular(path, MAX_BYTES + 1))


def _no_larger(data: bytes) -> bytes:
    from copworkshop.ranking.papers import MAX_BYTES

    if len(data) > MAX_BYTES:
        raise Trouble(_too_large("That"))
    return data


def _require_file(path: Path) -> None:
    try:
        state = path.stat()
    except FileNotFoundError:
        raise Trouble(f"There is no file {path}; check its name and folder.") from None
    _require_regular(path, state)


def _require_regular(path: Path, state: os.stat_result) -> None:
    """Refuse what is no file with ballots, before anything of it is read."""
    from copworkshop.ranking.papers import MAX_BYTES

    if stat.S_ISDIR(state.st_mode):
        raise Trouble(f"{path} is a folder; name the file with the ballots in it.")
    if not stat.S_ISREG(state.st_mode):
        raise Trouble(
            f"{path} is no file, but a device or a pipe; to count what another command writes, give - in its place: "
            "command | copworkshop count -"
        )
    if state.st_size > MAX_BYTES:
        raise Trouble(_too_large(str(path)))


def _too_large(what: str) -> str:
    from copworkshop.ranking.papers import MAX_BYTES

    return f"{what} is larger than {MAX_BYTES // 1024**2} MB, the most that is counted; count the ballots in parts."
