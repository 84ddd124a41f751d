"""What comes out: declarations, Dutch sentences, and the binding of figures to them."""
