#!/bin/sh
# Parity and every figure of docs/gpu.md on this machine's card, in one call of under ten minutes;
# builds nothing and needs no network. Run it in a folder that pack-gpu.sh made. The comparison with
# PyTorch is left out where python3 has no torch. A part that fails or takes too long is named, and
# the others go on.
#
# Usage: ./measure-gpu.sh [parity] [gemm] [ops] [chains] [train] [epoch] [map] [members]; no argument means all.
# PRECISIONS="fp32 tf32 bf16" adds bf16, without a peer; BACKEND=opencl PRECISIONS=fp32 measures that
# backend; SHRINK=64 divides all sizes, to see on a slow device that everything runs; OUT is where
# tables and logs go; SECONDS_IN_ALL=590 is when it gives up.
set -u
cd "$(dirname "$0")" || exit 1
[ $# -gt 0 ] || set -- parity gemm train epoch map members ops chains
out=${OUT:-.}
precisions=${PRECISIONS:-fp32 tf32}
backend=${BACKEND:-cuda}
started=$(date +%s)
mkdir -p "$out" || exit 1
log=$out/java.log
: >"$log"
: >"$out/ours.tsv"
: >"$out/peer.tsv"

# The driver compiles the PTX once, wherever it may keep the result.
CUDA_CACHE_PATH=$(cd "$out" && pwd)/compiled
export CUDA_CACHE_PATH

# part NAME SECONDS COMMAND...: its output is what the command says; a line on standard error if it
# fails. It may take as long as it says, and no longer than is left of all.
part() {
  name=$1
  limit=$2
  shift 2
  began=$(date +%s)
  left=$((${SECONDS_IN_ALL:-590} - began + started))
  [ "$limit" -le $left ] || limit=$left
  if [ "$limit" -le 0 ]; then
    echo "$name was not run: out of time" >&2
    return 1
  fi
  if command -v timeout >/dev/null; then
    set -- timeout -k 5 "$limit" "$@"
  fi
  "$@" 2>>"$log"
  status=$?
  echo "$name: $(($(date +%s) - began)) s" >>"$log"
  if [ $status -ne 0 ]; then
    echo "$name FAILED with status $status$([ $status -eq 124 ] && echo ', out of time'); the end of $log:" >&2
    tail -n 15 "$log" >&2
  fi
  return $status
}

classes='classes/engine:classes/kernels:classes/engine-tests:classes/kernels-tests:lib/*'
java="jdk/bin/java -Xmx12g --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED
  -Djava.library.path=classes/kernels/lib -Dmeasure.shrink=${SHRINK:-1} -cp $classes"

nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader 2>>"$log" || true
has_torch=
if python3 -c 'import torch; assert torch.cuda.is_available()' 2>>"$log"; then
  has_torch=yes
  python3 -c 'import torch; print("PyTorch", torch.__version__, "CUDA", torch.version.cuda)'
else
  echo "no PyTorch with CUDA: no comparison"
fi

failed=0
for section in "$@"; do
  if [ "$section" = parity ]; then
    # shellcheck disable=SC2086
    part parity 200 $java -ea -Drequire.backend=cuda org.ribond.kernels.measure.RunParity \
      org.ribond.kernels.cuda.CudaBackendTest org.ribond.kernels.cuda.CudaTensorTest \
      org.ribond.kernels.SideBySideTest \
      org.ribond.kernels.TrainingAgreementTest || failed=1
    continue
  fi
  for precision in $precisions; do
    # shellcheck disable=SC2086
    part "$section $precision" 100 $java org.ribond.kernels.measure.MeasureGpu \
      "$backend" "$precision" "$section" >>"$out/ours.tsv" || failed=1
    case $precision:$section in
      bf16:*) ;;
      *:gemm | *:train | *:map)
        if [ -n "$has_torch" ]; then
          part "PyTorch $section $precision" 150 python3 measure_peer.py "$precision" "$section" \
            >>"$out/peer.tsv" || failed=1
        fi
        ;;
    esac
  done
done

# Name, ours, the peer's, ours over the peer's, unit; then what was aimed at. A training step stands
# against PyTorch's eager one under its own name, and against its compiled and graphed ones.
awk -F '\t' -v shrink="${SHRINK:-1}" '
  function row(name, ours, theirs, unit) {
    ratio = theirs > 0 ? sprintf("%.2f", ours / theirs) : ""
    printf "%-44s %12s %12s %6s  %s\n", name, ours, theirs, ratio, unit
  }
  function least(goal, value) {
    if (!(goal in worst) || value < worst[goal]) worst[goal] = value
  }
  function verdict(goal, text, bound, below) {
    if (!(goal in worst)) printf "%-60s unmeasured\n", text
    else printf "%-60s %10.4g  %s\n", text, worst[goal], \
      (below ? worst[goal] < bound : worst[goal] >= bound) ? "reached" : "missed"
  }
  FILENAME == ARGV[1] { peer[$1] = $2; next }
  !headed { headed = 1; printf "%-44s %12s %12s %6s\n", "figure", "Ribond", "PyTorch", "ratio" }
  {
    row($1, $2, peer[$1], $3)
    precision = substr($1, 1, index($1, ".") - 1)
    if ($1 ~ /\.gemm\./ && $1 !~ /square/ && peer[$1] > 0) least(precision "gemm", $2 / peer[$1])
    if ($1 ~ /\.map\./ && peer[$1] > 0) least(precision "map", $2 / peer[$1])
    if ($1 ~ /\.epoch\.w15$/) worst[precision "epoch"] = $2
    if ($1 ~ /\.epoch\.w15\.set\.memory$/) worst[precision "memory"] = $2
    if ($1 ~ /\.train\./) {
      if (peer[$1] > 0) least(precision "eager", $2 / peer[$1])
      for (i = 1; i <= split("compiled graphed", others, " "); i++) {
        other = $1
        sub(/train/, others[i], other)
        if (peer[other] > 0) {
          row("  the same against " others[i], $2, peer[other], $3)
          if (others[i] == "compiled") least(precision "compiled", $2 / peer[other])
        }
      }
    }
  }
  END {
    if (shrink != 1) exit
    printf "\n%-60s %10s\n", "aim (the worst of its lines)", "figure"
    verdict("fp32gemm", "products, fp32: at least 0.85 of cuBLAS", 0.85, 0)
    verdict("tf32gemm", "products, TF32: at least 0.7 of cuBLAS", 0.7, 0)
    for (i = 1; i <= split("fp32 tf32", precisions, " "); i++) {
      p = precisions[i]
      verdict(p "eager", "step, " p ": at least 1.5 times PyTorch eager", 1.5, 0)
      verdict(p "compiled", "step, " p ": at least torch.compile", 1, 0)
      verdict(p "map", "maps, " p ": at least 5 times PyTorch dense", 5, 0)
    }
    verdict("fp32epoch", "epoch of 10,039,962 samples, fp32: under 2 s", 2, 1)
    verdict("tf32epoch", "epoch of 10,039,962 samples, TF32: under 0.6 s", 0.6, 1)
    verdict("fp32memory", "memory of that set: under 1024 MiB", 1024, 1)
  }
' "$out/peer.tsv" "$out/ours.tsv"
exit $failed
