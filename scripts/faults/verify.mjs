/** Planted faults of verification and the kernels that measure ceilings; table.mjs says what an entry is. */
const BENCH = "tests/gpu/bench.test.ts";
const KERNELS = "tests/memory/kernels.test.ts";
const DRAW = "tests/twins/lib/draw.test.ts";
const RANDOM_KERNEL = "tests/twins/lib/random-kernel.test.ts";
const VERIFY = "tests/twins/coupling/verify.test.ts";
const TRAINING_KERNELS = "tests/learn/training-kernels.test.ts";
const CLI_VERIFY = "tests/cli/verify.test.ts";

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
  [
    "shaders/verify/draw.wgsl",
    "results[5u * i + 3u] = synapse.delay;",
    "results[5u * i + 3u] = synapse.delay + 1u;",
    DRAW,
    "seed 1: WGSL is its twin to the bit for every kind of draw",
  ],
  [
    "shaders/verify/random.wgsl",
    "poisson_count(words.y,",
    "poisson_count(words.x,",
    RANDOM_KERNEL,
    "philox, normal, poisson: kernel and twin",
  ],
  ["src/verify/coupling.ts", "first: dice.whole(0, 1) };", "first: 0 };", VERIFY, "fault"],
  [
    "src/verify/verify.ts",
    "new Dice(options.seed, check.kernel), options.alter)",
    "new Dice(options.seed, check.kernel), undefined)",
    TRAINING_KERNELS,
    "fault",
  ],
  [
    "src/verify/connect.ts",
    "for (const span of placed.spans) {",
    "for (const span of placed.spans.slice(0, 0)) {",
    CLI_VERIFY,
    "a fault in connect rows is found: j \\+= job\\.lanes",
  ],
  [
    "src/verify/small.ts",
    'tally.words("target_words"',
    'if (n < 0) tally.words("target_words"',
    CLI_VERIFY,
    "a fault in bench copy is found: target_words\\[i\\] = source\\[i\\]",
  ],
  [
    "src/verify/plastic.ts",
    "compareHistories(plan.uniforms",
    "if (round < 0) compareHistories(plan.uniforms",
    CLI_VERIFY,
    "a fault in plastic stdp_pl_synapse_hom is found: \\+",
  ],
  ["src/verify/stage.ts", "alter ? alter(kernel.source) : kernel.source", "kernel.source", TRAINING_KERNELS, "fault"],
  [
    "src/twins/verify/random.ts",
    "poissonCount(words[1],",
    "poissonCount(words[0],",
    RANDOM_KERNEL,
    "philox, normal, poisson: kernel and twin",
  ],
  [
    "src/twins/verify/draw.ts",
    "words[1], words[2], item, block, ordinal",
    "words[2], words[1], item, block, ordinal",
    DRAW,
    "seed 1: WGSL is its twin to the bit for every kind of draw",
  ],
  ["src/verify/subspace.ts", "tally.floats(got.outputs, outputs);", "", CLI_VERIFY, "subspace project"],
  [
    "src/verify/networks.ts",
    "const chosen = Array.from({ length: 37 }, (_, k) => k * Math.floor(size / 37));",
    "const chosen: number[] = [];",
    CLI_VERIFY,
    "fault in update iaf_psc",
  ],
  [
    "src/verify/dice.ts",
    "return n % 32 === 0 ? n + 1 : n;",
    "return n - (n % 64);",
    CLI_VERIFY,
    "a fault in resident is found: left = fired\\[f",
  ],
  ["src/verify/training.ts", "steps = dice.whole(2, 9);", "steps = 1;", TRAINING_KERNELS, "a fault in the kernel of learn encode bernou"],
  [
    "src/verify/neurons.ts",
    "await follow(device, tally, backward, after, spikes, alter);",
    "",
    "tests/learn/neurons.test.ts",
    "a fault in the kernels of UltraPLIF is found",
  ],
  [
    "src/verify/plans.ts",
    "    compareTraces({ compiled, network }, got, expected, edges, tally);",
    "",
    CLI_VERIFY,
    "a fault in update iaf_psc_exp is found: trac",
  ],
  ["src/verify/tally.ts", "this.wrong ??= detail;", "", "tests/verify/tally.test.ts", "one word that differs is wrong whatever the "],
];
