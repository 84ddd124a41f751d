"""Writers: they draw a bound report and hold no rules of their own."""
