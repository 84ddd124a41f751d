"""Customers that look alike, and what the best of them do."""
