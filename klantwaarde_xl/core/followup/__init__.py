"""What came of it: snapshots, what they say about each other, and a fair test of acting."""
