"""One encoder per door: from answers to what the program behind that door takes."""
