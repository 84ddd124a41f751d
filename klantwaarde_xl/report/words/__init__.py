"""Dutch sentences around figures."""
