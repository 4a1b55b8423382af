"""The codec of tc-ir: JSON text to scalars and back.

    decode(b'{"$x/add": {"r": 1}}')              -> Post("$x/add", (("r", 1),))
    encode(Post("$x/add", (("r", 1),)))          -> b'{"$x/add":{"r":1}}'

``decode`` is strict and names the JSON pointer of what it refuses; ``encode`` is canonical, so equal scalars have
equal bytes. ``decode(encode(node)) == node`` for every node that can be encoded.
"""

from __future__ import annotations

from tcc.ir.decode import decode
from tcc.ir.encode import JsonData, compact, encode, to_data
from tcc.ir.errors import DecodeError, EncodeError, IrError

__all__ = ["DecodeError", "EncodeError", "IrError", "JsonData", "compact", "decode", "encode", "to_data"]
