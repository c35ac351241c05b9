# SPDX-License-Identifier: Apache-2.0
# What every proof that runs the program begins with: . test/proof.sh, then run.sh [BUILD]. Sets BUILD, SHAICHANG (the
# program), CHECK_DIR (logs, the demo folder, scratch) and the way to test/api for Python.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
BUILD=$(realpath "${1:-${BUILD:-$root/build/release}}")
if [ $# -gt 0 ] || [ -z "${SHAICHANG:-}" ]; then SHAICHANG=$BUILD/src/app/shaichang; fi
SHAICHANG=$(realpath "$SHAICHANG")
CHECK_DIR=$(realpath -m "${CHECK_DIR:-$root/build/check}")
mkdir -p "$CHECK_DIR"
export BUILD SHAICHANG CHECK_DIR PYTHONPATH=$root/test/api PYTHONDONTWRITEBYTECODE=1
