"""Sheet Klantkaart: one customer on one page."""
