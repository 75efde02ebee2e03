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

# Sounds: two soft bells. A message is one rising pair of tones; the ringtone is a phrase of four and a pause.
# Each note: a sine with its octave and a long decay; -3 dB below full scale.
note() { # file frequency seconds
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

at=0
parts=""
for step in 493.88 659.25 739.99 987.77; do
  note "$work/$step.wav" $step 1.1
  sox "$work/$step.wav" "$work/late-$step.wav" pad $at
  parts="$parts $work/late-$step.wav"
  at=$(echo "$at + 0.22" | bc)
done
sox -m $parts "$work/phrase.wav"
sox "$work/phrase.wav" "$work/ring.wav" reverb 30 gain -n -3 pad 0 1.2
sox "$work/ring.wav" -C 3 sounds/ring.ogg

# What the caller hears while it rings at the other side: the European tone, softened.
sox -n -r 44100 -c 1 "$work/ringback.wav" synth 1 sine 425 fade t 0.03 1 0.05 gain -18 pad 0 3
sox "$work/ringback.wav" -C 3 sounds/ringback.ogg
