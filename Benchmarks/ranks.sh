#!/bin/sh
# Usage: ranks.sh GRAPHC [ROUNDS] — times two ranks of one thread each beside one rank of one thread,
# in turns, so that both see the same machine; prints the median of the rounds' medians.
set -eu
graphc=$1
rounds=${2:-5}
cd "$(dirname "$0")/.."

# Prints the median time of a few runs in milliseconds.
median() { "$graphc" bench --runs 2 --json "$@" | sed -n 's/.*"median_ms" : \([0-9.]*\).*/\1/p'; }

# Prints the middle of the numbers on standard input.
middle() { sort -n | awk '{ x[NR] = $1 } END { print (x[int((NR + 1) / 2)] + x[int(NR / 2) + 1]) / 2 }'; }

compare() {
  model=examples/$1 mesh=$2
  one= two=
  for round in $(seq "$rounds"); do
    one="$one $(median "$model" --threads 1)"
    two="$two $(median "$model" --threads 2 --mesh "threads:$mesh")"
  done
  a=$(printf '%s\n' $one | middle)
  b=$(printf '%s\n' $two | middle)
  echo "$1: one rank $a ms, $mesh $b ms, $(echo "$a $b" | awk '{ printf "%.2f", $1 / $2 }') times as fast"
}

compare unet3d 2x1x1
compare edsr_x2 2x1
