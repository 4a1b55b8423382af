"""tc-ir as data: nodes, codec, op table, verifier, text form. Imports nothing else of `tcc`."""
