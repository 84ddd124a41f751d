"""Installing, diagnosing and packing."""
