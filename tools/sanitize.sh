#!/bin/sh
# Builds the kernels with address and undefined-behaviour sanitizers in a copy of the tree and runs the kernels' tests.
# usage: sanitize.sh FOLDER
set -eu
folder="$1"
tree="$folder/tree"
bin="$PWD/.venv/bin"
mkdir -p "$tree"
for part in geo routing dispatch api benchmarks examples tests; do
    rm -rf "${tree:?}/$part"
    [ -d "$part" ] && cp -r "$part" "$tree/$part"
done
cp pyproject.toml "$tree/"
find "$tree" -name '_kernels*.so' -delete
ln -sfn "$PWD/../shared" "$folder/shared"
"$bin/cmake" -S . -B "$folder/build" -G Ninja -DNARU_SANITIZE=ON -DNARU_OUTPUT_DIR="$PWD/$tree" \
    -DPython_EXECUTABLE="$bin/python" -DCMAKE_MAKE_PROGRAM="$bin/ninja" >/dev/null
"$bin/ninja" -C "$folder/build"
# libstdc++ must be there before the sanitizer looks for the function that throws exceptions.
runtime="$("${CXX:-c++}" -print-file-name=libasan.so) $("${CXX:-c++}" -print-file-name=libstdc++.so)"
site=$("$bin/python" -c 'import sysconfig; print(sysconfig.get_path("platlib"))')
cd "$tree"
# Without site (-S) the editable install's import hook is not there: it would bring the unsanitized kernels.
# LeakSanitizer is off: the interpreter itself does not free everything at exit.
sanitized() {
    env LD_PRELOAD="$runtime" PYTHONMALLOC=malloc PYTHONPATH="$PWD:$site" \
        ASAN_OPTIONS=detect_leaks=0:abort_on_error=1 UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1 \
        "$bin/python" -S "$@"
}
sanitized -c 'import pathlib, geo._kernels, routing._kernels
for kernels in (geo._kernels, routing._kernels):
    assert pathlib.Path(kernels.__file__).is_relative_to(pathlib.Path.cwd()), kernels.__file__'
sanitized -m pytest -q -p no:cacheprovider -m kernel $(grep -rl 'mark.kernel' tests/geo tests/routing)
