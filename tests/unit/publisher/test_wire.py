from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinychain.wire import decode_body, decode_text, encode_text

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.binary()
    | st.complex_numbers(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=20,
)


@given(VALUES)
def test_values_round_trip(value: object) -> None:
    assert decode_text(encode_text(value)) == value


def test_typed_values_are_unwrapped() -> None:
    assert decode_text('{"/state/scalar/value/number": 7}') == 7
    assert decode_text('{"/state/scalar/value/number": [1, 2]}') == 1 + 2j
    assert decode_text('{"/state/scalar/value/bytes": "AAE="}') == b"\x00\x01"
    assert decode_text('{"/state/scalar/map": [[[1, 2], "x"], [3, "y"]]}') == {(1, 2): "x", 3: "y"}
    assert decode_text('[{"/state/scalar/tuple": [{"/state/scalar/value/none": null}]}]') == [[None]]
    assert decode_text('{"/lib/acme/echo": []}') == "/lib/acme/echo"
    assert decode_text("") is None


def test_a_map_with_other_keys_than_ids_is_typed() -> None:
    assert encode_text({"a": 1}) == '{"a":1}'
    assert encode_text({"a b": 1}) == '{"/state/scalar/map":[["a b",1]]}'
    assert encode_text({"/lib/x": []}) == '{"/state/scalar/map":[["/lib/x",[]]]}'
    assert encode_text({"$x": []}) == '{"/state/scalar/map":[["$x",[]]]}'
    assert encode_text({}) == "{}"


def test_what_has_no_wire_form_is_refused() -> None:
    with pytest.raises(TypeError, match="a set has no TinyChain form"):
        encode_text({1, 2})
    with pytest.raises(ValueError, match=r"."):
        encode_text(float("nan"))


def test_bodies_of_all_kinds() -> None:
    class State:
        def to_json(self) -> str:
            return "[1]"

    class Handle:
        def value(self) -> State:
            return State()

    for body in (Handle(), State(), "[1]", b"[1]"):
        assert decode_body(body) == [1]
    assert decode_body(None) is None
