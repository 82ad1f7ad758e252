#!/bin/sh
# Parity and every figure of docs/gpu.md on this machine's card, in one call of under ten minutes;
# builds nothing and needs no network. Run it in a folder that pack-gpu.sh made. The comparison with
# PyTorch is left out where python3 has no torch.
#
# Usage: ./measure-gpu.sh [parity] [gemm] [ops] [train] [epoch] [map]; no argument means all.
# PRECISIONS="fp32 tf32 bf16" adds bf16, without a peer; BACKEND=opencl measures that backend, in fp32.
set -eu
cd "$(dirname "$0")"
[ $# -gt 0 ] || set -- parity gemm ops train epoch map
out=${OUT:-.}
precisions=${PRECISIONS:-fp32 tf32}
backend=${BACKEND:-cuda}

java() {
  jdk/bin/java -Xmx16g -ea --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
    -cp 'classes/engine:classes/kernels:classes/engine-tests:classes/kernels-tests:lib/*' "$@" 2>>"$out/java.log"
}

mkdir -p "$out"
: >"$out/java.log"
nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader 2>>"$out/java.log" || true
sections=
for section in "$@"; do
  if [ "$section" = parity ]; then
    java -Drequire.backend=cuda org.ribond.kernels.measure.RunParity \
      org.ribond.kernels.cuda.CudaBackendTest org.ribond.kernels.cuda.CudaTensorTest \
      org.ribond.kernels.TrainingAgreementTest || echo "parity FAILED: see above"
  else
    sections="$sections $section"
  fi
done
[ -n "$sections" ] || exit 0

: >"$out/ours.tsv"
: >"$out/peer.tsv"
for precision in $precisions; do
  # shellcheck disable=SC2086
  java org.ribond.kernels.measure.MeasureGpu "$backend" "$precision" $sections \
    >>"$out/ours.tsv" || tail -n 20 "$out/java.log"
  if [ "$precision" != bf16 ] && python3 -c 'import torch' 2>/dev/null; then
    peers=$(printf '%s\n' $sections | grep -E '^(gemm|train|map)$' || true)
    # shellcheck disable=SC2086
    python3 measure_peer.py "$precision" $peers >>"$out/peer.tsv" 2>"$out/peer.log" ||
      tail -n 5 "$out/peer.log"
  fi
done

# Name, ours, the peer's, ours over the peer's.
awk -F '\t' '
  FILENAME == ARGV[1] { peer[$1] = $2; next }
  {
    ratio = $1 in peer && peer[$1] > 0 ? sprintf("%.2f", $2 / peer[$1]) : ""
    printf "%-44s %12s %12s %6s  %s\n", $1, $2, peer[$1], ratio, $3
    delete peer[$1]
  }
  END { for (name in peer) printf "%-44s %12s %12s\n", name, "", peer[name] }
' "$out/peer.tsv" "$out/ours.tsv"
