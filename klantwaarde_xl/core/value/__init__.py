"""What a customer is worth: score, weights, rank intervals, Pareto and whale curve."""
