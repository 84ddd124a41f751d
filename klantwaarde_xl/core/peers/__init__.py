"""Comparable customers, and quantiles over them."""
