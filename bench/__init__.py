"""Benchmarks beside named peers: ``make bench`` runs all of them and writes their results here."""
