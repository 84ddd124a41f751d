"""Sheets with chances and actions."""
