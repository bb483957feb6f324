#!/bin/sh
# Counts the test cases of one or more runs of "make check", and prints "N passed, N failed".
# usage: count-tests.sh BUILD_FOLDER...
#
# A test program's log names its cases in the way of Check ("90%: Checks: 10, Failures: 1, Errors:
# 0"), of Python's unittest ("Ran 10 tests in 1.2s") or as "10 passed, 1 failed". A program that
# names none counts as one case. Skipped programs count as nothing.
set -eu

for folder; do
    find "$folder/tests" -name '*.trs' 2>/dev/null
done | while IFS= read -r result; do
    awk -v result="$(sed -n 's/^:global-test-result: //p' "$result")" '
        /^[0-9]+%: Checks: [0-9]+, Failures: [0-9]+, Errors: [0-9]+/ {
            gsub(/[^0-9 ]/, "")
            split($0, figure, " +")
            failed += figure[3] + figure[4]
            passed += figure[2] - figure[3] - figure[4]
        }
        /^Ran [0-9]+ tests? in / { passed += $2 }
        /^(OK|FAILED) \(.*\)$/ {
            count = split($0, part, /[(,)]/)
            for (i = 2; i < count; i++) {
                split(part[i], pair, "=")
                gsub(/ /, "", pair[1])
                if (pair[1] ~ /^(failures|errors|unexpectedsuccesses)$/) {
                    failed += pair[2]
                    passed -= pair[2]
                } else if (pair[1] == "skipped") {
                    passed -= pair[2]
                }
            }
        }
        /(^|: )[0-9]+ passed, [0-9]+ failed$/ {
            sub(/^.*: /, "")
            passed += $1
            failed += $3
        }
        END {
            if (result == "SKIP")
                passed = failed = 0
            else if (result == "PASS" && passed + failed == 0)
                passed = 1
            else if (result != "PASS" && failed == 0)
                failed = 1
            print passed + 0, failed + 0
        }' "${result%.trs}.log"
done | awk '{ passed += $1; failed += $2 } END { printf "%d passed, %d failed\n", passed, failed }'
