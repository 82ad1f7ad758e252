/* Matrix products of the CUDA backend in TF32 and BF16: Ampere and newer. */
#include "prelude.cu"
#include "epilogue.cl"
#define TENSOR_SHARED(tiles) extern __shared__ __align__(16) float tiles[];
#include "tensor_primitives.cu"
#include "tensor_tiles.cu"
