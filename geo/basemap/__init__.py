"""Draws a base map: one local file of vector tiles from the same extract as the road graph."""

from geo.basemap.draw import ATTRIBUTION, BasemapMade, draw_basemap, write_basemap

__all__ = ["ATTRIBUTION", "BasemapMade", "draw_basemap", "write_basemap"]
