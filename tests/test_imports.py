"""Packages import each other only in the directions of the design; words stay in their places."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("geo", "routing", "dispatch", "api")

#: What each package may import of the others. api reaches geo for maps and input faults.
MAY_IMPORT = {
    "geo": set(),
    "routing": set(),
    "dispatch": {"geo", "routing"},
    "api": {"dispatch", "geo"},
}

#: Folders that import anything and that no package may import.
OUTSIDE = {"tests", "benchmarks"}


def sources(package):
    return sorted(path for path in (ROOT / package).rglob("*.py"))


def imports(path, text=None):
    """Full names of what a module imports, wherever in it; relative ones resolved."""
    tree = ast.parse(path.read_text(encoding="utf-8") if text is None else text)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.extend(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = path.relative_to(ROOT).parts[: -node.level] if node.level else ()
            module = ".".join([*parts, *(node.module or "").split(".")]).strip(".")
            found.extend([module, *(f"{module}.{alias.name}" for alias in node.names)])
    return found


def offences(package, forbidden):
    """Lines "file imports name" for every import of a package that `forbidden` says is one."""
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources(package)
        for name in imports(path)
        if forbidden(name)
    ]


def test_imports_are_found_wherever_they_stand():
    text = "import a.b\ndef f():\n    from c import d\nfrom . import e\nfrom ..geo import g\n"
    assert sorted(imports(ROOT / "api" / "endpoints" / "x.py", text)) == [
        "a.b",
        "api.endpoints",
        "api.endpoints.e",
        "api.geo",
        "api.geo.g",
        "c",
        "c.d",
    ]


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_import_only_in_the_directions_of_the_design(package):
    others = (set(PACKAGES) | OUTSIDE) - {package} - MAY_IMPORT[package]
    assert offences(package, lambda name: name.split(".")[0] in others) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_kernels_are_imported_only_in_their_own_package(package):
    foreign = {f"{other}._kernels" for other in PACKAGES if other != package}
    assert offences(package, lambda name: ".".join(name.split(".")[:2]) in foreign) == []


@pytest.mark.parametrize("package", ["geo", "routing", "dispatch"])
def test_pydantic_stays_in_api(package):
    assert offences(package, lambda name: name.split(".")[0].startswith("pydantic")) == []


@pytest.mark.parametrize("package", [*PACKAGES, "benchmarks", "tests", "examples"])
def test_no_module_is_called_after_nothing(package):
    vague = {"util", "utils", "common", "helper", "helpers", "misc", "tools"}
    modules = [path.relative_to(ROOT) for path in sources(package)]
    assert [str(path) for path in modules if vague & {path.stem, *path.parts[:-1]}] == []


def test_test_folders_have_no_init_files_and_no_two_tests_the_same_name():
    assert list((ROOT / "tests").rglob("__init__.py")) == []
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))
