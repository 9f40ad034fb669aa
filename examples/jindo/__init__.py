"""Draws the schematic county of Jindo and invents its days; see README.md."""
