/* Names of the common kernel language in CUDA C++. */
typedef unsigned int uint;
#define KERNEL(x, y) extern "C" __global__ __launch_bounds__((x) * (y), 512 / ((x) * (y)))
#define DEVICE static __device__ __forceinline__
#define CALLED static __device__ __noinline__
#define GLOBAL
#define LOCAL __shared__
#define LOCAL_POINTER
/* Of local memory that is read four elements at a time. */
#define FOUR_ALIGNED __attribute__((aligned(16)))
#define RESTRICT __restrict__
#define LOCAL_X ((int)threadIdx.x)
#define LOCAL_Y ((int)threadIdx.y)
#define GROUP_X ((int)blockIdx.x)
#define GROUP_Y ((int)blockIdx.y)
#define GROUP_Z ((int)blockIdx.z)
#define BARRIER __syncthreads()
#define UNROLL _Pragma("unroll")
#define FLOAT4(x, y, z, w) make_float4((x), (y), (z), (w))
#define KEPT(value) kept(value)
#define BITS_TO_FLOAT(bits) __uint_as_float(bits)
#define FLOAT_TO_BITS(value) __float_as_uint(value)
#define MULTIPLY_HIGH(a, b) __umulhi((a), (b))

/* Depth of the large GEMM tile. */
#define DEEP_TILE_K 16

/* A value that the compiler shall keep in a register, for it would compute it anew in each step. */
DEVICE int kept(int value) {
  asm volatile("" : "+r"(value));
  return value;
}
