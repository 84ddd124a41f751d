"""What to do next: levers and labels, up-sell, account managers and moves between them."""
