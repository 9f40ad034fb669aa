"""Serves Naru over HTTP and on the command line; plans nothing by itself."""
