/** Planted faults of the pieces that kernels share (lib/); table.mjs says what an entry is. */
const PLRNN_GRADIENTS = "tests/cell/plrnn-gradients.test.ts";
const PLRNN_KERNELS = "tests/cell/plrnn-kernels.test.ts";
const HOPFIELD = "tests/memory/hopfield.test.ts";
const MEMORY_KERNELS = "tests/memory/kernels.test.ts";
const SCAN = "tests/cell/selective-scan.test.ts";
const SCAN_KERNELS = "tests/cell/scan-kernels.test.ts";
const INPUTS = "tests/simulate/inputs.test.ts";
const DELAYS = "tests/simulate/delays.test.ts";
const RECORDINGS = "tests/simulate/recordings.test.ts";
const ERRORS = "tests/simulate/errors.test.ts";
const SAME = "tests/simulate/same-bits.test.ts";
const VERIFY = "tests/cli/verify.test.ts";
const DRAW = "tests/twins/lib/draw.test.ts";
const CONNECT = "tests/twins/synapse/connect.test.ts";
const CONNECTED = "tests/simulate/connect.test.ts";
const PLAN = "tests/plan/target.test.ts";
const PHILOX = "tests/twins/lib/philox.test.ts";
const CELL_GRADIENTS = "tests/cell/cfc-gradients.test.ts";
const CELL_ORACLES = "tests/cell/cell-oracles.test.ts";
const OPERATOR = "tests/operator/kernels.test.ts";
const FFT = "tests/spectral/fft.test.ts";
const FFT_KERNELS = "tests/spectral/fft-kernels.test.ts";
const MODES = "tests/spectral/mode-kernels.test.ts";
const DEVIATES = "tests/twins/lib/deviates.test.ts";
const SUBSPACE = "tests/twins/plasticity/subspace.test.ts";
const DENSE = "tests/learn/dense-kernels.test.ts";
const IMAGES = "tests/learn/images.test.ts";
const TRAINING = "tests/learn/training-kernels.test.ts";
const NEURONS = "tests/learn/neurons.test.ts";
const SLOPES = "tests/learn/gradients.test.ts";
const ULTRA = "tests/learn/ultra.test.ts";
const KURAMOTO = "tests/field/kuramoto-sivashinsky.test.ts";
const FIELDS = "tests/simulate/field.test.ts";
const PLASTIC = "tests/wasm/plasticity/plastic.test.ts";
const KERNELS = "tests/rate/kernels.test.ts";
const NETWORK = "tests/rate/network.test.ts";
const MODELS = "tests/simulate/models.test.ts";
const RULES = "tests/network/rules.test.ts";

