#!/bin/sh
# Counts what the inner loops of matrix products and of the first layer issue on a generation of
# cards, from the committed PTX: needs ptxas and nvdisasm of a CUDA toolkit, and no card. One line
# for each kernel: name, instructions in the loop, those of them that it is for (HMMA on tensor
# cores, where some FFMA round factors; FFMA in fp32; FADD in the first layer), and how many others
# for each of them.
#
# Usage: kernels/count-instructions.sh CARD, such as 75, 86, 90.
set -eu
card=$1
cd "$(dirname "$0")/src/main/resources/org/ribond/kernels/ptx"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for ptx in cuda-75 tensor-80; do
  [ "${ptx#*-}" -le "$card" ] || continue
  ptxas -arch="sm_$card" -o "$scratch/out.cubin" $ptx.ptx
  nvdisasm -c "$scratch/out.cubin" | awk '
    function end_of_kernel() {
      if (least && name ~ /^(gemm[0-9]|tf32|bf16|window)/)
        printf "%-18s %6d %6d %8.2f\n", name, least, useful, (least - useful) / useful
      least = 0
    }
    /^[ \t]*\.section[ \t]+\.text\./ {
      end_of_kernel()
      name = $2
      sub(/^\.text\./, "", name)
      sub(/,.*/, "", name)
      count = 0
      delete place
      next
    }
    /^[ \t]*\.L_x_[0-9]+:/ { label = $1; sub(/:.*/, "", label); place[label] = count; next }
    /^[ \t]*\/\*[0-9a-f]+\*\// {
      count++
      fma[count] = fma[count - 1] + / FFMA /
      hmma[count] = hmma[count - 1] + / HMMA\./
      fadd[count] = fadd[count - 1] + / FADD /
      if (/ BRA /) {
        match($0, /\.L_x_[0-9]+/)
        target = substr($0, RSTART, RLENGTH)
        if (target in place) {
          from = place[target]
          many = hmma[count] - hmma[from]
          if (!many) many = fma[count] - fma[from]
          if (!many) many = fadd[count] - fadd[from]
          if (many >= 8 && (!least || count - from < least)) {
            least = count - from
            useful = many
          }
        }
      }
    }
    END { end_of_kernel() }'
done
