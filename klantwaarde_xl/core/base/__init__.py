"""Shared building blocks: periods, ranks, ids as codes, logistic regression."""
