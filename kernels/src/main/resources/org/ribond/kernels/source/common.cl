/* Kernels of the common subset of OpenCL C and CUDA C++, without matrix products. */
#include "epilogue.cl"
#include "elementwise.cl"
#include "rows.cl"
#include "gaussian.cl"
#include "attention.cl"
#include "window.cl"
