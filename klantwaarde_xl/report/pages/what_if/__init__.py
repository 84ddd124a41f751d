"""The page Wat als: what a price, a customer, hours, payment days or other weights would change."""
