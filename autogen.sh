#!/bin/sh
# Makes ./configure from configure.ac; needed once after a checkout from version control.
set -e
cd "$(dirname "$0")"
mkdir -p build-aux m4
# AM_ICONV wants this helper of gettext beside the other auxiliary scripts.
for folder in /usr/share/gettext /usr/local/share/gettext; do
    if [ -f "$folder/config.rpath" ]; then
        cp "$folder/config.rpath" build-aux/config.rpath
        break
    fi
done
if [ ! -f build-aux/config.rpath ]; then
    echo "autogen.sh: config.rpath not found: install gettext" >&2
    exit 1
fi
autoreconf --install --force
