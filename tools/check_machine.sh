#!/bin/sh
# Says which Debian package to install when this machine lacks something that the set-up needs.
# usage: check_machine.sh PYTHON
python="$1"
missing=""

if ! command -v "$python" >/dev/null 2>&1; then
    echo "naru: no '$python' here. Install it: apt-get install python3 python3-venv python3-dev" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "naru: '$python' is older than Python 3.11. Give a newer one: make PYTHON=python3.11" >&2
    exit 1
fi
"$python" -c 'import venv, ensurepip' 2>/dev/null || missing="$missing python3-venv"
header=$("$python" -c 'import sysconfig; print(sysconfig.get_path("include") + "/Python.h")')
[ -f "$header" ] || missing="$missing python3-dev"
if command -v "${CXX:-c++}" >/dev/null 2>&1; then
    echo 'int main() { auto f = []<class T>(T x) { return x; }; return f(0); }' |
        "${CXX:-c++}" -std=c++20 -x c++ -fsyntax-only - 2>/dev/null || missing="$missing g++-12"
else
    missing="$missing g++"
fi
command -v make >/dev/null 2>&1 || missing="$missing make"

if [ -n "$missing" ]; then
    echo "naru: this machine lacks:$missing" >&2
    echo "      apt-get install$missing" >&2
    exit 1
fi
