#!/bin/sh
# smoke.sh [SECONDS]: builds the fuzz targets in a folder of their own and runs each for some seconds
# from the samples. Exit status: 0 good, 1 a target failed, 77 there is no clang.
set -eu
seconds=${1:-10}
source_folder=$(cd "$(dirname "$0")/../.." && pwd)
command -v clang >/dev/null 2>&1 || { echo "fuzz: skipped, there is no clang"; exit 77; }
work=$(mktemp -d "${TMPDIR:-/tmp}/pith-fuzz-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
cd "$work"
"$source_folder/configure" --quiet --disable-shared CC=clang \
    CFLAGS='-g -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -fno-sanitize=pointer-overflow' >configure.log 2>&1
make -j"$(nproc)" fuzzers >make.log 2>&1 || { tail -n 30 make.log; exit 1; }
mkdir seeds
for input in "$source_folder"/samples/*/input.*; do
    # The first byte chooses the options of a target.
    { printf '\000'; cat "$input"; } >"seeds/$(basename "$(dirname "$input")")"
done
status=0
for target in tests/fuzz/fuzz_*; do
    case $target in *.o | *.c) continue ;; esac
    mkdir -p "corpus-$(basename "$target")"
    if "./$target" -max_total_time="$seconds" -timeout=25 -rss_limit_mb=4096 -print_final_stats=0 \
        "corpus-$(basename "$target")" seeds >target.log 2>&1; then
        echo "$(basename "$target"): $(grep -c . target.log) lines of log, no failure in $seconds s"
    else
        echo "$(basename "$target"): FAILED"
        tail -n 40 target.log
        status=1
    fi
done
exit $status
