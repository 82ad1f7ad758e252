#!/bin/sh
# Makes the committed PTX from the kernel sources: needs nvcc and ptxas of CUDA 13.
#
# nvcc writes the newest PTX version it knows, which older drivers refuse. The kernels use none of
# its instructions, so the header is lowered to version 7.0 (CUDA 11.0, driver 450); ptxas, which
# checks every instruction against that header, then compiles the text for each generation of cards.
# The last line of a text is the SHA-256 of the sources it came from; a test compares them.
set -eu
cd "$(dirname "$0")/src/main/resources/org/ribond/kernels"
mkdir -p ptx
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# make_ptx SOURCE CAPABILITY CARD...
make_ptx() {
  source=$1
  capability=$2
  shift 2
  ptx=ptx/$source-$capability.ptx
  nvcc -arch="compute_$capability" -ptx -o "$scratch/out.ptx" "source/$source.cu"
  sed -e 's/^\.version .*/.version 7.0/' -e '/^\/\//d' "$scratch/out.ptx" >"$ptx"
  for card in "$@"; do
    ptxas -arch="sm_$card" -o "$scratch/out.cubin" "$ptx"
  done
  hash=$(expand "$source.cu" | sha256sum | cut -d ' ' -f 1)
  printf '// source sha256 %s\n' "$hash" >>"$ptx"
}

# The text of a source with each of its includes in its place.
expand() {
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      '#include "'*'"')
        name=${line#*\"}
        (expand "${name%\"}")
        ;;
      *) printf '%s\n' "$line" ;;
    esac
  done <"source/$1"
}

make_ptx cuda 75 75 80 86 89 90 100 120
make_ptx tensor 80 80 86 89 90 100 120
