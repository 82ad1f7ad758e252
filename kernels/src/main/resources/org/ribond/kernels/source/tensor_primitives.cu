/* Instructions of Ampere and newer that tensor_gemm.cu is written on. */

/* Copies four floats to shared memory without waiting. */
DEVICE void copyAsync(float* to, const float* from) {
  uint address = (uint)__cvta_generic_to_shared(to);
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16;\n" ::"r"(address), "l"(from));
}

/*
 * The same where only some bytes, 0 to 16, are there to be read: the rest become zeros. Where there
 * are none the source may lie outside any matrix.
 */
DEVICE void copyAsync(float* to, const float* from, int bytes) {
  uint address = (uint)__cvta_generic_to_shared(to);
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;\n" ::"r"(address), "l"(from),
               "r"(bytes));
}

/* Ends a group of copies. */
DEVICE void commitCopies() {
  asm volatile("cp.async.commit_group;\n" ::);
}

/* Waits until all but the newest PENDING groups of this thread have arrived. */
template <int PENDING>
DEVICE void waitForCopies() {
  asm volatile("cp.async.wait_group %0;\n" ::"n"(PENDING));
}

/* Nearest BF16 of two floats, ties to even; low is the lower half. */
DEVICE uint toBf16(float low, float high) {
  uint bits;
  asm("cvt.rn.bf16x2.f32 %0, %1, %2;\n" : "=r"(bits) : "f"(high), "f"(low));
  return bits;
}

/* c += a b for 16 x 8 of A and 8 x 8 of B. */
DEVICE void multiplyTf32(float* c, const uint* a, const uint* b) {
  asm volatile(
      "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, "
      "{%8, %9}, {%0, %1, %2, %3};\n"
      : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

/* c += a b for 16 x 16 of A and 16 x 8 of B. */
DEVICE void multiplyBf16(float* c, const uint* a, const uint* b) {
  asm volatile(
      "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, "
      "{%8, %9}, {%0, %1, %2, %3};\n"
      : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}
