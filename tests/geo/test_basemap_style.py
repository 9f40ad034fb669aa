"""The style in docs/ draws what the base map holds."""

import json
from pathlib import Path

from geo.basemap.features import FIRST_ZOOM, LAYERS
from geo.basemap.lines import _PLACES, _ROADS

STYLE = Path(__file__).parents[2] / "docs" / "basemap.style.json"
_NO_ROADS = {"path", "port", "complex", "apartments"}


def test_every_layer_and_class_of_the_base_map_is_drawn() -> None:
    layers = json.loads(STYLE.read_text(encoding="utf-8"))["layers"]
    assert {layer["source-layer"] for layer in layers if "source-layer" in layer} == {*LAYERS}
    assert len({layer["id"] for layer in layers}) == len(layers)
    text = [json.dumps(layer.get("filter", [])) for layer in layers]
    named = {
        name for name in {*_ROADS, *_PLACES, *_NO_ROADS} if any(f'"{name}"' in t for t in text)
    }
    assert named == {*_ROADS, *_PLACES, *_NO_ROADS}
    assert FIRST_ZOOM == 6
