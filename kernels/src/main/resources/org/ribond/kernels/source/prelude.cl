/* Names of the common kernel language in OpenCL C 1.2. */
#define KERNEL(x, y) __kernel __attribute__((reqd_work_group_size(x, y, 1)))
#define DEVICE static inline
#define CALLED static
#define GLOBAL __global
#define LOCAL __local
#define LOCAL_POINTER __local
/* Of local memory that is read four elements at a time. */
#define FOUR_ALIGNED __attribute__((aligned(16)))
#define RESTRICT restrict
#define LOCAL_X ((int)get_local_id(0))
#define LOCAL_Y ((int)get_local_id(1))
#define GROUP_X ((int)get_group_id(0))
#define GROUP_Y ((int)get_group_id(1))
#define GROUP_Z ((int)get_group_id(2))
#define BARRIER barrier(CLK_LOCAL_MEM_FENCE)
#define UNROLL _Pragma("unroll")
#define FLOAT4(x, y, z, w) ((float4)((x), (y), (z), (w)))
#define KEPT(value) (value)
#define BITS_TO_FLOAT(bits) as_float(bits)
#define FLOAT_TO_BITS(value) as_uint(value)
#define MULTIPLY_HIGH(a, b) mul_hi((uint)(a), (uint)(b))

/* Depth of the large GEMM tile. */
#define DEEP_TILE_K 8
