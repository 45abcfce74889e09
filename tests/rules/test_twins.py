"""The short form of ``soak twins``: sessions that differ in one secret, which nobody else can tell apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.sampling import inputs, some_of
from soak.twin_mutants import MUTANTS
from soak.twin_secrets import SECRETS
from soak.twins import Figures, play, trial

SEEDS = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize("name", SECRETS)
@inputs(1)
@given(seed=SEEDS)
def test_nobody_who_does_not_know_a_secret_can_tell_the_sessions_apart(name: str, seed: int) -> None:
    play(name, seed, Figures())


@pytest.mark.slow
@pytest.mark.parametrize("name", some_of(MUTANTS, 2))
def test_rules_that_leak_are_found(name: str) -> None:
    mutant, secrets = MUTANTS[name]
    with mutant():
        assert trial(secrets, 200, Figures()) is not None
