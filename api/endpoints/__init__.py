"""Answers requests, one file per resource."""
