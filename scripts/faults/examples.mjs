/** Planted faults of examples/; table.mjs says what an entry is. */
const LEMPEL_ZIV = "tests/examples/lempel-ziv.test.ts";
const PLRNN_STUDIES = "tests/examples/lorenz-reconstruction.test.ts";
const MEMORY_STUDIES = "tests/examples/memories.test.ts";
const TOKEN_STUDY = "tests/examples/mamba-tokens.test.ts";
const SKA_STUDY = "tests/examples/ska.test.ts";
const DEEP_STUDY = "tests/examples/deep-linear.test.ts";
const SIGN_STUDY = "tests/examples/exponentiated-gradient.test.ts";
const BURGERS = "tests/examples/burgers-fno.test.ts";
const DARCY = "tests/examples/darcy-fno.test.ts";
const HLOP = "tests/examples/hlop.test.ts";
const HLOP_NETWORK = "tests/examples/hlop-network.test.ts";
const HLOP_LATERAL = "tests/examples/hlop-lateral.test.ts";
const NALSM = "tests/examples/nalsm.test.ts";
const DIEHL = "tests/examples/diehl-cook.test.ts";
const DIGIT = "tests/examples/digit-image.test.ts";
const FIELD_STUDIES = "tests/examples/field-studies.test.ts";
const BUMP = "tests/examples/field-and-spikes.test.ts";

