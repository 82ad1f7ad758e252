/* Program of the OpenCL backend for GPUs. */
#include "prelude.cl"
#include "common.cl"
#include "gemm_tiles.cl"
#include "gemm_thin.cl"
