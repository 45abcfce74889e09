"""Telling those who listen."""

import logging

import pytest

from copworkshop.live.listeners import Listeners


def fails(_news: str) -> None:
    raise ValueError("people's words")


def test_everybody_is_told_in_order() -> None:
    told: list[tuple[int, str]] = []
    listeners = Listeners[str]()
    listeners.subscribe(lambda news: told.append((1, news)))
    listeners.subscribe(lambda news: told.append((2, news)))
    listeners.tell("news")
    assert told == [(1, "news"), (2, "news")]


def test_who_ended_it_is_not_told() -> None:
    told: list[str] = []
    listeners = Listeners[str]()
    end = listeners.subscribe(told.append)
    end()
    listeners.tell("news")
    assert (told, len(listeners)) == ([], 0)


def test_ending_twice_ends_nobody_elses() -> None:
    told: list[str] = []
    listeners = Listeners[str]()
    end = listeners.subscribe(told.append)
    end()
    listeners.subscribe(told.append)
    end()
    listeners.tell("news")
    assert told == ["news"]


def test_a_listener_ended_by_one_before_it_is_not_told() -> None:
    told: list[str] = []
    listeners = Listeners[str]()
    listeners.subscribe(lambda _news: end())
    end = listeners.subscribe(told.append)
    listeners.tell("news")
    assert told == []


def test_one_that_subscribes_while_news_is_told_hears_the_next() -> None:
    told: list[str] = []
    listeners = Listeners[str]()
    end = listeners.subscribe(lambda _news: (listeners.subscribe(told.append), end())[-1])
    listeners.tell("first")
    listeners.tell("second")
    assert told == ["second"]


def test_one_that_fails_stops_nobody() -> None:
    told: list[str] = []
    listeners = Listeners[str]()
    listeners.subscribe(fails)
    listeners.subscribe(told.append)
    listeners.tell("news")
    assert told == ["news"]


def test_a_failure_is_logged_by_type_and_place_without_anybodys_words(caplog: pytest.LogCaptureFixture) -> None:
    listeners = Listeners[str]()
    listeners.subscribe(fails)
    with caplog.at_level(logging.ERROR):
        listeners.tell("news")
    (record,) = caplog.records
    assert "A listener failed: ValueError < " in record.getMessage()
    assert "test_listeners.py" in record.getMessage()
    assert "people's words" not in caplog.text