export default [
  ["examples/lempel-ziv/sequences.ts", "chance * 2 ** 32", "0.5 * 2 ** 32", LEMPEL_ZIV, "bits have"],
  ["examples/field-and-spikes/theory.ts", "threshold - spikesToField * rateOver(threshold)", "threshold", BUMP, "the theory"],
  ["examples/field-and-spikes/measure.ts", "Math.max(here, next)", "Math.min(here, next)", BUMP, "width of a part"],
  ["examples/mamba-tokens/theory.ts", "1 - 2 ** a", "2 ** a", TOKEN_STUDY, "four tokens"],
  ["examples/ska/measure.ts", "(sum += value)", "value", SKA_STUDY, "curves collapse"],
  ["examples/deep-linear/theory.ts", "(-2 * s * time)", "(-s * time)", DEEP_STUDY, "layers are on"],
  ["examples/exponentiated-gradient/measure.ts", "Math.sign(w) !== Math.sign(first[i]!)", "false", SIGN_STUDY, "moments, flips"],
  ["examples/neural-field-bumps/theory.ts", "integral(a) > h", "integral(a) < h", FIELD_STUDIES, "theory of bumps"],
  ["examples/browser/digit/image.ts", "Math.max(-from * scale, SIDE / 2 - middle * scale)", "-from * scale", DIGIT, ""],
  ["examples/hlop/neurons.ts", ".simd(Simd.f32_ge)", ".simd(Simd.f32_lt)", HLOP_NETWORK, "definition in float32"],
  ["examples/hlop/neurons.ts", "4 * padded * (STEPS - 1)", "4 * padded * STEPS", HLOP_NETWORK, "definition in float32"],
  ["examples/hlop/network.ts", "next[t] = begin", "next[t] = total", HLOP_NETWORK, "step by step"],
  ["examples/hlop/network.ts", "stepWeights[first + t]", "stepWeights[t]", HLOP_NETWORK, "step by step"],
  ["examples/hlop/network.ts", "(c === labels[i] ? 1 : 0)", "(c === labels[i] ? 2 : 0)", HLOP_NETWORK, "readout's gradient"],
  [
    "examples/hlop/network.ts",
    "drive > 0 && drive < 1 ? 1 / THRESHOLD : 0",
    "drive > 0 && drive < 1 ? -1 / THRESHOLD : 0",
    HLOP_NETWORK,
    "lowers the loss",
  ],
  ["examples/burgers-fno/data.ts", "Math.SQRT2 * 25", "25", BURGERS, "spectrum"],
  ["examples/burgers-fno/data.ts", "drawFields(seed, 1, test, fine)", "drawFields(seed, 0, test, fine)", BURGERS, "obey"],
  ["examples/burgers-fno/data.ts", "STEPS = 100", "STEPS = 4", BURGERS, "obey"],
  [
    "examples/darcy-fno/data.ts",
    "inputs: train.inputs.slice(0, fields * places)",
    "inputs: train.inputs.slice(-fields * places)",
    DARCY,
    "fewer fields",
  ],
  ["examples/shared/operators.ts", "axes - 1 ? 2 * frequencies", "axes - 1 ? frequencies", BURGERS, "modes"],
  ["examples/hlop/lateral.ts", "this.frozen += this.learning", "this.frozen = this.learning", HLOP_LATERAL, "projected update"],
  ["examples/hlop/lateral.ts", "first: 0, rows: this.frozen", "first: 0, rows: this.frozen - 1", HLOP_LATERAL, "projected update"],
  ["examples/hlop/lateral.ts", "other < row", "other < row - 1", HLOP_LATERAL, "projected update"],
  ["examples/hlop/pca.ts", "sums[i * n + j]! / samples", "sums[i * n + j]!", HLOP_LATERAL, "second moments"],
  ["examples/hlop/pca.ts", "2 * trace(within, r) - twice", "trace(within, r)", HLOP_LATERAL, "energy captured by"],
  ["examples/hlop/pca.ts", "vi * p[j]! + pi * v[j]!", "vi * p[j]!", HLOP_LATERAL, "eigenvalues"],
  ["examples/hlop/pca.ts", "pass < 2", "pass < 1", HLOP_LATERAL, "without a subspace"],
  ["examples/hlop/training.ts", "accuracy[task]![task]!", "accuracy[0]![0]!", HLOP, "backward transfer"],
  ["examples/hlop/training.ts", "const presynaptic = taken ?", "const presynaptic = !taken ?", HLOP, "end to end"],
  ["examples/diehl-cook/excitatory.wgsl", "if (pull < 1.0)", "if (true)", DIEHL, "on cpu is the code's equations"],
  ["examples/diehl-cook/excitatory.wgsl", "(*s).theta -= (*s).faded;", "", DIEHL, "theta fades"],
  ["examples/diehl-cook/inhibitory.wgsl", "(ex * (p.E_ex - V) - V)", "(ex * p.E_ex - V)", DIEHL, "partner"],
  ["examples/diehl-cook/network.ts", "other < own ? other : other + 1", "other", DIEHL, "partner"],
  ["examples/diehl-cook/present.ts", "lane.intensity - show.intensity + 1", "1", DIEHL, "shown again"],
  ["examples/diehl-cook/present.ts", "simulation.forget();", "", DIEHL, "add up to 78"],
  ["examples/diehl-cook/learn.ts", "k % images.count", "Math.min(k, images.count - 1)", DIEHL, "separable"],
  ["examples/nalsm/neuron.wgsl", "s.r <= 0.0", "s.r <= 1.0", NALSM, "frozen: spike for spike"],
  ["examples/nalsm/network.ts", "tau: 1 / (1 - FADE)", "tau: 50", NALSM, "data: spike for spike"],
  [
    "examples/nalsm/network.ts",
    'kind === "inhibitory" ? ["source_step"',
    'kind === "input" ? ["source_step"',
    NALSM,
    "initialisation: spike",
  ],
  ["examples/nalsm/topology.ts", "-square / LAMBDA ** 2", "-square / LAMBDA", NALSM, "pairs in the liquid"],
  ["examples/nalsm/spikes.ts", "times.fill(t + 2", "times.fill(t + 1", NALSM, "frozen: spike for spike"],
  ["examples/nalsm/liquid.ts", "perMs[t + 1]! / perMs[t]!", "perMs[t]! / perMs[t + 1]!", NALSM, "activity"],
  ["examples/nalsm/liquid.ts", "await this.simulation.load(this.quiet);", "", NALSM, "whole experiment"],
  ["examples/nalsm/experiment.ts", "SHOWN.initialisation, weights);", "SHOWN.initialisation);", NALSM, "weights carried"],
  ["examples/shared/reconstruction.ts", "if (divergence < best.divergence)", "if (divergence > 0)", PLRNN_STUDIES, "trainings get on"],
  ["examples/multitasking-hopfield/measure.ts", ".sort((a, b) => b - a)", ".sort((a, b) => a - b)", MEMORY_STUDIES, "multitasking"],
  ["examples/dense-hopfield/measure.ts", "overlaps[r * patterns + (r % patterns)]!", "overlaps[r]!", MEMORY_STUDIES, "dense"],
  ["examples/sdr-dendrites/measure.ts", "off <= unit", "off <= unit / 100", MEMORY_STUDIES, "published"],
];
