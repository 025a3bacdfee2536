"""What clients send, as hostile: JSON within a budget, then exactly the fields that there are, else a named error."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from signary.io.budget import Budget
from signary.io.errors import InputError
from signary.io.json_file import parse_json
from signary.io.quoting import quoted

Model = TypeVar("Model")
#: Fields are few and flat, whatever is sent.
_ITEMS, _DEPTH, _DIGITS = 64, 4, 20
_SAID = "Input should be "


class Fields(BaseModel):
    """Base of what is sent: no other fields, no other types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def parse_object(content: bytes | str, where: str, most: int, adapter: TypeAdapter[Model]) -> Model:
    """What a client's JSON stands for.

    Args:
        content: As sent.
        where: What messages call it.
        most: Bytes.
        adapter: What it must be.

    Raises:
        InputError: If it is larger, no JSON object, or another one; names the field.
    """
    budget = Budget(on_disk=most, items=_ITEMS, depth=_DEPTH, text=most, digits=_DIGITS)
    value = parse_json(content, where, budget)
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        raise field_error(error.errors(include_url=False), where) from None


def field_error(problems: Any, where: str) -> InputError:
    """The first problem that pydantic has found, as argument, expected, got.

    Args:
        problems: As `ValidationError.errors` has them.
        where: What is wrong if no field is.
    """
    problem = problems[0]
    # The name of a field is the last name of its place; before it stands which kind of message it was taken for.
    place = str(problem["loc"][-1]) if problem["loc"] else where
    kind, given = problem["type"], problem.get("input")
    if kind == "missing":
        return InputError(place, "to be given", "nothing")
    if kind == "extra_forbidden":
        return InputError(quoted(place), "a field that there is", "an unknown one")
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        known = problem["ctx"].get("expected_tags", "")
        got = "nothing" if kind == "union_tag_not_found" else quoted(problem["ctx"]["tag"])
        return InputError("type", f"one of {known}" if known else "to be given", got)
    return InputError(place, str(problem["msg"]).removeprefix(_SAID), quoted(given))
