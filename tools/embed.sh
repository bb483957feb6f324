#!/bin/sh
# Prints a C source that holds heuristics files as strings.
# usage: embed.sh SOURCE_FOLDER heuristics/NAME...
set -eu
source_folder=$1
shift

echo '/* Made from heuristics/ by tools/embed.sh; do not edit. */'
echo '#include "heuristics/embedded.h"'

# One string literal a line keeps the file readable; the compiler joins them.
number=0
for file; do
    number=$((number + 1))
    echo "static const char file_$number[] = \"\""
    sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/    "/' -e 's/$/\\n"/' \
        "$source_folder/$file"
    echo '    ;'
done

echo 'const pith__embedded_file pith__embedded_files[] = {'
number=0
for file; do
    number=$((number + 1))
    echo "    {\"${file#heuristics/}\", file_$number, sizeof file_$number - 1},"
done
echo '    {0, 0, 0},'
echo '};'
