"""Sheet Dashboard: the answer on one page."""
