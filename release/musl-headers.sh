#!/usr/bin/env bash
# musl's headers of another architecture, from Debian's package, without changing the machine's own architectures.
#
#   release/musl-headers.sh arm64 FOLDER      prints the folder of the headers
set -euo pipefail
architecture="$1" folder="$2"
case "$architecture" in
  arm64) triple=aarch64-linux-musl ;;
  *) echo "unknown: $architecture" >&2; exit 2 ;;
esac
if [ ! -d "$folder/usr/include/$triple" ]; then
  mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial"
  options=(-qq -o "APT::Architecture=$architecture" -o "APT::Architectures=$architecture" -o "Dir::State::lists=$folder/lists"
    -o "Dir::Cache=$folder/cache" -o Dir::State::status=/dev/null -o APT::Sandbox::User=root)
  apt-get "${options[@]}" update >&2
  (cd "$folder" && apt-get "${options[@]}" download musl-dev >&2)
  dpkg -x "$folder"/musl-dev_*.deb "$folder"
fi
echo "$folder/usr/include/$triple"
