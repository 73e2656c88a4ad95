#!/bin/sh
# Prints the path of the newest Python of 3.13, 3.12 and 3.11 that really runs; $PYTHON, if set, is taken instead.
# A name on the PATH may be a shim that does not run, so each candidate is asked for its version. pyenv's versions are
# looked at too: in $PYENV_ROOT, in ~/.pyenv, and in the pyenv of any shims on the PATH.

ask='import ensurepip, sys, venv; print(sys.executable if "%d.%d" % sys.version_info[:2] in sys.argv[1:] else "")'

runs() { # candidate, versions...: prints the executable if the candidate runs and is one of the versions
    candidate=$1
    shift
    found=$("$candidate" -I -c "$ask" "$@" 2>/dev/null) && [ -n "$found" ] && printf '%s\n' "$found"
}

if [ -n "$PYTHON" ]; then
    runs "$PYTHON" 3.13 3.12 3.11 && exit 0
    echo "PYTHON=$PYTHON is not a Python 3.13, 3.12 or 3.11 that runs and has venv" >&2
    exit 2
fi

roots="$PYENV_ROOT:$HOME/.pyenv"
IFS=:
for folder in $PATH; do
    case $folder in */shims) roots="$roots:${folder%/shims}" ;; esac
done
for version in 3.13 3.12 3.11; do
    for name in "python$version" python3 python; do
        runs "$name" "$version" && exit 0
    done
    for root in $roots; do
        for candidate in "${root:-/nonexistent}/versions/$version".*/bin/python3; do
            [ -x "$candidate" ] && runs "$candidate" "$version" && exit 0
        done
    done
done
echo "No Python 3.13, 3.12 or 3.11 with venv was found. Install one (on Debian also its -venv package), or name one: make PYTHON=/path/to/python3" >&2
exit 2
