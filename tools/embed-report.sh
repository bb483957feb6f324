#!/bin/sh
# Prints a C source that holds the files of the report of --explain as strings, and the hashes by
# which its Content Security Policy knows them.
# usage: embed-report.sh FOLDER
set -eu
folder=$1

# One string literal a line keeps the file readable; the compiler joins them. The report holds the
# bytes of the file.
string() {
    echo "const char $1[] = \"\""
    sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/    "/' -e 's/$/\\n"/' "$folder/$2"
    echo '    ;'
}

sha256() {
    if command -v sha256sum >/dev/null 2>&1; then
        sha256sum <"$1"
    elif command -v shasum >/dev/null 2>&1; then
        shasum -a 256 <"$1"
    else
        openssl dgst -sha256 -r <"$1"
    fi | cut -c 1-64
}

# Hexadecimal digits as base64 (RFC 4648, section 4): three digits are twelve bits, two signs.
base64_of() {
    awk -v hex="$1" 'BEGIN {
        signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        digits = "0123456789abcdef"
        left = length(hex) % 6
        padded = left == 0 ? hex : hex substr("000000", 1, 6 - left)
        for (i = 1; i <= length(padded); i += 3) {
            bits = 0
            for (k = 0; k < 3; k++)
                bits = bits * 16 + index(digits, substr(padded, i + k, 1)) - 1
            text = text substr(signs, int(bits / 64) + 1, 1) substr(signs, bits % 64 + 1, 1)
        }
        if (left == 4)
            text = substr(text, 1, length(text) - 1) "="
        else if (left == 2)
            text = substr(text, 1, length(text) - 2) "=="
        print text
    }'
}

hash() {
    echo "const char $1[] = \"$(base64_of "$(sha256 "$folder/$2")")\";"
}

echo '/* Made from src/explain/ by tools/embed-report.sh; do not edit. */'
echo '#include "explain/embedded.h"'
string pith__descriptions_text descriptions.conf
string pith__report_style report.css
string pith__report_script report.js
hash pith__report_style_hash report.css
hash pith__report_script_hash report.js
