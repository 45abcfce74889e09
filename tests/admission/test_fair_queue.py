"""Those who wait take turns by their key."""

from hypothesis import given
from hypothesis import strategies as st

from copworkshop.admission.fair_queue import FairQueue

WAITING = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 99)), max_size=30, unique=True)


def queue(waiting: list[tuple[str, int]]) -> FairQueue[str, int]:
    made: FairQueue[str, int] = FairQueue()
    for key, item in waiting:
        made.add(key, item)
    return made


@given(WAITING)
def test_nobody_has_two_turns_while_another_waits_for_one(waiting: list[tuple[str, int]]) -> None:
    line = queue(waiting)
    taken: list[tuple[str, int]] = []
    while line:
        key = line.next_key
        if taken and taken[-1][0] == key:
            assert line.keys == (key,)
        taken.append((key, line.take(key)))
    assert sorted(taken) == sorted(waiting)
    for each in "abc":
        assert [item for key, item in taken if key == each] == [item for key, item in waiting if key == each]


@given(WAITING, st.data())
def test_what_is_removed_leaves_the_others_as_they_were(waiting: list[tuple[str, int]], data: st.DataObject) -> None:
    line, kept = queue(waiting), list(waiting)
    for key, item in data.draw(st.lists(st.sampled_from(waiting))) if waiting else []:
        line.remove(key, item)
        kept = [each for each in kept if each != (key, item)]
        assert len(line) == len(kept)
    assert set(line.keys) == {key for key, _ in kept}
    assert all([line.take(key) for _ in range(sum(each == key for each, _ in kept))] for key in line.keys)
    assert not line


def test_who_is_put_first_has_the_next_turn() -> None:
    line = queue([("a", 1), ("b", 2), ("c", 3)])
    line.put_first("c")
    line.put_first("nobody")
    assert line.keys == ("c", "a", "b")
