"""The committed stub says what the compiled kernel has."""

from pathlib import Path

from nanobind.stubgen import StubGen

from routing import _kernels


def test_stub_has_not_drifted_from_the_kernel():
    generator = StubGen(_kernels)
    generator.put(_kernels)
    committed = Path(_kernels.__file__).with_name("_kernels.pyi").read_text(encoding="utf-8")
    assert committed == generator.get(), (
        "regenerate with: python -m nanobind.stubgen -m routing._kernels -o routing/_kernels.pyi"
    )
