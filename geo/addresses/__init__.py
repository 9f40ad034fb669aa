"""Addresses and names to coordinates, offline: Korean addresses, the extract, official files."""
