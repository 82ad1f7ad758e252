/* Program of the OpenCL backend for CPUs. */
#include "prelude.cl"
#include "common.cl"
#include "gemm_panel.cl"
