"""Writing files safely: whole or not at all, and changing a package part by part."""
