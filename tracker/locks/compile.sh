#!/usr/bin/env bash
# Makes the three lock files again from pyproject.toml. Needs uv; run it after changing a dependency:
#   bash tracker/locks/compile.sh            only what the change asks for
#   bash tracker/locks/compile.sh --upgrade  newest versions of everything
# No header, no index address: the files must not tell where or on which machine they were made.
set -euo pipefail
cd "$(dirname "$0")/../.."
uv=${UV:-uv}
version="0.13.9"
compile() {
  "$uv" pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
    --python-version 3.11 "$@"
}
compile "$@" pyproject.toml -o tracker/locks/requirements.lock
# the tests run what is delivered: same versions wherever both lists name a package
compile "$@" pyproject.toml --group test -c tracker/locks/requirements.lock -o tracker/locks/requirements-test.lock
echo "uv==$version" | compile "$@" - -o tracker/locks/requirements-uv.lock
