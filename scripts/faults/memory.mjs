/** Planted faults of Hopfield networks and segments of dendrites; table.mjs says what an entry is. */
const HOPFIELD = "tests/memory/hopfield.test.ts";
const HOPFIELD_INPUT = "tests/memory/hopfield-input.test.ts";
const MEMORY_COMPILED = "tests/memory/compiled.test.ts";
const MEMORY_KERNELS = "tests/memory/kernels.test.ts";
const MEMORY_SEGMENTS = "tests/memory/segments.test.ts";
const MEMORY_STUDIES = "tests/examples/memories.test.ts";

export default [
  ["shaders/memory/overlaps.wgsl", "f32(i32(2u * same) - i32(all))", "f32(2u * same)", MEMORY_KERNELS, "overlaps: kernel and twin"],
  ["shaders/memory/glauber.wgsl", "overlap - x * own", "overlap", MEMORY_KERNELS, "glauber: kernel and twin"],
  ["shaders/memory/draw_subsets.wgsl", "{ cell = last; }", "{ cell = 0u; }", MEMORY_KERNELS, "draw subsets: kernel and twin"],
  ["shaders/memory/match_segments.wgsl", ">= shape.threshold", "> shape.threshold", MEMORY_KERNELS, "match segments: kernel and twin"],
  ["shaders/memory/tally_hits.wgsl", "clock[0] += shape.inputs;", "", MEMORY_KERNELS, "tally hits: kernel and twin"],
  ["src/twins/memory/overlaps.ts", "2 * same - all", "2 * same", HOPFIELD, "order 2 energies that are read"],
  ["src/twins/memory/glauber.ts", "rest * rest - others", "rest * rest", HOPFIELD, "order 3 energies and fields"],
  ["src/twins/memory/glauber.ts", "3 * others - 2", "3 * others", HOPFIELD, "order 4 energies and fields"],
  ["src/twins/memory/glauber.ts", "up ? 2 : -2", "up ? 1 : -1", HOPFIELD, "order 2 energies that are read"],
  ["src/twins/memory/glauber.ts", "overlap - x * own", "overlap", HOPFIELD, "supervised: states settle"],
  ["src/twins/memory/glauber.ts", "frozen !== 0 && field !== 0 ? 0 : ", "", MEMORY_KERNELS, "glauber: kernel and twin"],
  ["src/twins/memory/draw_subsets.ts", "cell = last;", "cell = 0;", MEMORY_SEGMENTS, "all as likely"],
  ["src/twins/memory/match_segments.ts", "shared >= threshold", "shared > threshold", MEMORY_COMPILED, "match segments"],
  ["src/twins/memory/tally_hits.ts", "clock[0] += inputs;", "", MEMORY_KERNELS, "tally hits: kernel and twin"],
  ["src/memory/energy.ts", "8 * sum ** 2", "6 * sum ** 2", HOPFIELD, "order 4 energies and fields"],
  ["src/memory/energy.ts", "+ 2 * sum", "", HOPFIELD, "order 3 energies and fields"],
  ["src/memory/hopfield.ts", "(2 * beta) / divisor", "beta / divisor", HOPFIELD, "order 2 states settle"],
  ["src/memory/hopfield.ts", "acting * each ** 2", "acting * each", HOPFIELD, "supervised: H is that"],
  ["src/memory/hopfield.ts", "Math.floor(n / count) * row + (n % count)", "n", HOPFIELD, "order 2 energies that are read"],
  ["src/memory/patterns.ts", "word < none ? 0 : ", "", HOPFIELD, "have the dilution"],
  ["src/memory/patterns.ts", "word < turned ? -", "word > turned ? -", HOPFIELD, "have the dilution"],
  ["src/memory/patterns.ts", "value === 1 || (value === 0 && word >>> 31 === 1)", "value === 1", HOPFIELD, "says nothing"],
  ["src/memory/spec.ts", 'learning === "unsupervised" || order === 2', "true", HOPFIELD_INPUT, "needs order 2"],
  ["src/memory/chances.ts", "shared >= threshold; shared--", "shared > threshold; shared--", MEMORY_SEGMENTS, "whole numbers"],
  ["src/memory/chances.ts", "size + synapses - shared", "size", MEMORY_SEGMENTS, "counting all of them"],
  ["src/memory/chances.ts", "shape.active - lost", "shape.active", MEMORY_SEGMENTS, "counting all of them"],
  [
    "src/memory/segments.ts",
    "bits.subarray(first * each, (first + BATCH) * each)",
    "bits.subarray(0, BATCH * each)",
    MEMORY_SEGMENTS,
    "on cpu",
  ],
  ["src/memory/segments.ts", "((j >> 5) * words + w) * 32", "w * 32", MEMORY_SEGMENTS, "on cpu"],
  ["src/memory/sets.ts", "TrialSet.free + which", "TrialSet.free", MEMORY_STUDIES, "noise"],
  ["src/memory/trials.ts", "count * fired ** 2", "count * fired", MEMORY_SEGMENTS, "trials find"],
  ["src/memory/trials.ts", "Math.floor(n / union)", "n", MEMORY_SEGMENTS, "unions fire"],
];
