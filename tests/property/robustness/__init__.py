"""Texts no one would write, for the compiler to survive: see ``__main__`` for the campaign."""
