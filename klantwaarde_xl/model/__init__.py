"""What goes in: tables, settings, findings, and the checking of them."""
