"""Readers: each turns something into RawTables, and knows where every cell came from."""
