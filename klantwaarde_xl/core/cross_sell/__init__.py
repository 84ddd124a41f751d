"""What a customer does not buy yet: recommenders, chances and the gaps with their euros."""
