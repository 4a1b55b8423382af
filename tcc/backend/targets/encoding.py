"""How a target writes what every target means alike."""

from __future__ import annotations

from tcc.backend.targets.profile import Profile
from tcc.ir.encode import JsonData
from tcc.ir.manifest import Manifest, manifest_data

_WHILE = "/state/scalar/ref/while"
_MAP = "/state/scalar/map"


def target_data(manifest: Manifest, profile: Profile) -> dict[str, JsonData]:
    """The manifest as JSON-ready data, in the target's encoding."""
    data = manifest_data(manifest)
    if profile.typed_state_maps:
        return {key: _typed_states(value) for key, value in data.items()}
    return data


def _typed_states(data: JsonData) -> JsonData:
    """The same JSON with the first state of every ``while`` and ``fold`` written as a typed map, if it is a map."""
    if isinstance(data, list):
        return [_typed_states(item) for item in data]
    if not isinstance(data, dict):
        return data
    rebuilt = {key: _typed_states(value) for key, value in data.items()}
    for key, value in rebuilt.items():
        if key == _WHILE and isinstance(value, list):
            rebuilt[key] = [*value[:-1], _typed(value[-1])]
        elif key.startswith("$") and key.endswith("/fold") and isinstance(value, dict) and "value" in value:
            rebuilt[key] = {**value, "value": _typed(value["value"])}
    return rebuilt


def _typed(state: JsonData) -> JsonData:
    if isinstance(state, dict) and not any(key.startswith(("/", "$")) for key in state):
        return {_MAP: state}
    return state
