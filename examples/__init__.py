"""Programs to run first; each is also a test."""
