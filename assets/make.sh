#!/bin/sh
# Makes every picture and sound from its source. Needs rsvg-convert (librsvg2-bin) and sox; the results are committed.
set -eu
cd "$(dirname "$0")"

mkdir -p icons tray sounds web
draw() { rsvg-convert -w "$3" -h "$3" "source/$1.svg" -o "$2"; }

for size in 16 24 32 48 64 96 128 256 512 1024; do
  draw icon "icons/${size}x${size}.png" "$size"
done
# electron-builder makes .ico and .icns from these two.
cp icons/1024x1024.png icon.png
draw icon-mac icon-mac.png 1024
cp source/icon.svg web/icon.svg

# Electron finds the denser pictures by name, and on macOS knows black and alpha by "Template".
for state in idle unread ringing; do
  draw "tray-$state" "tray/$state.png" 22
  draw "tray-$state" "tray/$state@1.5x.png" 33
  draw "tray-$state" "tray/$state@2x.png" 44
  draw "tray-$state-template" "tray/${state}Template.png" 18
  draw "tray-$state-template" "tray/${state}Template@2x.png" 36
done

# Windows has no number on an entry of its task bar, but a small picture over it.
draw overlay tray/overlay.png 32

# The sound of a message: two soft bells, a rising fifth. Calls ring by themselves (renderer/calls).
note() { # file, hertz, seconds: a sine with its octave, dying away
  sox -n -r 44100 -c 1 "$1" synth "$3" sine "$2" synth "$3" sine mix "$(echo "$2 * 2" | bc)" \
    fade q 0.005 "$3" "$(echo "$3 - 0.02" | bc)" gain -n -4
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
note "$work/a.wav" 659.25 0.5
note "$work/b.wav" 987.77 0.7
sox "$work/b.wav" "$work/b-late.wav" pad 0.11
sox -m "$work/a.wav" "$work/b-late.wav" "$work/message.wav" gain -n -6
sox "$work/message.wav" -C 3 sounds/message.ogg
