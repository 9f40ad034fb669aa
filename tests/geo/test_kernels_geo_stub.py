"""The committed stub of the kernels says what the built kernels are."""

from pathlib import Path

from nanobind.stubgen import StubGen

from geo import _kernels


def test_stub_is_what_the_kernels_give() -> None:
    generator = StubGen(_kernels)
    generator.put(_kernels)
    stub = Path(_kernels.__file__).with_name("_kernels.pyi")
    remedy = "run: python -m nanobind.stubgen -m geo._kernels -o geo/_kernels.pyi"
    assert generator.get() == stub.read_text(encoding="utf-8"), remedy
