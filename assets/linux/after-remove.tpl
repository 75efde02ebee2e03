#!/bin/bash
# Runs as root after the package's files are gone, and between the two versions of an upgrade, when all of it stays.
set -e
case "$1" in
  # dpkg: upgrade and its failures; rpm: the number of versions that stay.
  upgrade | failed-upgrade | abort-install | abort-upgrade | disappear | [1-9]*) exit 0 ;;
esac

if [ -L '/usr/bin/${executable}' ]; then rm -f '/usr/bin/${executable}'; fi
profile='/etc/apparmor.d/${executable}'
if [ -f "$profile" ]; then
  if apparmor_status --enabled >/dev/null 2>&1; then apparmor_parser --remove "$profile" || true; fi
  rm -f "$profile"
fi
if command -v update-desktop-database >/dev/null; then update-desktop-database -q /usr/share/applications || true; fi