export default [
  ["shaders/lib/advance.wgsl", "tables[list + k] + i", "tables[list + k]", FIELDS, "software drives neurons"],
  ["shaders/lib/etdrk4.wgsl", "vec2(-w.g * s.y, w.g * s.x)", "vec2(w.g * s.y, w.g * s.x)", KURAMOTO, "software takes"],
  ["shaders/lib/softplus.wgsl", "1.0 / 3.0", "1.0 / 4.0", SCAN_KERNELS, "scan sum: kernel"],
  ["src/twins/lib/softplus.ts", "Math.max(x, 0)", "0", SCAN, "17 steps"],
  ["shaders/lib/lstm.wgsl", "open_i * into", "open_o * into", CELL_GRADIENTS, "LSTM: float32"],
  ["shaders/lib/gru.wgsl", "grad_n * from_n", "grad_n", CELL_GRADIENTS, "GRU: float32"],
  ["shaders/lib/cfc.wgsl", "second - gate * first", "second", CELL_GRADIENTS, "CfC default: float32"],
  ["shaders/lib/activation.wgsl", "y * (1.0 - s)", "y", CELL_GRADIENTS, "layers of silu: float32"],
  ["shaders/lib/ltc.wgsl", "driven + own * erev", "driven + own", CELL_ORACLES, "four units at once"],
  ["shaders/lib/squash.wgsl", "0.133803720", "0.143803720", CELL_GRADIENTS, "LSTM: float32"],
  ["src/twins/lib/activation.ts", "LECUN_GAIN * LECUN_SLOPE", "LECUN_GAIN", CELL_GRADIENTS, "layers of lecun: gradients"],
  ["src/twins/lib/philox.ts", "field: 10", "field: 12", PHILOX, "frozen"],
  ["shaders/lib/philox.wgsl", "round < 10u", "round < 9u", PHILOX, "WGSL"],
  ["shaders/lib/philox.wgsl", "0xBB67AE85u", "0xBB67AE86u", PHILOX, "WGSL"],
  ["shaders/lib/philox.wgsl", "(t >> 16u) + (u >> 16u)", "(t >> 16u)", PHILOX, "WGSL"],
  ["src/twins/lib/philox.ts", "round < 10", "round < 9", PHILOX, "twin"],
  ["src/twins/lib/philox.ts", "0x9e3779b9", "0x9e3779b8", PHILOX, "twin"],
  ["src/twins/lib/philox.ts", "(t >>> 16) + (u >>> 16)", "(t >>> 16)", PHILOX, "mulhi"],
  ["src/twins/lib/philox.ts", "Math.floor(seed / 2 ** 32)", "0", PHILOX, "key"],
  ["shaders/lib/normal.wgsl", "fraction << 6u", "fraction << 5u", DEVIATES, "WGSL is its twin to the bit"],
  ["shaders/lib/normal.wgsl", "select(z, -z,", "select(-z, z,", DEVIATES, "WGSL is its twin to the bit"],
  ["src/twins/lib/normal.ts", "fraction << 6", "fraction << 7", DEVIATES, "normal deviates"],
  ["src/twins/lib/normal.ts", "u < 0 ? -z : z", "z", DEVIATES, "normal deviates"],
  ["shaders/lib/poisson.wgsl", "k += 1u;", "k += 2u;", DEVIATES, "WGSL is its twin"],
  ["shaders/lib/poisson.wgsl", "u >= cumulative", "u > cumulative", DEVIATES, "WGSL is its twin"],
  ["src/twins/lib/poisson.ts", "word >= cumulative && p", "word > cumulative && p", DEVIATES, "the table is the recurrence"],
  ["src/twins/lib/poisson.ts", "word >= table.cumulative[k]", "word > table.cumulative[k]", DEVIATES, "the table is the recurrence"],
  ["src/twins/lib/poisson.ts", "Math.exp(-part)", "Math.exp(-1.02 * part)", DEVIATES, "chi-square|parts"],
  [
    "src/twins/lib/fixed.ts",
    ">>> 26);\n  return z < 0 ? -product : product;\n}\n\n/** The same",
    ">>> 25);\n  return z < 0 ? -product : product;\n}\n\n/** The same",
    DEVIATES,
    "fixed-point",
  ],
  ["src/twins/lib/fixed.ts", "m * 64 +", "m * 32 +", DEVIATES, "fixed-point"],
  ["src/twins/lib/fixed.ts", ">>> 0) * 64 +", ">>> 0) * 32 +", DEVIATES, "fixed-point"],
  ["src/twins/lib/fixed.ts", "y << 16", "y << 15", DEVIATES, "fixed-point"],
  ["shaders/lib/window.wgsl", "min(run.window_steps, left)", "run.window_steps", SAME, "software any cutting"],
  ["shaders/lib/window.wgsl", "tail + run.neurons * steps <= run.queue_capacity", "true", PLAN, "software: a full queue"],
  ["src/twins/lib/window.ts", "Math.min(run[Run.window_steps],", "Math.max(run[Run.window_steps],", SAME, "cpu any cutting"],
  ["src/twins/lib/window.ts", "? steps : 0", "? steps : steps", PLAN, "cpu: a full queue"],
  ["shaders/lib/advance.wgsl", "i & tables[at + 4u]", "0u", INPUTS, "software"],
  ["shaders/lib/advance.wgsl", "vec4<u32>(i >> 2u, part,", "vec4<u32>(i >> 2u, 0u,", INPUTS, "software: Poisson|same input"],
  ["shaders/lib/advance.wgsl", "next += 1u;", "next += 2u;", INPUTS, "software: given"],
  ["shaders/lib/advance.wgsl", "+ middle] <= step", "+ middle] < step", INPUTS, "software: given"],
  ["shaders/lib/advance.wgsl", "step / tables[at + 3u]", "step", INPUTS, "software: Gaussian"],
  ["shaders/lib/advance.wgsl", "(step + 1u) % every != 0u", "step % every != 0u", RECORDINGS, "software"],
  ["shaders/lib/advance.wgsl", "0x7f800000u) >= 0x49800000u", "0x7f800000u) > 0x7f800000u", ERRORS, "software: a state"],
  ["shaders/lib/reserve.wgsl", "atomicAdd(&control[0], count)", "atomicAdd(&control[0], count + 1u)", VERIFY, "every kernel"],
  ["shaders/lib/reserve_subgroups.wgsl", "subgroupExclusiveAdd(count)", "0u * count", VERIFY, "every kernel"],
  ["shaders/lib/each_synapse.wgsl", "k += WORKGROUP)", "k += WORKGROUP + 1u)", VERIFY, "every kernel"],
  ["shaders/lib/deliver.wgsl", "due >= run.ring_slots", "due > run.ring_slots", DELAYS, "software"],
  ["shaders/lib/deliver.wgsl", "first_step + (entry", "first_step + 1u + (entry", DELAYS, "software"],
  ["shaders/lib/deliver.wgsl", "min(row.y, rows_bound.end)", "row.y", SAME, "software pages"],
  ["shaders/lib/deliver.wgsl", "item += teams", "item += teams + 1u", ERRORS, "software.*with synapses"],
  ["shaders/lib/deliver.wgsl", "(item % pieces) * size", "(item % pieces) * (size - 1u)", VERIFY, "every kernel"],
  ["shaders/lib/deliver.wgsl", "min(count, from_first + size)", "from_first + size", VERIFY, "every kernel"],
  ["shaders/lib/draw.wgsl", "middle < upper", "false", DRAW, "WGSL"],
  ["shaders/lib/draw.wgsl", "sum < low", "false", DRAW, "WGSL"],
  ["shaders/lib/draw.wgsl", "low = ~low + 1u", "low = ~low", DRAW, "WGSL"],
  ["shaders/lib/draw.wgsl", "held && value >= least", "value >= least", DRAW, "WGSL"],
  ["shaders/lib/draw.wgsl", "0x8000) >> 16u", "0x6000) >> 16u", DRAW, "WGSL"],
  ["shaders/lib/draw.wgsl", "u32(30 - (y >> 26u))", "u32(29 - (y >> 26u))", DRAW, "WGSL"],
  ["shaders/lib/draw.wgsl", "weight < 0 && link_has", "link_has", DRAW, "WGSL"],
  ["shaders/lib/draw.wgsl", "partner == item; attempt++", "false; attempt++", DRAW, "WGSL"],
  ["shaders/lib/draw.wgsl", "select(mulhi(product, power), power, g == 0u)", "mulhi(product, power)", DRAW, "WGSL"],
  ["src/twins/lib/draw.ts", "attempt = 1; value <", "attempt = 2; value <", DRAW, "WGSL"],
  ["src/twins/lib/draw.ts", "ordinal) + 0x8000", "ordinal) + 0x6000", DRAW, "WGSL"],
  ["src/twins/lib/draw.ts", "g += 2 ** i", "g += 2 * i", DRAW, "WGSL"],
  ["src/twins/lib/links.ts", "tables[at + DrawWord.max] | 0", "0x7fffffff", DRAW, "WGSL"],
  ["shaders/lib/connect.wgsl", "before + size < before", "false", CONNECT, "rows"],
  ["shaders/lib/connect.wgsl", "< job.room", "<= job.room", CONNECTED, "longer than a page"],
  ["shaders/lib/connect.wgsl", "neuron < job.end", "neuron + 1u < job.end", CONNECTED, "of 128"],
  ["shaders/lib/connect.wgsl", "atomicMax(&delays[1]", "atomicMin(&delays[1]", CONNECT, "rows"],
  ["src/twins/lib/connect.ts", "if (sum >= 2 ** 32)", "if (sum > 2 ** 33)", CONNECT, "rows"],
  ["src/twins/lib/connect.ts", "Math.max(delays[1], delay)", "delay", CONNECT, "rows"],
  [
    "shaders/lib/tile.wgsl",
    "TILE * vec2<u32>(tile / across, tile % across)",
    "TILE * vec2<u32>(tile % across, tile / across)",
    SUBSPACE,
    "kernel",
  ],
  ["shaders/lib/tile.wgsl", "k < TILE", "k + 1u < TILE", SUBSPACE, "kernel"],
  ["shaders/lib/halves.wgsl", "max(halves[thread]", "min(halves[thread]", TRAINING, "cross entropy: kernel"],
  ["shaders/lib/gelu.wgsl", "PHI_REACH = 5.6", "PHI_REACH = 4.6", OPERATOR, "those of erf"],
  ["src/twins/lib/gelu.ts", "SLOPE_REACH = 6.2", "SLOPE_REACH = 5.2", OPERATOR, "those of erf"],
  ["shaders/lib/complex_tile.wgsl", "(*sums)[6] += product(a1, b2)", "(*sums)[6] += product(a1, b1)", MODES, "mode product: kernel"],
  ["shaders/lib/fft.wgsl", "let q3 = turned(turned_half(d - h));", "let q3 = turned_half(d - h);", FFT_KERNELS, "fft, lines: kernel"],
  ["shaders/lib/complex.wgsl", "a.x * b.x - a.y * b.y", "a.x * b.x + a.y * b.y", FFT_KERNELS, "fft multiply: kernel"],
  ["shaders/lib/rotation.wgsl", "m & (fine - 1u)", "m & fine", FFT_KERNELS, "later pass: kernel"],
  ["src/twins/lib/fft-steps.ts", "const hr = bi - di;", "const hr = di - bi;", FFT, "cpu every length"],
  ["src/twins/lib/fft-steps.ts", "S2 * (bi - ei) + S1", "S2 * (bi - ei) - S1", FFT, "cpu every length"],
  ["src/twins/lib/fft-steps.ts", "const ni = sin * (br - cr);", "const ni = sin * (br + cr);", FFT, "cpu every length"],
  ["src/twins/lib/fft-steps.ts", "nr -= d * qi[r];", "nr += d * qi[r];", FFT, "cpu every length"],
  ["src/twins/lib/fft.ts", "Math.floor(k / width)", "k", FFT, "cpu two and three axes"],
  ["src/twins/lib/largest.ts", "> inputs[at]", ">= inputs[at]", DENSE, "max pool backward: kernel"],
  ["src/twins/lib/windows.ts", "place++)", "place += 2)", IMAGES, "pools"],
  ["shaders/lib/ring.wgsl", "i + 1u == features", "i == features", NEURONS, "^UltraDPLIF: kernels"],
  ["shaders/lib/lse.wgsl", "most + eps * height, share, height", "most - eps * height, share, height", ULTRA, "max <="],
  ["src/twins/lib/lse.ts", "(ea * da + eb * db + ec * dc) / sum", "0", SLOPES, "UltraDLIF.: gradients are those"],
  ["src/twins/lib/lse.ts", "(ea * da + eb * db) / sum", "0", SLOPES, "UltraLIF.: gradients are those"],
  ["src/twins/lib/ultra.ts", "raw >= low && raw <= high ? 1 : 0", "1", SLOPES, "UltraLIF.: gradients are those"],
  ["src/twins/lib/ring.ts", "terms[0] = terms[features]", "terms[0] = terms[1]", SLOPES, "UltraDLIF.: gradients are those"],
  ["shaders/lib/logistic.wgsl", "at & 1023u", "0u", MEMORY_KERNELS, "logistic: kernel and twin"],
  ["src/twins/lib/drawn.ts", "(1 - share) * state[b * units + n] + share *", "", PLRNN_KERNELS, "cell al-rnn, forced"],
  ["src/twins/lib/drawn.ts", "1 - strength[0] : 1", "1 : 1", PLRNN_GRADIENTS, "shallow, generalised"],
  ["src/twins/lib/logistic.ts", "(at & 1023)", "0", HOPFIELD, "logistic"],
  ["src/twins/lib/bits.ts", "0x33333333) + ((w >>> 2)", "0x33333333) + ((w >>> 1)", MEMORY_KERNELS, "overlaps: kernel and twin"],
  [
    "src/twins/lib/compiled-stretches.ts",
    "ticks(this.plastic, end) ? 1 : 0",
    "0",
    PLASTIC,
    "'stdp_dopamine_synapse', mode 'nest', compiled delays of 0\\.3",
  ],
  [
    "src/twins/lib/power.ts",
    "if (x <= 0) return 0;",
    "if (x < 0) return 0;",
    PLASTIC,
    "'stdp_pl_synapse_hom', mode 'nest', compiled delays of one",
  ],
  [
    "src/twins/lib/replay.ts",
    "n > low && histories[this.markOf(n - 1)] + shift >= limit",
    "n > low && histories[this.markOf(n - 1)] + shift > limit",
    PLASTIC,
    "'stdp_synapse', mode 'nest', compiled delays of 0\\.3 to 2 ms",
  ],
  ["shaders/lib/rate_input.wgsl", "select(network, 0u, shape.spread == 1u)", "0u", KERNELS, "rate euler: kernel and twin"],
  ["src/twins/lib/rate.ts", "return 1 - y * y;", "return 1 - y;", KERNELS, "rate activate: kernel and twin"],
  [
    "src/twins/lib/squash.ts",
    "0.5 + 0.5 * Math.tanh(0.5 * x)",
    "0.5 + 0.5 * Math.tanh(x)",
    NETWORK,
    "sigmoid, Heun, a table of inputs for each of two networks:",
  ],
  [
    "src/twins/kernels.ts",
    "model.twin ? undefined : uncompilable(model)",
    "uncompilable(model)",
    MODELS,
    "oracle 6: a user's model with four receptors with its twin on",
  ],
  ["src/twins/lib/rows.ts", "at: at + k * columns, step", "at: at + k, step", CELL_GRADIENTS, "LSTM: float32 gives what float64 gives"],
  [
    "src/twins/lib/generate.ts",
    "(1 - p) ** (2 ** i)",
    "(1 - p) ** (i + 1)",
    RULES,
    "random rules pairwise_bernoulli, p 0\\.003: binomial degrees,",
  ],
  [
    "src/twins/lib/selective_scan.ts",
    "Math.ceil(steps / chunk)",
    "Math.floor(steps / chunk)",
    SCAN,
    "1 steps in chunks and in one are the sequent",
  ],
  ["src/twins/lib/batch.ts", "* whole + first + b;", "* whole + b;", TRAINING, "learn encode bernoulli: kernel and twin"],
  [
    "src/twins/lib/random-words.ts",
    "philox4x32(key0, key1, item, block + j,",
    "philox4x32(key0, key1, item, block,",
    "tests/twins/lib/random-words.test.ts",
    "random words, one by one",
  ],
  [
    "src/twins/lib/each_synapse.ts",
    "from - plastic[Plastic.page_first], to",
    "from, to",
    "tests/plasticity/chunks.test.ts",
    "stdp_synapse nest: the same bits on cpu for ",
  ],
  [
    "src/twins/lib/share.ts",
    "4 * Math.floor((size * k) / (4 * count))",
    "4 * Math.ceil((size * k) / (4 * count)) + 4",
    SAME,
    "cpu and software iaf_psc_exp: spikes, counts",
  ],
  [
    "src/twins/lib/traces.ts",
    'marks[mark + 1 + t] = kind === "set" ? 1',
    'marks[mark + 1 + t] = kind === "set" ? 2',
    "tests/plasticity/rules.test.ts",
    "stdp_synapse nearest_symmetric against its d",
  ],
  [
    "src/twins/lib/plastic.ts",
    "instance * size + i : -1;",
    "i : -1;",
    "tests/plasticity/state.test.ts",
    "instances side by side on cpu learn as each ",
  ],
  [
    "src/twins/lib/atomic.ts",
    "seen > value; )",
    "seen < value; )",
    "tests/plasticity/core.test.ts",
    "a weight that leaves its bounds ends the run",
  ],
  [
    "src/twins/lib/stretches.ts",
    'kind === "square" ? 0 : -1',
    'kind === "square" ? -1 : 0',
    "tests/plasticity/own.test.ts",
    "on cpu an own rule gives the bits of the bui",
  ],
];
