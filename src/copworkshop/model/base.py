"""The base class of all models, and the types of their fields."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Self, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

K = TypeVar("K")
V = TypeVar("V")


YEARS: Final = range(1970, 5000)
"""The years of a :data:`Moment`. With others, the same moment in another zone can be one that no calendar has."""


def _in_utc(moment: datetime) -> datetime:
    if moment.year not in YEARS:
        raise PydanticCustomError("words", "must be a date and time of the years 1970 to 4999")
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A point in time, always in UTC: offsets with seconds can be written to TOML but not read back."""

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
"""A name that plans give to a part of themselves: lower-case words joined by hyphens."""


class Frozen(BaseModel):
    """A value: never changed in place, equal by content, strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def replace(self, **changes: Any) -> Self:
        """Return a copy with these fields changed.

        The new values are not validated again: callers hold values that passed the gate already (a
        request's fields, other models).
        """
        return self.model_copy(update=changes)


def without(mapping: Mapping[K, V], key: K) -> dict[K, V]:
    """Return the mapping without one key, whether or not it was there."""
    return {k: v for k, v in mapping.items() if k != key}
