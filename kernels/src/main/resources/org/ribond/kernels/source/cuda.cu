/* Program of the CUDA backend for fp32. */
#include "prelude.cu"
#include "common.cl"
#include "gemm_tiles.cl"
#include "gemm_thin.cl"
