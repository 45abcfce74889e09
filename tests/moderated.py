"""Session 4 with moderation."""

from copworkshop.model.plan import Kind, Plan
from session_builder import session4


def moderated_plan(*, moderated: bool = True) -> Plan:
    steps = tuple(step.replace(moderated=moderated) if step.kind is Kind.TOP_TEN else step for step in session4().steps)
    return session4().replace(steps=steps)
