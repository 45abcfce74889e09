"""`count`, the stage and the report say the same about agreement, for the same ballots."""

import json
import random
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from copworkshop.export.report import report
from copworkshop.model.people import FACILITATOR, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.agenda import Forward, following
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.sight import sight
from helpers import commands
from helpers.session_builder import ask, at, room
from helpers.stage import canvas, said_on
from helpers.words import IDEAS

SEEDS = range(9)


def ballots_of(seed: int) -> list[list[int]]:
    """Ballots of 2 to 10 people over numbered ideas: now all alike, now by lot, now short, now with one in common."""
    chance = random.Random(seed)
    ideas = list(range(1, chance.choice((3, 6, len(IDEAS))) + 1))
    chance.shuffle(ideas)
    ballots = []
    for _ in range(2 + seed):
        own = sorted(ideas, key=lambda idea: ideas.index(idea) + chance.random() * 4 * (seed % 4))
        ballots.append(own[: chance.randint(1, 5) if seed % 2 else 5])
    return ballots


def discussed(ballots: Sequence[Sequence[int]]) -> Session:
    session = at(room(len(ballots)), Kind.TOP_TEN, "merge")
    session = ask(session, *(AddIdea(seat=None, text=idea) for idea in IDEAS))
    session = at(session, Kind.TOP_TEN, "rank")
    for seat, picks in enumerate(ballots, 1):
        session = ask(session, CastBallot(seat=seat, picks=tuple(picks)), actor=participant(seat))
    return at(session, Kind.TOP_TEN, "discuss")


def on_the_stage(session: Session) -> str | None:
    """The sentence about agreement on a page of the discussion; None if there is no such page."""
    while session.spot.round == "discuss":
        text = said_on(canvas(session))
        said = re.search(r"We [a-z ]*agree[^.]*(?=\.)", text)
        scale = re.search(r"\d+ on a scale .*? for everyone\)(?=\.)", text)
        if said and scale:
            return f"{said[0]}: {scale[0]}"
        if following(session) is None:
            return None
        session = ask(session, Forward(at=session.spot))
    return None


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_ballots_have_the_same_words_everywhere(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(tmp_path)
    ballots = ballots_of(seed)
    session = discussed(ballots)
    seen = sight(session, FACILITATOR)
    told = report(seen).top_ten
    assert told is not None
    assert told.discussion is not None
    reported = told.discussion.agreement

    Path("papers.csv").write_text(
        "# shape: rows\n" + "".join(",".join(f'"{IDEAS[pick - 1]}"' for pick in picks) + "\n" for picks in ballots),
        encoding="utf-8",
    )
    code, out, _ = commands.given(capfdbinary, "count", "papers.csv", "--format", "json")
    assert code == 0
    assert json.loads(out)["agreement"]["in_words"] == reported
    _, out, _ = commands.given(capfdbinary, "count", "papers.csv")
    assert f"{reported}." in " ".join(out.split())

    staged = on_the_stage(session)
    assert staged == (None if reported.startswith("Too few") else reported)
    assert len(ballots) >= 5 or reported == "Too few people have voted to say how far we agree"
