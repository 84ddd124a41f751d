"""What happened: measures per customer, costs, ratings, months, and the reconciliation."""
