from typing import Any

import pytest
from benchmarks import __main__ as command
from benchmarks.harness import Row, Table, exponent, p95


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
