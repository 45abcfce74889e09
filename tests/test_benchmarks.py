from typing import Any

import pytest
from benchmarks import __main__ as command
from benchmarks import growth, loading, saving, tricks
from benchmarks.harness import Row, Table, exponent, p95
from benchmarks.room.floors import READY
from benchmarks.room.full import full_session
from benchmarks.room.hosting import CODE, require_all, serving
from benchmarks.room.people import People
from benchmarks.room.tricks_off import EVERYTHING, NAMES

from helpers.sampling import some_of

pytestmark = pytest.mark.slow


def test_a_bar_is_on_the_median_itself() -> None:
    assert not Row("join", (9.0, 10.0, 99.0), bar=10).missed
    assert Row("join", (9.0, 11.0, 12.0), bar=10).missed
    assert Row("keys a second", (500.0, 590.0, 700.0), least=600).missed
    assert not Row("keys a second", (600.0,), least=600).missed


def test_a_bar_can_be_on_the_times_of_the_floor_and_on_how_much_more_a_peer_costs() -> None:
    assert not Row("start", (30.0,), floor=(20.0,), most_times=1.5).missed
    assert Row("start", (31.0,), floor=(20.0,), most_times=1.5).missed
    assert not Row("join", (30.0,), peer=(300.0,), least_ratio=10).missed
    assert Row("join", (31.0,), peer=(300.0,), least_ratio=10).missed


def test_what_is_not_there_to_compare_with_is_no_bar() -> None:
    assert Row("count", (1.0,), bar=10, least_ratio=1).bars == (("≤ 10", True),)


def test_one_of_two_bars_missed_is_missed_and_the_table_says_so() -> None:
    row = Row("join", (31.0,), peer=(300.0,), bar=60, least_ratio=10)
    assert row.bars == (("≤ 60", True), ("≥ 10 × less than peer", False))
    text = str(Table(title="Joins", unit="ms", rows=(row, Row("other", (1.0,))), peer="a process each"))
    assert text.splitlines()[2].endswith("missed")


def test_the_json_has_every_figure_and_each_bar() -> None:
    table = Table(title="Joins", unit="ms", rows=(Row("join", (1.0, 3.0, 2.0), bar=2),))
    (row,) = table.as_json()["rows"]
    assert row["figures"] == (1.0, 3.0, 2.0)
    assert row["median"] == 2.0
    assert row["bars"] == [{"bar": "≤ 2", "met": True}]


def test_the_exponent_tells_linear_from_square_and_from_nothing() -> None:
    sizes = [10, 50, 100, 200, 400]
    assert exponent(sizes, [3.0 * size for size in sizes]) == pytest.approx(1)
    assert exponent(sizes, [0.1 * size**2 for size in sizes]) == pytest.approx(2)
    assert exponent(sizes, [7.0] * 5) == pytest.approx(0)


def test_one_figure_is_its_own_95th_percentile() -> None:
    assert p95([5.0]) == 5.0


def test_a_benchmark_that_fails_is_told_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(name: str) -> Table:
        if name == "bad":
            raise RuntimeError("the server did not start")
        return Table(title="Good", unit="ms", rows=(Row("join", (1.0,)),))

    monkeypatch.setattr(command, "run", run)
    told: list[dict[str, Any]] = [command.run_and_tell(name) for name in ("bad", "good")]
    assert told[0]["failed"] == "RuntimeError: the server did not start"
    assert told[1]["title"] == "Good"
    assert "bad could not be measured: RuntimeError: the server did not start" in capsys.readouterr().out


def test_in_a_full_session_everybody_has_done_everything() -> None:
    session = full_session("full", 3)
    step = session.plan.proposal
    assert step is not None
    for seat in session.seats.values():
        assert all(seat.proposal.filled(field.id) for field in step.fields)
        assert len(seat.live_ideas) == 3
        assert seat.ballot is not None
        assert len(seat.ballot.picks) == 5


def test_saving_is_measured_in_addition_to_raw_writes_and_leaves_none_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "SEATS", 3)
    monkeypatch.setattr(saving, "REPEATS", 2)
    monkeypatch.setattr(saving, "tune_collector", lambda: None)
    rows = saving.run().rows
    assert [len(row.figures) for row in rows] == [2, 2, 2, 2]
    assert rows[0].floor
    assert rows[0].most_times == 1.5


def test_loading_is_measured_on_a_session_that_comes_back_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "SEATS", 3)
    (row,) = loading.run().rows
    assert len(row.figures) == len(row.floor) == loading.REPEATS
    assert row.bar == 1000


def test_growth_has_a_row_a_size_and_two_for_the_exponent() -> None:
    costs: dict[int, tuple[float, ...]] = {10: (1.0, 2.0), 100: (10.0, 200.0)}
    *sizes, power, last = growth.rows("loading", costs)
    assert [row.name for row in sizes] == ["loading, 10 seats", "loading, 100 seats"]
    assert power.figures == last.figures == pytest.approx((1, 2))
    assert power.missed


def test_what_grows_is_measured_on_a_session_of_any_size() -> None:
    assert all(len(figures) == growth.REPEATS for figures in growth.in_process(2).values())


def test_every_benchmark_says_what_it_measures() -> None:
    assert {
        "saving",
        "loading",
        "growth",
        "leaving",
        "keys",
        "crowd",
        "step",
        "back",
        "join",
        "start",
        "count",
        "tricks",
    } == set(command.names())


def test_each_trick_has_a_line_with_a_percentage_for_each_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    def measured(trick: str) -> dict[str, Any]:
        calls = [150] if trick == NAMES[1] else [100]
        found: dict[str, Any] = dict.fromkeys(("key", "first_step", "later_step", "prepared", "start"), calls)
        return {**found, "key_bytes": [100], "memory": 900.0, "left": 50.0, "filtering": 1.0, "filtering_uncached": 2.0}

    monkeypatch.setattr(tricks, "measured", measured)
    table = tricks.run()
    lines = {cells[0]: cells[1:] for cells in table.lines}
    assert list(lines) == ["switched off", "(all on)", "nothing", *NAMES, EVERYTHING]
    assert lines[NAMES[0]] == ["+0 %"] * 8
    assert lines[NAMES[1]] == [*["+50 %"] * 5, *["+0 %"] * 3]
    assert table.as_json()["rows"][-1]["above_floor"] == 1


@pytest.mark.here
@pytest.mark.parametrize("trick", some_of([EVERYTHING, "nothing"], 1))
def test_what_a_trick_saves_is_measured_in_a_process_of_its_own(trick: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in {"SEATS": 4, "KEYS": 1, "STEPS": 1, "FOR_MEMORY": 1}.items():
        monkeypatch.setattr(tricks, name, size)
    found = tricks.measured(trick)
    assert len(found["start"]) == 2
    assert found["key"][0] > 1000
    assert found["key_bytes"][0] > 0
    assert found["memory"] > found["left"] > 0


@pytest.mark.here
@pytest.mark.parametrize("kind", ["bare", "area"])
def test_people_see_what_a_floor_shows_have_their_keys_echoed_and_leave_at_once(kind: str) -> None:
    with serving(["-m", "benchmarks.room.floors", kind]) as floor, People(floor.port) as people:
        require_all(people.ask("connect", users=["room"] * 4, code=CODE, until=READY))
        typed = people.ask("type", a_second=40, seconds=0.5)
        assert typed["keys"]
        assert not typed["lost"]
        assert people.ask("leave") == {"lost": 0, "stayed": 0}
