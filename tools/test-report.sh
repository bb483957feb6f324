#!/bin/sh
# Tells how a run of "make check" went: what was skipped, the end of the log of what failed, and in
# the last line the number of test cases, "N passed, N failed".
# usage: test-report.sh BUILD_FOLDER
#
# A test program's log counts its cases in the way of Check ("90%: Checks: 10, Failures: 1, Errors:
# 0"), of Python's unittest ("Ran 10 tests in 1.2s", "OK" or "FAILED (failures=1)") or as "10 passed,
# 1 failed". A program that counts none is one case. What is skipped is no case.
set -eu
folder=$1/tests
passed=0
failed=0

# count RESULT LOG: prints the numbers of cases passed and failed.
count() {
    awk -v result="$1" '
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
                } else if (pair[1] == "skipped")
                    passed -= pair[2]
            }
        }
        /(^|: )[0-9]+ passed, [0-9]+ failed$/ {
            sub(/^.*: /, "")
            passed += $1
            failed += $3
        }
        END {
            # A test of unittest may fail in several subtests.
            if (passed < 0)
                passed = 0
            if (result == "SKIP")
                passed = failed = 0
            else if (result == "PASS" && passed + failed == 0)
                passed = 1
            else if (result != "PASS" && failed == 0)
                failed = 1
            print passed + 0, failed + 0
        }' "$2"
}

for trs in "$folder"/*.trs; do
    [ -f "$trs" ] || continue
    log=${trs%.trs}.log
    result=$(sed -n 's/^:global-test-result: //p' "$trs")
    case $result in
    PASS) ;;
    SKIP) echo "skipped: $(basename "$log" .log): $(head -n 1 "$log")" ;;
    *)
        echo "failed: $(basename "$log" .log); $log ends with:"
        tail -n 30 "$log"
        echo
        ;;
    esac
    # shellcheck disable=SC2046 # two numbers
    set -- $(count "$result" "$log")
    passed=$((passed + $1))
    failed=$((failed + $2))
done
echo "$passed passed, $failed failed"
