/** Planted faults of verification and the kernels that measure ceilings; table.mjs says what an entry is. */
const BENCH = "tests/gpu/bench.test.ts";
const KERNELS = "tests/memory/kernels.test.ts";

export default [
  ["shaders/bench/copy.wgsl", "source[i];", "source[i] & 0xfffffffeu;", BENCH, "copy"],
  ["shaders/bench/atomic_add.wgsl", "if (i < size.n)", "if (i + 1u < size.n)", BENCH, "atomic_add"],
  ["shaders/bench/fma.wgsl", "let b = terms[i]", "let b = terms[i] + 1.0", BENCH, "fma"],
  ["src/twins/bench/fma.ts", "x2 * a2", "x2 * a3", BENCH, "fma"],
  ["src/twins/bench/copy.ts", "target[i] = source[i]", "target[i] = source[i] & ~1", BENCH, "copy"],
  ["src/twins/bench/atomic_add.ts", "+ weights[i]", "- weights[i]", BENCH, "atomic_add"],
  ["shaders/verify/logistic.wgsl", "if (id.x < shape.count)", "if (id.x + 1u < shape.count)", KERNELS, "memory logistic: kernel and twin"],
  [
    "src/twins/verify/logistic.ts",
    "logisticQ32(table, values[i])",
    "logisticQ32(table, values[0])",
    KERNELS,
    "memory logistic: kernel and twin",
  ],
];
