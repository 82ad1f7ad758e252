#!/bin/sh
# Counts what the inner loops of matrix products and of the first layer issue on a generation of
# cards, without a card. For NVIDIA's, from the committed PTX: needs ptxas and nvdisasm of a CUDA
# toolkit. For AMD's, from the OpenCL sources: needs Debian's clang-15 and rocm-device-libs. One line
# for each kernel: name, instructions in the loop, those of them that it is for (HMMA on tensor
# cores, where some FFMA round factors; multiply-adds in fp32; additions in the first layer), and how
# many others for each of them.
#
# Usage: kernels/count-instructions.sh CARD, such as 75, 86, 90, gfx803, gfx1030.
set -eu
card=$1
cd "$(dirname "$0")/src/main/resources/org/ribond/kernels"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Both listings become lines "kernel NAME", "label NAME" and "instruction NAME [TARGET]".
nvidia() {
  for ptx in cuda-75 tensor-80; do
    [ "${ptx#*-}" -le "$card" ] || continue
    ptxas -arch="sm_$card" -o "$scratch/out.cubin" "ptx/$ptx.ptx"
    nvdisasm -c "$scratch/out.cubin"
  done | sed -nE \
    -e 's/^[[:space:]]*\.section[[:space:]]+\.text\.([A-Za-z0-9_]+).*/kernel \1/p' \
    -e 's/^[[:space:]]*(\.L_x_[0-9]+):.*/label \1/p' \
    -e 's/^[[:space:]]*\/\*[0-9a-f]+\*\/[[:space:]]+(@!?U?P[0-9T]+[[:space:]]+)?(BRA)[^;]*(\.L_x_[0-9]+).*/instruction \2 \3/p' \
    -e 's/^[[:space:]]*\/\*[0-9a-f]+\*\/[[:space:]]+(@!?U?P[0-9T]+[[:space:]]+)?([A-Z0-9_.]+).*/instruction \2/p'
}
amd() {
  clang-15 -x cl -cl-std=CL1.2 -target amdgcn-amd-amdhsa -mcpu="$card" -O3 -S -o - \
    --rocm-device-lib-path=/usr/lib/x86_64-linux-gnu/amdgcn/bitcode source/opencl.cl |
    sed -nE \
      -e 's/^([A-Za-z0-9_]+):[[:space:]]*; @.*/kernel \1/p' \
      -e 's/^(\.LBB[0-9_]+):.*/label \1/p' \
      -e 's/^[[:space:]]+(s_c?branch[a-z0-9_]*)[[:space:]]+(\.LBB[0-9_]+).*/instruction \1 \2/p' \
      -e 's/^[[:space:]]+([a-z][a-z0-9_]+)([[:space:]].*)?$/instruction \1/p'
}
case $card in
  gfx*) amd ;;
  *) nvidia ;;
esac | awk '
  function end_of_kernel() {
    if (least && name ~ /^(gemm[0-9]|tf32|bf16|window)/)
      printf "%-18s %6d %6d %8.2f\n", name, least, useful, (least - useful) / useful
    least = 0
  }
  $1 == "kernel" {
    end_of_kernel()
    name = $2
    count = 0
    delete place
  }
  $1 == "label" { place[$2] = count }
  $1 == "instruction" {
    count++
    tensor[count] = tensor[count - 1] + ($2 ~ /^HMMA/)
    multiply[count] = multiply[count - 1] + ($2 ~ /^(FFMA|v_fma_f32|v_fmac_f32|v_mac_f32)/)
    add[count] = add[count - 1] + ($2 ~ /^(FADD|v_add_f32)/)
    if ($3 in place) {
      from = place[$3]
      many = tensor[count] - tensor[from]
      if (!many) many = multiply[count] - multiply[from]
      if (!many) many = add[count] - add[from]
      # Shorter loops than these are those of activations.
      if (many >= 8 && (name ~ /^window/ || many >= 32) && (!least || count - from < least)) {
        least = count - from
        useful = many
      }
    }
  }
  END { end_of_kernel() }'
