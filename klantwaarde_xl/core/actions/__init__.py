"""What to do next: levers, up-sell, account managers and the moves between them."""
