/** Planted faults of networks of graded units; table.mjs says what an entry is. */
const KERNELS = "tests/rate/kernels.test.ts";
const NETWORK = "tests/rate/network.test.ts";
const COUPLINGS = "tests/rate/couplings.test.ts";
const DELAYS = "tests/rate/delays.test.ts";
const LYAPUNOV = "tests/rate/lyapunov.test.ts";

export default [
  [
    "shaders/rate/activate.wgsl",
    "for (var slot = 0u; slot < shape.slots; slot++)",
    "for (var slot = 1u; slot < shape.slots; slot++)",
    KERNELS,
    "rate activate: kernel and twin",
  ],
  ["shaders/rate/flip.wgsl", "(row / shape.vectors * shape.units + unit)", "unit", KERNELS, "rate flip: kernel and twin"],
  ["shaders/rate/gather.wgsl", "(now - (word >> shape.bits)) % shape.slots", "now % shape.slots", KERNELS, "rate gather: kernel and twin"],
  ["shaders/rate/keep.wgsl", "units[i % shape.chosen]", "i % shape.chosen", KERNELS, "rate keep: kernel and twin"],
  [
    "shaders/rate/map.wgsl",
    "tangent(shape.kind, sum, drive[at], input, 1.0)",
    "tangent(shape.kind, sum, drive[at], 0.0, 1.0)",
    KERNELS,
    "rate map: kernel and twin",
  ],
  ["shaders/rate/recall.wgsl", "shape.slots - shape.delay)", "shape.slots + shape.delay)", KERNELS, "rate recall: kernel and twin"],
  ["shaders/rate/recur.wgsl", "dot(j, signals[third + q])", "dot(j, signals[second + q])", KERNELS, "rate recur: kernel and twin"],
  [
    "shaders/rate/stage.wgsl",
    "trial[i] = pushed(state[i], y, drive[i], input, shape.next);",
    "trial[i] = pushed(sum, y, drive[i], input, shape.next);",
    KERNELS,
    "rate stage: kernel and twin",
  ],
  ["shaders/rate/turn.wgsl", "(shape.back == 0u)", "(shape.back != 0u)", KERNELS, "rate turn: kernel and twin"],
  [
    "src/twins/rate/activate.ts",
    "for (let slot = 1; slot < slots; slot++)",
    "for (let slot = 2; slot < slots; slot++)",
    KERNELS,
    "rate activate: kernel and twin",
  ],
  ["src/twins/rate/euler.ts", "if (input && noise !== 0) addNoise", "if (noise !== 0) addNoise", KERNELS, "rate euler: kernel and twin"],
  ["src/twins/rate/flip.ts", "Math.floor(row / vectors) * units * vectors", "0", KERNELS, "rate flip: kernel and twin"],
  ["src/twins/rate/gather.ts", "(now - delay + slots) % slots", "(now + delay) % slots", KERNELS, "rate gather: kernel and twin"],
  ["src/twins/rate/map.ts", "v.fill(0, units);", "", KERNELS, "rate map: kernel and twin"],
  ["src/twins/rate/recall.ts", "+ slots - delay) % slots", "+ slots + delay) % slots", KERNELS, "rate recall: kernel and twin"],
  ["src/twins/rate/recur.ts", "couplings[from + row * stride + j]", "couplings[row * stride + j]", KERNELS, "rate recur: kernel and twin"],
  ["src/twins/rate/stage.ts", "const base = first === 0 ? sum : x;", "const base = x;", KERNELS, "rate stage: kernel and twin"],
  ["src/twins/rate/turn.ts", "if (back === 0) tangents", "if (back !== 0) tangents", KERNELS, "rate turn: kernel and twin"],
  [
    "src/rate/network.ts",
    'return of === "x" ? x : phiOf(kind, x);',
    "return x;",
    NETWORK,
    "a fixed point of tanh: x = g J tanh x \\+ b, and it is read as",
  ],
  [
    "shaders/rate/euler.wgsl",
    "for (var at = 4u * i; at < 4u * i + 4u; at++)",
    "for (var at = 4u * i; at < 4u * i + 3u; at++)",
    KERNELS,
    "rate euler: kernel and twin",
  ],
  [
    "src/rate/check.ts",
    "all[Math.floor(i / units) * stride + (i % units)]",
    "all[i]",
    NETWORK,
    "tanh, Heun, a table of inputs for each of two networks: float64",
  ],
  [
    "src/rate/couplings.ts",
    "g / Math.sqrt(units)",
    "g / units",
    COUPLINGS,
    "drawn couplings have variance g\\^2 / N, another matrix for each",
  ],
  ["src/rate/stages.ts", "[1 / 3, 1],", "[1 / 3, 1 / 2],", NETWORK, "a linear network is an exponential rk4 converges with order 4"],
  [
    "src/rate/compile.ts",
    "couplings.delay > 0 ? [maker.activate",
    "couplings.delay > 99 ? [maker.activate",
    DELAYS,
    "delays dense, one delay: euler",
  ],
  ["src/twins/rate/keep.ts", "state[first + units[n]]", "state[first + n]", KERNELS, "rate keep: kernel and twin"],
  ["src/rate/lyapunov.ts", "back: 1 }, {", "back: 0 }, {", LYAPUNOV, "a linear network by rk4: real parts of the eigenvalues, less one"],
];
