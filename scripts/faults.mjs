/**
 * Plants a fault in every kernel and every twin, one after another, and runs the tests named beside it: each must turn red.
 *   node scripts/faults.mjs              all of them
 *   node scripts/faults.mjs philox hh    those whose file holds one of the words
 *   --list
 * Works on the committed state, in a git worktree of its own that is removed at the end, also on Ctrl-C: nobody sees the faults.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ANALYSIS_ATTRACTORS = "tests/analysis/attractors.test.ts";
const ANALYSIS_FIXED = "tests/analysis/fixed-points.test.ts";
const ANALYSIS_KERNELS = "tests/analysis/kernels.test.ts";
const ANALYSIS_QR = "tests/analysis/tangents.test.ts";
const ANALYSIS_SEQUENCES = "tests/analysis/sequences.test.ts";
const ANALYSIS_SPECTRA = "tests/analysis/spectra.test.ts";
const LEMPEL_ZIV = "tests/examples/lempel-ziv.test.ts";
const PLRNN = "tests/cell/plrnn.test.ts";
const PLRNN_GRADIENTS = "tests/cell/plrnn-gradients.test.ts";
const PLRNN_KERNELS = "tests/cell/plrnn-kernels.test.ts";
const PLRNN_LANES = "tests/wasm/plrnn.test.ts";
const PLRNN_STUDIES = "tests/examples/lorenz-reconstruction.test.ts";
const HOPFIELD = "tests/memory/hopfield.test.ts";
const MEMORY_COMPILED = "tests/memory/compiled.test.ts";
const MEMORY_KERNELS = "tests/memory/kernels.test.ts";
const MEMORY_SEGMENTS = "tests/memory/segments.test.ts";
const MEMORY_STUDIES = "tests/examples/memories.test.ts";
const SCAN = "tests/cell/selective_scan.test.ts";
const SCAN_KERNELS = "tests/cell/scan-kernels.test.ts";
const TOKENS = "tests/cell/token_dynamics.test.ts";
const TOKEN_STUDY = "tests/examples/mamba-tokens.test.ts";
const RULE_KERNELS = "tests/local/rule-kernels.test.ts";
const DEEP_LINEAR = "tests/local/deep_linear.test.ts";
const EXPONENTIATED = "tests/local/exponentiated_gradient.test.ts";
const SKA = "tests/local/ska.test.ts";
const LOCAL_KERNELS = "tests/local/kernels.test.ts";
const EQUILIBRIUM = "tests/local/equilibrium-propagation.test.ts";
const TEMPOTRON = "tests/local/tempotron.test.ts";
const CURL = "tests/local/curl-descent.test.ts";
const SKA_STUDY = "tests/examples/ska.test.ts";
const DEEP_STUDY = "tests/examples/deep-linear.test.ts";
const SIGN_STUDY = "tests/examples/exponentiated-gradient.test.ts";
const MODELS = "tests/simulate/models.test.ts";
const INPUTS = "tests/simulate/inputs.test.ts";
const DELAYS = "tests/simulate/delays.test.ts";
const RECORDINGS = "tests/simulate/recordings.test.ts";
const ERRORS = "tests/simulate/errors.test.ts";
const SAME = "tests/simulate/same-bits.test.ts";
const LARGE = "tests/simulate/large.test.ts";
const VERIFY = "tests/cli/verify.test.ts";
const DRAW = "tests/twins/lib/draw.test.ts";
const CONNECT = "tests/twins/synapse/connect.test.ts";
const CONNECTED = "tests/simulate/connect.test.ts";
const PROCEDURAL = "tests/simulate/procedural.test.ts";
const PLAN = "tests/plan/target.test.ts";
const RESIDENT = "tests/simulate/resident.test.ts";
const BATCH = "tests/simulate/batch.test.ts";
const SWEEP = "tests/simulate/sweep.test.ts";
const PHILOX = "tests/twins/lib/philox.test.ts";
const CELL_KERNELS = "tests/cell/cfc-kernels.test.ts";
const CELL_GRADIENTS = "tests/cell/cfc-gradients.test.ts";
const CELL_ORACLES = "tests/cell/cell-oracles.test.ts";
const CELL = "tests/cell/cell.test.ts";
const ROW_MAP = "tests/wasm/row-map.test.ts";
const FIELD_FILES = "tests/io/field-training.test.ts";
const BURGERS = "tests/examples/burgers-fno.test.ts";
const DARCY = "tests/examples/darcy-fno.test.ts";
const TRAIN_FIELDS = "tests/cli/train-fields.test.ts";
const EPOCHS = "tests/learn/epochs.test.ts";
const STATE_DICT = "tests/learn/state-dict.test.ts";
const SAFETENSORS = "tests/io/safetensors.test.ts";
const TRAIN = "tests/cli/train.test.ts";
const OPERATOR = "tests/operator/kernels.test.ts";
const FFT = "tests/spectral/fft.test.ts";
const FFT_KERNELS = "tests/spectral/fft-kernels.test.ts";
const FFT_BINS = "tests/spectral/fft-bins.test.ts";
const FFT_PLAN = "tests/spectral/fft-plan.test.ts";
const MODES = "tests/spectral/mode-kernels.test.ts";
const SPECTRAL = "tests/operator/spectral_conv.test.ts";
const SPECTRAL_SLOPES = "tests/operator/spectral_conv_gradients.test.ts";
const SPECTRAL_CLASS = "tests/operator/spectral_conv_class.test.ts";
const OPERATOR_SLOPES = "tests/operator/gradients.test.ts";
const OPERATOR_TRAINING = "tests/operator/training.test.ts";
const OPERATOR_JAVASCRIPT = "tests/operator/javascript.test.ts";
const NEURALOPERATOR = "tests/io/neuraloperator.test.ts";
const DEVIATES = "tests/twins/lib/deviates.test.ts";
const COMPILED = "tests/wasm/models.test.ts";
const WGSL = "tests/wasm/wgsl.test.ts";
const WORDS = "tests/wasm/philox.test.ts";
const UPDATE = "tests/twins/neuron/update.test.ts";
const BENCH = "tests/gpu/bench.test.ts";
const LEARNT = "tests/plasticity/rules.test.ts";
const RULES = "tests/wasm/plastic.test.ts";
const SUBSPACE = "tests/twins/plasticity/subspace.test.ts";
const PRODUCT = "tests/wasm/product.test.ts";
const DENSE = "tests/learn/dense-kernels.test.ts";
const IMAGES = "tests/learn/images.test.ts";
const HLOP = "tests/examples/hlop.test.ts";
const NALSM = "tests/examples/nalsm.test.ts";
const DIEHL = "tests/examples/diehl-cook.test.ts";
const DIEHL_RULE = "tests/plasticity/diehl-cook.test.ts";
const TRAINING = "tests/learn/training-kernels.test.ts";
const LOSSES = "tests/learn/losses.test.ts";
const OPTIMISERS = "tests/learn/optimisers.test.ts";
const ENCODERS = "tests/learn/encoders.test.ts";
const TRAINER = "tests/learn/trainer.test.ts";
const TRUNCATION = "tests/learn/truncation.test.ts";
const NEURONS = "tests/learn/neurons.test.ts";
const SLOPES = "tests/learn/gradients.test.ts";
const LEAKY = "tests/learn/leaky.test.ts";
const ULTRA = "tests/learn/ultra.test.ts";
const DEPLOYED = "tests/deploy/classify.test.ts";
const CLASSIFY = "tests/cli/classify.test.ts";
const DIGIT = "tests/examples/digit-image.test.ts";
const COLE_HOPF = "tests/field/burgers.test.ts";
const KURAMOTO = "tests/field/kuramoto-sivashinsky.test.ts";
const LATTICE = "tests/field/klein-gordon.test.ts";
const NEURAL = "tests/field/neural.test.ts";
const FIELD_CHECK = "tests/field/check.test.ts";
const FIELD_RUN = "tests/field/simulation.test.ts";
const FIELD_KERNELS = "tests/field/kernels.test.ts";
const HEAT_MAP = "tests/view/heat-map.test.ts";
const FIELD_STUDIES = "tests/examples/field-studies.test.ts";
const FIELDS = "tests/simulate/field.test.ts";
const FIELD_NET = "tests/network/field.test.ts";
const COUPLED = "tests/twins/coupling/kernels.test.ts";
const STAGES = "tests/twins/coupling/stages.test.ts";
const BUMP = "tests/examples/field-and-spikes.test.ts";
const neuron = (name) => `tests/twins/neuron/${name}.test.ts`;

/** [file, text to find (once), text in its place, test file, pattern of test names]. */
const FAULTS = [
  ["shaders/analysis/orthonormalise.wgsl", "turn < 2u", "turn < 1u", ANALYSIS_QR, "Hilbert's matrix \\(software"],
  ["src/twins/analysis/orthonormalise.ts", "sums[whole] += moved;", "", ANALYSIS_QR, "linear map \\(cpu"],
  ["src/twins/analysis/orthonormalise.ts", "counts[1 + place]++;", "", ANALYSIS_QR, "singular map"],
  ["src/analysis/tangents.ts", "const at = j * systems + s;", "const at = j;", ANALYSIS_QR, "linear map \\(cpu"],
  [
    "src/analysis/tangents.ts",
    "philox4x32(key0, key1, s >> 2, i, stream",
    "philox4x32(key0, key1, s >> 2, 0, stream",
    ANALYSIS_QR,
    "first vectors",
  ],
  [
    "src/twins/analysis/segment.ts",
    "const from = s * hop * channels;",
    "const from = s * samples * channels;",
    ANALYSIS_KERNELS,
    "segment: kernel",
  ],
  ["src/twins/analysis/segment.ts", "if (squares[c] > 0) ", "", ANALYSIS_KERNELS, "segment: kernel"],
  ["src/twins/analysis/planes.ts", "-spectra[from + 2 * c]", "spectra[from + 2 * c]", ANALYSIS_SPECTRA, "cpu csd"],
  ["src/twins/analysis/power.ts", "counts[0] += segments;", "counts[0] += 1;", ANALYSIS_SPECTRA, "a push of several"],
  ["src/twins/analysis/shift.ts", "if (counts[c] === 0) ", "", ANALYSIS_KERNELS, "shift: kernel"],
  [
    "src/analysis/segments.ts",
    "(2 * Math.PI * t) / samples",
    "(2 * Math.PI * t) / (samples - 1)",
    ANALYSIS_SPECTRA,
    "cpu welch: overlapping",
  ],
  ["src/analysis/segments.ts", "dt / squares", "1 / squares", ANALYSIS_SPECTRA, "cpu welch: overlapping"],
  ["src/analysis/power.ts", "2 * bin === samples", "2 * bin >= samples - 1", ANALYSIS_SPECTRA, "cpu welch: an odd"],
  ["src/analysis/cross.ts", "out_step: channels ** 2", "out_step: channels", ANALYSIS_SPECTRA, "cpu csd"],
  ["src/analysis/covariance.ts", "- (sums[i] * sums[j]) / rows", "", ANALYSIS_SPECTRA, "cpu covariance"],
  [
    "src/twins/analysis/histogram.ts",
    "Math.min(Math.floor(place), bins - 1)",
    "Math.floor(place)",
    ANALYSIS_ATTRACTORS,
    "D_stsp as numpy.*cpu",
  ],
  ["src/analysis/divergence.ts", "found[boxes] }", "0 }", ANALYSIS_ATTRACTORS, "D_stsp as numpy.*cpu"],
  ["src/twins/analysis/smooth.ts", "2 * bins - 1 - around", "2 * bins - 2 - around", ANALYSIS_ATTRACTORS, "D_H as scipy.*cpu"],
  ["src/analysis/spectrum-distance.ts", "stands ? 1 : ", "", ANALYSIS_ATTRACTORS, "D_H: 0 for"],
  ["src/twins/analysis/codes.ts", "units[k]", "k", ANALYSIS_SEQUENCES, "linear regions: visits.*cpu"],
  ["src/analysis/codes.ts", "visits[b] - visits[a] || a - b", "a - b", ANALYSIS_SEQUENCES, "linear regions: visits.*cpu"],
  ["src/twins/analysis/lempel_ziv.ts", "if (equal > longest) longest = equal;", "longest = equal;", ANALYSIS_SEQUENCES, "cpu of"],
  ["src/analysis/lempel-ziv.ts", "if (part(1).some((known) => known < length)) continue;", "", ANALYSIS_SEQUENCES, "many dispatches"],
  ["src/twins/analysis/fixed_points.ts", "if (row === k) continue;", "if (row <= k) continue;", ANALYSIS_FIXED, "four fixed points.*cpu"],
  ["src/analysis/fixed-points.ts", "Uint32Array.of(first)", "Uint32Array.of(0)", ANALYSIS_FIXED, "more regions"],
  ["src/analysis/dense.ts", "/ 2 ** squaring", "", ANALYSIS_FIXED, "spectral radius"],
  ["examples/lempel-ziv/sequences.ts", "chance * 2 ** 32", "0.5 * 2 ** 32", LEMPEL_ZIV, "bits have"],
  ["shaders/coupling/count.wgsl", "place < source.size", "place < 2u", COUPLED, "count kernel"],
  ["shaders/coupling/gate.wgsl", "steps != 0u && ", "", COUPLED, "gate.*past the end"],
  ["shaders/coupling/intake.wgsl", "counts[place] = 0u;", "", COUPLED, "intake kernel"],
  ["shaders/coupling/drive.wgsl", "shape.gain * value", "value", COUPLED, "drive kernel"],
  ["shaders/coupling/keep.wgsl", " / frames.frame - 1u", " / frames.frame", COUPLED, "keep kernel.*due"],
  ["shaders/lib/advance.wgsl", "tables[list + k] + i", "tables[list + k]", FIELDS, "software drives neurons"],
  ["shaders/neuron/step_model.wgsl", "drive = steady;", "", FIELDS, "software drives neurons"],
  ["src/twins/coupling/count.ts", "counts[cells[i]]++", "counts[i]++", COUPLED, "count.*hand"],
  ["src/twins/coupling/gate.ts", "end !== 0 && ", "", COUPLED, "gate closes"],
  ["src/twins/coupling/stage.ts", "end % every === 0", "true", COUPLED, "gate closes"],
  ["src/twins/coupling/intake.ts", "first === 0 ? input : constant", "constant", COUPLED, "intake by hand"],
  ["src/twins/coupling/drive.ts", "points[k] * channels + channel", "points[k] * channels", COUPLED, "drive kernel"],
  ["src/twins/coupling/keep.ts", " - 1) * places", ") * places", COUPLED, "keep by hand"],
  ["src/twins/coupling/stages.ts", '"field/drift.wgsl": drift', '"field/drift.wgsl": tick', STAGES, "klein-gordon"],
  ["src/twins/neuron/inputs.ts", "Descriptor.steady] + k] + lo", "Descriptor.steady] + k]", FIELDS, "cpu two threads"],
  ["src/twins/neuron/update.ts", "(p.inputs.count > 0 || p.inputs.driven)", "p.inputs.count > 0", FIELDS, "cpu drives neurons"],
  ["src/simulate/fields.ts", "(neurons * grid.dt)", "grid.dt", FIELDS, "cpu takes in the spikes"],
  ["src/simulate/fields.ts", "=== k ? 1 : 0", "=== k ? 1 : 1", FIELDS, "cpu takes in the spikes"],
  ["src/simulate/fields.ts", "for (const k of sources.keys()) names.add(countsName(f, k));", "", FIELDS, "cpu save, bytes"],
  ["src/simulate/couplings.ts", "(low + high) % n", "low + high", FIELDS, "cpu drives neurons"],
  [
    "src/simulate/couplings.ts",
    "Math.round(points[i * axes + axis]) % n",
    "Math.round(points[i * axes + axis])",
    FIELDS,
    "cpu takes in the spikes",
  ],
  ["src/simulate/current.ts", "await this.withCurrents(this.layout.cursors)", "this.layout.cursors", FIELDS, "cpu what is set"],
  ["src/simulate/gated.ts", " if (gate.open == 0u) { return; }", "", FIELDS, "software a field that nobody"],
  ["src/simulate/field-states.ts", "await this.executor.replace(name, state[name]);", "name;", FIELDS, "cpu save, bytes"],
  ["src/simulate/recorder.ts", "Math.floor(this.from / every) + 1", "Math.floor(this.from / every)", FIELDS, "cpu save, bytes"],
  ["src/simulate/compile.ts", "words.align = fieldAlign(networks[0], words.align);", "", FIELDS, "cpu a field that nobody"],
  [
    "src/simulate/advance.ts",
    "1 + network.populations.length + plastic.length + f",
    "plastic.length + f",
    FIELDS,
    "cpu a field that leaves",
  ],
  ["src/network/field.ts", "point - n * Math.floor(point / n)", "point", FIELD_NET, "spreads neurons"],
  ["src/network/field.ts", "rest = Math.floor(rest / counts[axis]);", "", FIELD_NET, "is the same"],
  ["src/network/resolve.ts", "everySteps % own !== 0", "false", FIELD_NET, "frames between steps"],
  ["src/plan/gpu.ts", "dispatch.stage ? 0 : w", "w", FIELDS, "software a field that nobody"],
  ["src/plan/plan.ts", '(stage ? ["control"] : [])', "[]", FIELDS, "cpu a field that nobody"],
  ["examples/field-and-spikes/theory.ts", "threshold - spikesToField * rateAt(threshold)", "threshold", BUMP, "the theory"],
  ["examples/field-and-spikes/measure.ts", "Math.max(here, next)", "Math.min(here, next)", BUMP, "width of a part"],
  ["shaders/field/klein_gordon_kick.wgsl", "2.0 * own) + shape.along_rows", "own) + shape.along_rows", LATTICE, "dispersion.*software"],
  ["shaders/field/klein_gordon_kick.wgsl", "shape.noise * (f32", "0.5 * shape.noise * (f32", LATTICE, "noise is a function"],
  ["shaders/field/drift.wgsl", "shape.dt * velocities[i]", "velocities[i]", FIELD_KERNELS, "drift: kernel"],
  ["shaders/field/tick.wgsl", "found + 1u", "found", FIELD_RUN, "not finite.*"],
  [
    "shaders/field/record.wgsl",
    "% shape.frames) * shape.count",
    "% shape.frames + 1u) * shape.count",
    FIELD_RUN,
    "on software.*frames are",
  ],
  ["shaders/field/square.wgsl", "values[i] * values[i]", "abs(values[i])", FIELD_KERNELS, "square: kernel"],
  [
    "shaders/field/filter.wgsl",
    "wide * (wide * (mode % shape.modes) + i % wide)",
    "wide * wide * (mode % shape.modes)",
    NEURAL,
    "on software",
  ],
  ["shaders/lib/etdrk4.wgsl", "vec2(-w.g * s.y, w.g * s.x)", "vec2(w.g * s.y, w.g * s.x)", KURAMOTO, "software takes"],
  ["shaders/field/etdrk4_stage.wgsl", "2.0 * n - first[i]", "n", FIELD_KERNELS, "stage: kernel"],
  ["shaders/field/etdrk4_finish.wgsl", "2.0 * w.f2", "w.f2", KURAMOTO, "software takes"],
  ["shaders/cell/selective_scan_sum.wgsl", "total += step", "total = step", SCAN_KERNELS, "scan sum: kernel"],
  ["shaders/cell/selective_scan_carry.wgsl", "state[i] = h;", "", SCAN_KERNELS, "scan carry: kernel"],
  ["shaders/cell/selective_scan_apply.wgsl", "sum += C[row + n] * h[n];", "sum = C[row + n] * h[n];", SCAN_KERNELS, "scan apply: kernel"],
  ["shaders/lib/softplus.wgsl", "1.0 / 3.0", "1.0 / 4.0", SCAN_KERNELS, "scan sum: kernel"],
  ["shaders/cell/token_clock.wgsl", "min(left,", "max(left,", SCAN_KERNELS, "token clock: kernel"],
  ["shaders/cell/token_stage.wgsl", "total[i] = slope;", "total[i] += slope;", SCAN_KERNELS, "token stage 0: kernel"],
  ["src/twins/cell/selective_scan_sum.ts", "total += step", "total = step", SCAN, "17 steps"],
  ["src/twins/cell/selective_scan_carry.ts", "state[i] = h;", "", SCAN, "17 steps"],
  ["src/twins/cell/selective_scan_apply.ts", "skip * u[at]", "u[at]", SCAN, "17 steps"],
  ["src/twins/cell/selective_scan_apply.ts", "gated === 0", "true", SCAN, "17 steps"],
  ["src/twins/lib/softplus.ts", "Math.max(x, 0)", "0", SCAN, "17 steps"],
  ["src/cell/selective_scan.ts", "fill(STILL)", "fill(0)", SCAN, "in pieces"],
  ["src/cell/selective_scan.ts", "await this.refuseBroken(y, end - from);", "", SCAN, "which sequence"],
  ["src/cell/selective_scan_stages.ts", "{ ...inputs, sums, ends }", "{ ...inputs, u: delta, sums, ends }", SCAN, "17 steps"],
  ["src/twins/cell/token_clock.ts", "Math.min(left, share", "Math.max(left, share", TOKENS, "on cpu"],
  ["src/twins/cell/token_stage.ts", "step / 6", "step / 5", TOKENS, "on cpu"],
  ["src/cell/token_dynamics.ts", "s[i % systems] * x", "x", TOKENS, "on cpu"],
  ["src/cell/token_dynamics.ts", "if (first) throw", "if (!first) throw", TOKENS, "says when"],
  ["examples/mamba-tokens/theory.ts", "1 - 2 ** a", "2 ** a", TOKEN_STUDY, "four tokens"],
  ["shaders/local/exponentiated_gradient.wgsl", "-sign(w) * change", "-change", RULE_KERNELS, "exponentiated gradient: kernel"],
  ["shaders/local/noise.wgsl", "words[k]", "words[0]", RULE_KERNELS, "gradient noise: kernel"],
  ["shaders/local/difference.wgsl", "left[i] - right[i]", "left[i]", RULE_KERNELS, "local difference: kernel"],
  ["shaders/local/tick.wgsl", "+= shape.steps", "= shape.steps", RULE_KERNELS, "local tick: kernel"],
  ["shaders/local/deep_linear_stage.wgsl", "weights[i] = next;", "", RULE_KERNELS, "deep linear stage 3: kernel"],
  ["shaders/local/ska.wgsl", "decisions[i] = decision;", "", RULE_KERNELS, "ska: kernel"],
  ["shaders/local/ska_entropy.wgsl", "+ shape.layer]", "]", RULE_KERNELS, "ska entropy: kernel"],
  ["src/twins/local/exponentiated_gradient.ts", "-Math.sign(w) * change", "-change", EXPONENTIATED, "on cpu"],
  ["src/twins/local/noise.ts", "clock[0]", "0", EXPONENTIATED, "noise, on cpu"],
  ["src/twins/local/tick.ts", "+= steps", "= steps", EXPONENTIATED, "noise, on cpu"],
  ["src/local/exponentiated_gradient.ts", "scale: 1 / examples", "scale: 1", EXPONENTIATED, "regression, on cpu"],
  ["src/twins/local/difference.ts", "left[i] - right[i]", "left[i]", DEEP_LINEAR, "on cpu"],
  ["src/twins/local/deep_linear_stage.ts", "step / 6", "step / 5", DEEP_LINEAR, "on cpu"],
  ["src/local/deep_linear.ts", 'l === 1 ? "slope" : errorOf(l - 1)', "errorOf(l - 1)", DEEP_LINEAR, "on cpu"],
  ["src/twins/local/ska.ts", "decisions[i] = decision;", "", SKA, "on cpu"],
  ["src/twins/local/ska_entropy.ts", "scale * sum", "sum", SKA, "on cpu"],
  ["src/local/ska.ts", "scale: -bits", "scale: bits", SKA, "on cpu"],
  ["shaders/local/equilibrium_propagation_settle.wgsl", "drive[i] - s", "drive[i]", LOCAL_KERNELS, "settle, free: kernel"],
  ["shaders/local/equilibrium_propagation_targets.wgsl", "labels[order[place]]", "labels[place]", LOCAL_KERNELS, "targets: kernel"],
  ["shaders/local/equilibrium_propagation_judge.wgsl", "answer == wanted", "answer != wanted", LOCAL_KERNELS, "judge: kernel"],
  ["shaders/local/equilibrium_propagation_contrast.wgsl", "betas[cursor]", "betas[0]", LOCAL_KERNELS, "contrast: kernel"],
  ["shaders/local/tempotron_pass.wgsl", "stretch.decay * earlier.decay", "stretch.decay", LOCAL_KERNELS, "tempotron pass: kernel"],
  ["shaders/local/curl_descent_error.wgsl", "sqrt(sums[0])", "sums[0]", LOCAL_KERNELS, "curl descent error: kernel"],
  ["shaders/local/curl_descent_step.wgsl", "signs[neuron] * ", "", LOCAL_KERNELS, "curl descent step: kernel"],
  ["src/twins/local/equilibrium_propagation_settle.ts", "next < 0 ? 0 : ", "", EQUILIBRIUM, "no state can lower"],
  ["src/twins/local/equilibrium_propagation_settle.ts", "2 * sign * betas", "2 * betas", EQUILIBRIUM, "both phases give"],
  ["src/twins/local/equilibrium_propagation_contrast.ts", "-1 / (span", "-1 / (2", EQUILIBRIUM, "both phases give"],
  ["src/twins/local/equilibrium_propagation_targets.ts", "labels[order[place]]", "labels[place]", EQUILIBRIUM, "it learns"],
  ["src/twins/local/equilibrium_propagation_judge.ts", "answer === wanted ? 1", "answer === wanted ? 0", EQUILIBRIUM, "it learns"],
  [
    "src/local/equilibrium-program.ts",
    "layer > 1 ? product(differencesOf(k)",
    "layer > 9 ? product(differencesOf(k)",
    EQUILIBRIUM,
    "both phases give",
  ],
  ["src/local/equilibrium-program.ts", "left_at: slot * batch * layers[layer + 1]", "left_at: 0", EQUILIBRIUM, "both phases give"],
  [
    "src/twins/local/tempotron_pass.ts",
    "Math.exp(-s / tau) * (1 - tau_s / tau)",
    "Math.exp(-s / tau)",
    TEMPOTRON,
    "those of the definition",
  ],
  ["src/twins/local/tempotron_pass.ts", "momentum * velocities[row + i] + ", "", TEMPOTRON, "those of the definition"],
  ["src/local/tempotron.ts", "times[a] - times[b]", "a - b", TEMPOTRON, "those of the definition"],
  ["src/twins/local/curl_descent_error.ts", "Math.sqrt(sum)", "sum", CURL, "in float64"],
  ["src/twins/local/curl_descent_step.ts", "if (!(residuals[network] < limit)) continue;", "", CURL, "left as it is"],
  ["src/twins/local/curl_descent_step.ts", "by_column !== 0", "by_column === 0", CURL, "in float64"],
  ["src/local/curl-stability.ts", " * signs2[k]", "", CURL, "smallest rate"],
  ["examples/ska/curves.ts", "(sum += value)", "value", SKA_STUDY, "curves collapse"],
  ["examples/deep-linear/modes.ts", "(-2 * s * time)", "(-s * time)", DEEP_STUDY, "layers are on"],
  ["examples/exponentiated-gradient/rules.ts", "Math.sign(w) !== Math.sign(first[i]!)", "false", SIGN_STUDY, "moments, flips"],
  ["shaders/cell/lstm_step.wgsl", "cells[next] = s.cell", "cells[next] = s.state", CELL_KERNELS, "lstm step: kernel"],
  ["shaders/cell/lstm_back.wgsl", "grad_state[i] = g.state", "grad_state[i] = g.cell", CELL_KERNELS, "lstm back: kernel"],
  ["shaders/cell/gru_step.wgsl", "gates[at + 2u * units] = s.n", "gates[at + 2u * units] = s.z", CELL_KERNELS, "gru step: kernel"],
  [
    "shaders/cell/gru_back.wgsl",
    "recurrent[at + 2u * units] = g.from_n",
    "recurrent[at + 2u * units] = g.n",
    CELL_KERNELS,
    "gru back: kernel",
  ],
  [
    "shaders/cell/cfc_step.wgsl",
    "sums[at + 2u * units], sums[at + 3u",
    "sums[at + 3u * units], sums[at + 2u",
    CELL_KERNELS,
    "cfc step: kernel",
  ],
  ["shaders/cell/cfc_back.wgsl", "sums[at + 2u * units] = g.time_a", "sums[at + 2u * units] = g.time_b", CELL_KERNELS, "cfc back: kernel"],
  ["shaders/cell/cfc_pure_step.wgsl", "shape.tau_at + j", "shape.a_at + j", CELL_KERNELS, "cfc step, pure: kernel"],
  ["shaders/cell/cfc_pure_back.wgsl", "grad_tau[now] = g.w_tau", "grad_tau[now] = g.a", CELL_KERNELS, "cfc back, pure: kernel"],
  ["shaders/cell/activate.wgsl", "sums[at]", "sums[i]", CELL_KERNELS, "activate, tanh: kernel"],
  ["shaders/cell/activate_back.wgsl", "outputs[at]", "outputs[i]", CELL_KERNELS, "activate back, tanh: kernel"],
  ["shaders/cell/gather_sequences.wgsl", "row % shape.batch;", "row / shape.steps;", CELL_KERNELS, "gather sequences: kernel"],
  ["shaders/cell/ltc_step.wgsl", "row * units + j]", "next + j]", CELL_KERNELS, "ltc step: kernel"],
  ["shaders/lib/lstm.wgsl", "open_i * into", "open_o * into", CELL_GRADIENTS, "LSTM: float32"],
  ["shaders/lib/gru.wgsl", "grad_n * from_n", "grad_n", CELL_GRADIENTS, "GRU: float32"],
  ["shaders/lib/cfc.wgsl", "second - gate * first", "second", CELL_GRADIENTS, "CfC default: float32"],
  ["shaders/lib/activation.wgsl", "y * (1.0 - s)", "y", CELL_GRADIENTS, "layers of silu: float32"],
  ["shaders/lib/ltc.wgsl", "driven + own * erev", "driven + own", CELL_ORACLES, "four units at once"],
  ["shaders/lib/squash.wgsl", "0.133803720", "0.143803720", CELL_GRADIENTS, "LSTM: float32"],
  ["src/twins/cell/lstm_step.ts", "o * squash(next)", "squash(next)", CELL_ORACLES, "LSTM is"],
  ["src/twins/cell/lstm_back.ts", "gradCell.fill(0, 0, each);", "{}", CELL_KERNELS, "lstm back, last step: kernel"],
  ["src/twins/cell/gru_step.ts", "r * recurrent", "recurrent", CELL_ORACLES, "GRU is"],
  ["src/twins/cell/gru_back.ts", "value * r", "value", CELL_GRADIENTS, "GRU: gradients"],
  ["src/twins/cell/cfc_step.ts", "* elapsed[row + b]", "", CELL_ORACLES, "authors' cell"],
  ["src/twins/cell/cfc_back.ts", "gradTime * elapsed[row + b]", "gradTime", CELL_GRADIENTS, "CfC default: gradients"],
  ["src/twins/cell/cfc_pure_step.ts", "a - a * left * ff1", "a - a * left", CELL_ORACLES, "authors' cell"],
  ["src/twins/cell/cfc_pure_back.ts", "dt * Math.abs(ff1) - 1", "dt * Math.abs(ff1)", CELL_GRADIENTS, "CfC pure: gradients"],
  ["src/twins/cell/activate.ts", "of(sums[at])", "sums[at]", CELL_ORACLES, "authors' cell"],
  ["src/twins/cell/activate_back.ts", "outputs[first + i], grads[i]", "outputs[i], grads[i]", CELL_KERNELS, "activate back, tanh: kernel"],
  ["src/twins/cell/gather_sequences.ts", "t < length", "t <= length", CELL, "read together"],
  ["src/twins/cell/ltc_step.ts", "elapsed[row] / unfolds", "elapsed[row]", CELL_ORACLES, "LTC"],
  ["src/twins/lib/activation.ts", "LECUN_GAIN * LECUN_SLOPE", "LECUN_GAIN", CELL_GRADIENTS, "layers of lecun: gradients"],
  ["src/cell/step-map.ts", "right_at: source.lead * batch * columns", "right_at: 0", CELL_GRADIENTS, "CfC default, mixed: gradients"],
  [
    "src/cell/cfc-record.ts",
    "back.back(t, memory.grad, false)",
    "back.back(t, memory.grad, true)",
    CELL_GRADIENTS,
    "CfC default, mixed: gradients",
  ],
  ["src/cell/parity.ts", "all.labels[k] ^= bit", "all.labels[k] |= bit", CELL, "runs make up"],
  [
    "src/wasm/row-map.ts",
    "words.push(array.byteOffset + 4 * at, 4 * step)",
    "words.push(array.byteOffset + 4 * at, 4)",
    ROW_MAP,
    "columns",
  ],

  ["shaders/field/amari.wgsl", "shape.rest + drive[i]", "drive[i]", FIELD_KERNELS, "amari, trial: kernel"],
  ["shaders/field/wilson_cowan.wgsl", "1.0 - p.y * own) * response - own));", "1.0 - own) * response - own));", NEURAL, "on software"],
  ["src/twins/field/klein_gordon_kick.ts", "x === 0 ? columns - 1 : x - 1", "x === 0 ? 0 : x - 1", LATTICE, "dispersion.*cpu"],
  ["src/twins/field/klein_gordon_kick.ts", "keep * velocity[at + x]", "velocity[at + x]", LATTICE, "a damped mode"],
  ["src/twins/field/klein_gordon_kick.ts", "force + input[at + x]", "force", LATTICE, "a damped mode"],
  ["src/twins/field/klein_gordon_kick.ts", "drawn.words[p]", "drawn.words[0]", LATTICE, "equipartition"],
  ["src/twins/field/drift.ts", "+= dt * ", "+= ", LATTICE, "dispersion.*cpu"],
  ["src/twins/field/tick.ts", "Math.floor(i / each) + 1", "1", FIELD_RUN, "on cpu.*not finite"],
  ["src/twins/field/tick.ts", "step % every !== 0 || ", "", FIELD_RUN, "on cpu.*not finite"],
  ["src/twins/field/record.ts", "values[i * channels + channel]", "values[i]", FIELD_KERNELS, "record: kernel"],
  ["src/twins/field/square.ts", "values[i] * values[i]", "values[i]", COLE_HOPF, "on cpu"],
  ["src/twins/field/filter.ts", "channels * mode + to", "channels * mode", NEURAL, "on cpu"],
  ["src/twins/field/etdrk4_stage.ts", "re = 2 * re - first[i];", "", COLE_HOPF, "in float64"],
  ["src/twins/field/etdrk4_finish.ts", "second[i] + third[i]", "2 * second[i]", COLE_HOPF, "in float64"],
  ["src/twins/field/etdrk4_finish.ts", "re += mask * forcing[i];", "", COLE_HOPF, "an input that holds"],
  ["src/twins/field/amari.ts", "0.5 * (change[i]", "(change[i]", FIELD_KERNELS, "amari, step: kernel"],
  ["src/twins/field/wilson_cowan.ts", " - logistic(-gain * threshold)", "", NEURAL, "on cpu"],
  ["src/twins/lib/philox.ts", "field: 10", "field: 12", PHILOX, "frozen"],
  ["src/field/etdrk4.ts", "Math.expm1(x / 2)", "Math.expm1(x)", COLE_HOPF, "on cpu"],
  ["src/field/etdrk4.ts", "(size - 1) / 3", "(size - 1) / 2", FIELD_CHECK, "of ETDRK4"],
  ["src/field/etdrk4.ts", "    if (l > 0) continue;", "", KURAMOTO, "the spectrum"],
  ["src/field/klein-gordon.ts", "2 / highest", "3 / highest", FIELD_CHECK, "of leapfrog"],
  ["src/field/klein-gordon.ts", "Math.sqrt(dt / cell)", "Math.sqrt(dt)", LATTICE, "equipartition"],
  ["src/field/klein-gordon.ts", "-dt / 2, 0)", "-dt, 0)", LATTICE, "a first velocity"],
  ["src/field/neural.ts", "(2 * tau) / (1 + refractory)", "2 * tau", FIELD_CHECK, "refractoriness"],
  ["src/field/neural.ts", "ee[k], -ie[k], ei[k], -ii[k]", "ee[k], -ei[k], ie[k], -ii[k]", NEURAL, "on cpu"],
  ["src/field/kernel-spectrum.ts", "cell * spectrum[2 * k]", "spectrum[2 * k]", NEURAL, "a wide bump"],
  ["src/field/kernel-spectrum.ts", "Math.min(n, sizes[axis] - n)", "n", NEURAL, "on cpu"],
  ["src/field/grid.ts", "at += values.length) all.set", "at += all.length) all.set", FIELD_CHECK, "one value a place"],
  ["src/field/compile.ts", "into[i * channels + channel]", "into[i * channels]", NEURAL, "on cpu"],
  ["src/field/preload.ts", "buffers[name].data = Float32Array.from(values);", "buffers[name].data;", COLE_HOPF, "on cpu"],
  ["src/field/simulation.ts", "recorder.capacity + 1)", "recorder.capacity + 2)", FIELD_RUN, "more frames"],
  [
    "src/field/simulation.ts",
    "this.executor.write(this.field.clock, new Uint32Array(1), FieldClock.broken);",
    "",
    FIELD_RUN,
    "on cpu.*not finite",
  ],
  ["src/field/simulation.ts", "signal?.throwIfAborted();", "", FIELD_RUN, "aborted"],
  ["src/view/heat-map.ts", "rows - 1 - Math.floor(i / columns)", "Math.floor(i / columns)", HEAT_MAP, "from the bottom"],
  ["examples/neural-field-bumps/theory.ts", "integral(a) > h", "integral(a) < h", FIELD_STUDIES, "theory of bumps"],
  ["shaders/deploy/neuron.wgsl", "    STATE_CLEARS", "", DEPLOYED, '"UltraLIF"}.*software'],
  ["shaders/deploy/neuron.wgsl", "    (*s).score = 0.0;", "", DEPLOYED, "neurons at the end.*software"],
  ["shaders/deploy/neuron.wgsl", "select(0.0, arrivals[1], (*s).t > 0.0)", "arrivals[1]", DEPLOYED, "recurrent.*on software"],
  ["shaders/deploy/ring.wgsl", "select((*s).left, 0.0, arrivals[3] > 0.5)", "(*s).left", DEPLOYED, "UltraDPLIF.*on software"],
  ["shaders/deploy/ring.wgsl", "    (*s).right = 0.0;", "", DEPLOYED, "UltraD.*on software"],
  ["shaders/deploy/readout.wgsl", "    (*s).score = 0.0;", "", DEPLOYED, '"UltraLIF"}.*software'],
  ["shaders/deploy/pixel.wgsl", "s.came >= p.least", "s.came > 3.0 * p.least", DEPLOYED, "one spike a pixel"],
  ["src/twins/deploy/neuron.ts", "for (const state of states) state[i] = 0;", "", DEPLOYED, "on cpu"],
  ["src/twins/deploy/neuron.ts", "        score[i] = 0;", "", DEPLOYED, "neurons at the end.*cpu"],
  ["src/twins/deploy/neuron.ts", "t[i] > 0 ? f(recurrent[i] * quantum) : 0", "f(recurrent[i] * quantum)", DEPLOYED, "recurrent.*on cpu"],
  ["src/twins/deploy/ring.ts", "leftSpiked[i] > 0 ? 0 : left[i]", "left[i]", DEPLOYED, "UltraD.*on cpu"],
  ["src/twins/deploy/ring.ts", "[v, left, right, score, t]", "[v, left, score, t]", DEPLOYED, "UltraD.*on cpu"],
  ["src/twins/deploy/readout.ts", "score[i] = 0;", "", DEPLOYED, "scores of a linear end"],
  ["src/deploy/to-network.ts", '["left_spike", outputs - 1]', '["left_spike", outputs - 2]', DEPLOYED, "UltraD.*on cpu"],
  [
    "src/deploy/to-network.ts",
    "result[i * outputs + o] = weight[o * inputs + i]",
    "result[i * outputs + o] = weight[i * outputs + o]",
    DEPLOYED,
    "on cpu",
  ],
  ["src/deploy/spiking.ts", "image * steps + t + 1", "image * steps + t", DEPLOYED, "on cpu"],
  ["src/deploy/dense.ts", "clock[Clock.epoch] = this.model.epoch;", "", CLASSIFY, "three accuracies"],
  ["examples/browser/digit/image.ts", "Math.max(-from * scale, SIDE / 2 - middle * scale)", "-from * scale", DIGIT, ""],
  ["shaders/bench/copy.wgsl", "source[i];", "source[i] & 0xfffffffeu;", BENCH, "copy"],
  ["shaders/bench/atomic_add.wgsl", "if (i < size.n)", "if (i + 1u < size.n)", BENCH, "atomic_add"],
  ["shaders/bench/fma.wgsl", "let b = terms[i]", "let b = terms[i] + 1.0", BENCH, "fma"],
  ["src/twins/bench/fma.ts", "x2 * a2", "x2 * a3", BENCH, "fma"],
  ["src/twins/bench/copy.ts", "target[i] = source[i]", "target[i] = source[i] & ~1", BENCH, "copy"],
  ["src/twins/bench/atomic_add.ts", "+ weights[i]", "- weights[i]", BENCH, "atomic_add"],

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
  ["shaders/neuron/update.wgsl", "ring[cell] = 0;", "", DELAYS, "software"],
  ["shaders/neuron/update.wgsl", "countTrailingZeros(left)", "(countTrailingZeros(left) + 1u)", SAME, "iaf_psc_exp"],
  ["shaders/neuron/update.wgsl", "left &= left - 1u", "left = 0u", ERRORS, "software: a queue full of spikes with synapses"],
  ["shaders/lib/advance.wgsl", "(step + 1u) % every != 0u", "step % every != 0u", RECORDINGS, "software"],
  ["shaders/lib/advance.wgsl", "0x7f800000u) >= 0x49800000u", "0x7f800000u) > 0x7f800000u", ERRORS, "software: a state"],
  ["shaders/neuron/update.wgsl", "min(count, start", "max(count, start", RECORDINGS, "software"],
  ["shaders/neuron/update.wgsl", "served += 1u;", "", LARGE, ""],
  ["shaders/lib/reserve.wgsl", "atomicAdd(&control[0], count)", "atomicAdd(&control[0], count + 1u)", VERIFY, "every kernel"],
  ["shaders/lib/reserve_subgroups.wgsl", "subgroupExclusiveAdd(count)", "0u * count", VERIFY, "every kernel"],
  ["shaders/neuron/step_model.wgsl", "gone = gone || runaway", "gone = gone && runaway", ERRORS, "software: a state"],
  ["shaders/neuron/step_model.wgsl", "fired |= 1u << k;", "fired |= 1u;", DELAYS, "software"],
  ["shaders/neuron/step_model.wgsl", "cell + slot >= ring_end)", "false)", DELAYS, "software"],
  ["shaders/neuron/step_model.wgsl", "first + k);", "first);", INPUTS, "software: given"],
  ["shaders/neuron/step_model.wgsl", "first + steps - 1u", "first + steps", ERRORS, "software: a state"],
  ["src/twins/neuron/update.ts", "slot.fill(0)", "slot.fill(0, 1)", UPDATE, "iaf_psc_exp"],
  ["src/twins/neuron/update.ts", "(k << w.neuronBits)", "0", UPDATE, "iaf_psc_exp"],
  ["src/twins/neuron/update.ts", "driveAt: j * (hi - lo)", "driveAt: 0", UPDATE, "iaf_psc_exp"],
  ["src/twins/neuron/update.ts", "(w.first + k) % w.slots, k, steps", "w.first % w.slots, k, steps", UPDATE, "iaf_psc_exp"],
  ["src/twins/neuron/update.ts", "(step + 1) % every !== 0", "step % every !== 0", RECORDINGS, "cpu"],
  ["src/twins/neuron/update.ts", "< 2 ** 20", "< 2 ** 99", UPDATE, "iaf_psc_delta"],
  ["src/twins/neuron/inputs.ts", "lo >> 2, block,", "lo >> 2, 0,", INPUTS, "same input"],
  ["src/twins/neuron/inputs.ts", "if (part < tables[mean])", "if (part <= tables[mean])", INPUTS, "cpu: Poisson"],
  ["src/twins/neuron/inputs.ts", "if (tables[steps + next] === step) arrivals", "arrivals", INPUTS, "cpu and software"],
  ["src/twins/neuron/inputs.ts", "+ middle] <= step", "+ middle] < step", INPUTS, "cpu: given"],
  ["src/twins/neuron/inputs.ts", "Math.floor(step / tables[at + 3])", "step", INPUTS, "cpu: Gaussian"],

  ["src/wasm/parse.ts", '["+", "-"], ["*", "/", "%"]', '["+", "-", "*", "/", "%"]', COMPILED, "iaf_psc_exp"],
  ["src/wasm/parse.ts", "this.expression(level + 1), line };", "this.expression(level), line };", COMPILED, "izhikevich"],
  ["src/wasm/operators.ts", "f32: Simd.f32_sub,", "f32: Simd.f32_add,", COMPILED, "izhikevich"],
  ["src/wasm/operators.ts", "f32: Simd.f32_ge,", "f32: Simd.f32_gt,", WGSL, "comparisons"],
  ["src/wasm/operators.ts", "b.uniform ? lanes.shift", "true ? lanes.shift", WGSL, "fn f"],
  ["src/wasm/operators.ts", "= { f32: Simd.f32_pmax", "= { f32: Simd.f32_pmin", COMPILED, "iaf_psc_alpha"],
  ["src/wasm/expressions.ts", "this.changes(e.right) ? this.keep(before) : before", "before", WGSL, "a let keeps"],
  ["src/wasm/lanes.ts", "return part.live ?", "return false ?", WGSL, "a let keeps"],
  ["src/wasm/lanes.ts", "holds ? Simd.and : Simd.and_not", "holds ? Simd.and : Simd.and", WGSL, "early return"],
  ["src/wasm/lower.ts", "|| cell.home === this.mask", "|| true", WGSL, "if, else if"],
  ["src/wasm/lower.ts", "if (frame.first && this.turns.length === 0)", "if (true)", WGSL, "early return|while"],
  ["src/wasm/lower.ts", "[turn.left, turn.done] : [turn.done]", "[turn.left, turn.done] : [turn.left, turn.done]", WGSL, "while"],
  ["src/wasm/lower.ts", "narrow(this.mask, condition, false) : undefined", "narrow(this.mask, condition) : undefined", WGSL, "if, else if"],
  ["src/wasm/scan.ts", "&& !touches(body, init.name)", "", WGSL, "a counter"],
  ["src/wasm/model.ts", "this.addresses(STATE,", "this.addresses(PARAMS,", COMPILED, "iaf_psc_exp"],
  ["src/wasm/model.ts", "(Simd.and, fired, real)", "(Simd.or, fired, fired)", COMPILED, "iaf_psc_delta"],
  ["src/wasm/model.ts", ".i32(4 * before)", ".i32(0 * before)", COMPILED, "iaf_psc_exp"],
  ["src/wasm/model.ts", "get(DRIVE_BYTES, current)", "get(current, current)", COMPILED, "iaf_psc_exp"],
  ["src/wasm/model.ts", "const RUNAWAY = 0x49800000", "const RUNAWAY = 0x7f800000", ERRORS, "cpu: a state"],
  ["src/wasm/stage.ts", "Math.min(lane, this.neurons - 1)", "0", COMPILED, "iaf_psc_exp"],
  [
    "src/wasm/lower.ts",
    "way(lanes.any(condition).op(Op.i32_eqz), () => this.statements(rest));",
    "this.statements(rest);",
    WGSL,
    "take together",
  ],
  ["src/wasm/catch-up.ts", "code.i32(2).set(round);", "code.i32(3).set(round);", RULES, "stdp_synapse.*0.3 to 2 ms"],
  ["src/wasm/catch-up.ts", "lanes.op(Simd.i32_sub, lanes.constant(1), more)", "lanes.constant(1)", RULES, "stdp_synapse.*0.3 to 2 ms"],
  ["src/wasm/catch-up.ts", "this.append(lanes.op(Simd.and, due, four.real()));", "this.append(due);", RULES, "stdp_synapse.*0.3 to 2 ms"],
  [
    "src/wasm/rule.ts",
    "lanes.op(Simd.and, this.quanta(delivered), four.real())",
    "this.quanta(delivered)",
    RULES,
    "stdp_synapse.*0.3 to 2 ms",
  ],
  [
    "src/wasm/rule.ts",
    "parts[field] = lanes.op(Simd.f32_mul, parts[field]",
    "parts[field] = lanes.op(Simd.f32_mul, p.parts[field]",
    RULES,
    "stdp_synapse.*modulated",
  ],
  [
    "src/wasm/histories.ts",
    "const highest = lanes.shiftBy(Simd.i32_shr_u, steps, 2 * STEP_BITS);",
    "const highest = lanes.constant(0);",
    RULES,
    "pauses of more",
  ],
  [
    "src/wasm/four.ts",
    "code.get(place, last).get(place, last).op(Op.i32_lt_u).op(Op.select).set(place);",
    "",
    RULES,
    "stdp_synapse.*0.3 to 2 ms",
  ],
  ["src/twins/plasticity/note.ts", "histories[at + 2] = histories[at + 1];", "", RULES, "stdp_synapse.*0.3 to 2 ms"],
  [
    "src/twins/plasticity/note.ts",
    "histories[at + 2 + t] = histories[mark + t]",
    "histories[at + 2 + t] = 0",
    RULES,
    "stdp_synapse.*0.3 to 2 ms",
  ],
  ["src/twins/plasticity/note.ts", "histories[at] = n;", "histories[at] = n - 1;", RULES, "stdp_synapse.*0.3 to 2 ms"],
  ["shaders/plasticity/note.wgsl", "put(head + 2u, word(head + 1u));", "", VERIFY, "every kernel"],
  ["shaders/lib/each_synapse.wgsl", "k += WORKGROUP)", "k += WORKGROUP + 1u)", VERIFY, "every kernel"],
  ["src/wasm/stage.ts", "integers[this.cell(slot + k, q, i)] = 0", "integers[this.cell(slot, q, i)] = 0", COMPILED, "iaf_psc_exp"],
  ["src/wasm/stage.ts", "floats.set(this.values, this.params);", "", COMPILED, "iaf_psc_exp"],
  ["src/wasm/population.ts", "scratch + 4 * spikes]", "scratch]", COMPILED, "iaf_psc_delta"],
  ["src/wasm/philox.ts", "lanes.constant(4))", "lanes.constant(5))", WORDS, "consecutive"],
  ["src/wasm/lanes.ts", "byte + 16)", "byte + 12)", WORDS, "consecutive"],

  ["shaders/synapse/propagate_procedural.wgsl", "select(j, j + 1u, skips", "select(j, j, skips", PROCEDURAL, "all at once"],
  ["shaders/synapse/propagate_procedural.wgsl", "to != barred", "true", PROCEDURAL, "all at once"],
  ["shaders/synapse/propagate_procedural.wgsl", "landing = to + 1u", "landing = to + 2u", PROCEDURAL, "all at once"],
  ["src/twins/synapse/slices.ts", "Math.min(longest, from + piece)", "Math.min(longest, from + piece - 1)", PROCEDURAL, "all at once"],
  ["src/twins/synapse/propagate_procedural.ts", "ring[at] + weight[k]", "ring[at] - weight[k]", PROCEDURAL, "rules"],
  ["src/twins/synapse/propagate_procedural.ts", "s += share.count", "s += 2 * share.count", PROCEDURAL, "rules"],
  ["src/network/range.ts", "sums[cell[k]] += Math.abs(short", "sums[cell[k]] += 1e9 * Math.abs(short", PROCEDURAL, "rules"],

  ["shaders/lib/deliver.wgsl", "due >= run.ring_slots", "due > run.ring_slots", DELAYS, "software"],
  ["shaders/lib/deliver.wgsl", "first_step + (entry", "first_step + 1u + (entry", DELAYS, "software"],
  ["shaders/lib/deliver.wgsl", "min(row.y, rows_bound.end)", "row.y", SAME, "software pages"],
  ["shaders/lib/deliver.wgsl", "item += teams", "item += teams + 1u", ERRORS, "software.*with synapses"],
  ["shaders/lib/deliver.wgsl", "(item % pieces) * size", "(item % pieces) * (size - 1u)", VERIFY, "every kernel"],
  ["shaders/lib/deliver.wgsl", "min(count, from_first + size)", "from_first + size", VERIFY, "every kernel"],
  ["shaders/synapse/propagate.wgsl", "page1[k - size]", "page0[k - size]", VERIFY, "every kernel"],
  ["shaders/synapse/propagate.wgsl", "bitcast<i32>(synapse.y)", "bitcast<i32>(synapse.x)", VERIFY, "every kernel"],
  ["shaders/synapse/propagate_constant.wgsl", "page2[k - 2u * size]", "page2[k - size]", VERIFY, "every kernel"],
  ["shaders/synapse/propagate_constant.wgsl", "32u - run.class_bits", "31u - run.class_bits", VERIFY, "every kernel"],
  ["src/twins/synapse/deliver.ts", "if (limit > slots) return;", "if (limit > slots / 2) return;", DELAYS, "cpu"],
  ["src/twins/synapse/deliver.ts", "page[w + 1] | 0", "page[w] | 0", VERIFY, "every kernel"],
  ["src/twins/synapse/deliver.ts", "weights[place >>> classShift]", "weights[0]", VERIFY, "every kernel"],
  ["src/twins/synapse/deliver.ts", "Math.max(rows[row], pages[0])", "rows[row]", SAME, "cpu pages"],

  ["shaders/neuron/resident.wgsl", "due >= run.ring_slots", "due > run.ring_slots", RESIDENT, "shortest delay of 0.1"],
  ["shaders/neuron/resident.wgsl", "turn = 1u - turn;", "", RESIDENT, "shortest delay of 0.1"],
  ["shaders/neuron/resident.wgsl", "ring[outside(c)] = atomicLoad", "ring[c] = atomicLoad", BATCH, "software, a workgroup each"],
  ["shaders/neuron/resident.wgsl", "(passed + countTrailingZeros(left))", "countTrailingZeros(left)", RESIDENT, "shortest delay of 0.1"],
  [
    "shaders/neuron/step_model.wgsl",
    "seed = vec2<u32>(tables[d + 11u]",
    "seed = vec2<u32>(tables[d + 12u]",
    SAME,
    "software iaf_psc_exp: spikes",
  ],
  ["src/twins/neuron/resident.ts", "(done << run[neuron_bits])", "0", RESIDENT, "iaf_psc_exp on cpu"],
  ["src/twins/neuron/resident.ts", "+ base[neuron] +", "+", BATCH, "cpu, a workgroup each"],
  ["src/twins/neuron/resident.ts", "synapses[k + 1] | 0", "synapses[k] | 0", RESIDENT, "iaf_psc_exp on cpu"],
  ["src/twins/neuron/close.ts", "control[tails + 1] = control[0];", "", RESIDENT, "iaf_psc_exp on cpu"],
  ["src/simulate/beside.ts", "neurons + firsts[b] + (cell", "neurons + (cell", BATCH, "^cpu digest"],
  ["src/simulate/instances.ts", "entry - firsts[b]", "entry", BATCH, "^cpu digest"],
  ["src/simulate/isi.ts", "** 2", "** 2 + 1", SWEEP, "cpu: rates"],

  ["shaders/neuron/iaf_psc_exp.wgsl", "s.V >= 0.0", "s.V >= 0.5", COMPILED, "iaf_psc_exp compiled"],
  ["shaders/neuron/iaf_psc_exp.wgsl", "p.P21_in * (*s).I_in", "p.P21_in * (*s).I_ex", COMPILED, "iaf_psc_exp compiled"],
  ["shaders/neuron/iaf_psc_exp.wgsl", "(*s).r = p.refractory", "(*s).r = p.refractory + 1.0", COMPILED, "iaf_psc_exp compiled"],
  ["shaders/neuron/iaf_psc_delta.wgsl", "p.P30 * drive", "0.5 * p.P30 * drive", COMPILED, "iaf_psc_delta compiled"],
  ["shaders/neuron/iaf_psc_delta.wgsl", "(*s).r -= 1.0;", "(*s).r -= 2.0;", COMPILED, "iaf_psc_delta compiled"],
  ["shaders/neuron/iaf_psc_alpha.wgsl", "p.P32_ex * (*s).I_ex", "p.P31_ex * (*s).I_ex", COMPILED, "iaf_psc_alpha compiled"],
  ["shaders/neuron/iaf_psc_alpha.wgsl", "p.rise_in * arrivals[1]", "p.rise_in * arrivals[0]", COMPILED, "iaf_psc_alpha compiled"],
  ["shaders/neuron/iaf_cond_exp.wgsl", "2.0 * (k2 + k3)", "2.0 * k2 + k3", COMPILED, "iaf_cond_exp compiled"],
  ["shaders/neuron/iaf_cond_exp.wgsl", "inh * p.E_in", "inh * p.E_ex", COMPILED, "iaf_cond_exp compiled"],
  ["shaders/neuron/aeif_cond_exp.wgsl", "* p.inv_tau_w + p.b;", "* p.inv_tau_w;", MODELS, "aeif_cond_exp: the same"],
  ["shaders/neuron/aeif_cond_exp.wgsl", "k1 + 2.0 * (k2 + k3) + k4", "k1 + 2.0 * k2 + 2.1 * k3 + k4", MODELS, "aeif_cond_exp: the same"],
  ["shaders/neuron/izhikevich.wgsl", "(*s).U += p.d;", "(*s).U += 0.9 * p.d;", COMPILED, "izhikevich compiled"],
  ["shaders/neuron/izhikevich.wgsl", "p.b * V + p.b_c", "p.b * (*s).V + p.b_c", COMPILED, "izhikevich compiled"],
  ["shaders/neuron/izhikevich.wgsl", "let I = (*s).I + arrivals[0];", "let I = (*s).I;", COMPILED, "izhikevich, legacy"],
  ["shaders/neuron/hh_psc_alpha.wgsl", "exp((v + 35.0) * -0.1)", "exp((v + 36.0) * -0.1)", MODELS, "hh_psc_alpha: the same"],
  ["shaders/neuron/hh_psc_alpha.wgsl", "previous.V > s.V", "previous.V < s.V", MODELS, "hh_psc_alpha: the same"],

  ["src/twins/neuron/iaf_psc_exp.ts", "f(P21_in * b)", "f(P21_in * a)", neuron("linear"), ""],
  ["src/twins/neuron/iaf_psc_exp.ts", "r[i] = left - 1;", "r[i] = left - 2;", neuron("linear"), ""],
  ["src/twins/neuron/iaf_psc_delta.ts", "f(refractory_input * w)", "w", neuron("linear"), ""],
  ["src/twins/neuron/iaf_psc_delta.ts", "if (v >= 0)", "if (v > 0.1)", neuron("linear"), ""],
  ["src/twins/neuron/iaf_psc_alpha.ts", "f(P32_in * b)", "f(P32_ex * b)", neuron("linear"), ""],
  ["src/twins/neuron/iaf_cond_exp.ts", "r[i] = refractory;", "r[i] = refractory + 1;", neuron("cond"), ""],
  ["src/twins/neuron/iaf_cond_exp.ts", "f(inh[i] * qIn)", "f(inh[i] * qEx * 1.01)", neuron("cond"), ""],
  ["src/twins/neuron/aeif_cond_exp.ts", "* this.inv_tau_w + this.b;", "* this.inv_tau_w;", neuron("aeif"), ""],
  ["src/twins/neuron/aeif_cond_exp.ts", "2 * (x2 + x3)", "2.02 * (x2 + x3)", neuron("aeif"), ""],
  ["src/twins/neuron/izhikevich.ts", "f(recovered + d)", "recovered", neuron("izhikevich"), ""],
  ["src/twins/neuron/izhikevich.ts", "f(half * rate)", "f(dt * rate)", neuron("izhikevich"), ""],
  ["src/twins/neuron/hh_psc_alpha.ts", "before > V[i]", "before < V[i]", neuron("hh"), ""],
  [
    "src/twins/neuron/hh_psc_alpha.ts",
    "I_ex[i] = field(s, 6, i) * dI_ex[i]",
    "I_ex[i] = 0.9 * field(s, 6, i) * dI_ex[i]",
    neuron("hh"),
    "",
  ],
  ["src/twins/neuron/substeps.ts", "Math.ceil(dt / longest - 1e-9)", "1", neuron("cond"), ""],
  ["src/twins/neuron/propagators.ts", "Math.round(t_ref / dt)", "Math.floor(t_ref / dt + 1)", neuron("linear"), ""],
  [
    "src/twins/neuron/propagators.ts",
    "return (dt / C_m) * Math.exp(-dt / tau_m);\n  const",
    "return (dt / C_m);\n  const",
    neuron("linear"),
    "",
  ],

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
  ["src/network/links.ts", "some ? powers.length : 0", "powers.length", CONNECTED, 'p":0}'],
  ["shaders/lib/connect.wgsl", "before + size < before", "false", CONNECT, "rows"],
  ["shaders/lib/connect.wgsl", "< job.room", "<= job.room", CONNECTED, "longer than a page"],
  ["shaders/lib/connect.wgsl", "neuron < job.end", "true", CONNECTED, "one page after|of 128"],
  ["shaders/lib/connect.wgsl", "atomicMax(&delays[1]", "atomicMin(&delays[1]", CONNECT, "rows"],
  ["shaders/synapse/connect_rows.wgsl", "j >= source && link_has", "j > source && link_has", CONNECT, "rows"],
  ["shaders/synapse/connect_rows.wgsl", "source * degree + j", "source * degree", CONNECTED, "arrays"],
  ["shaders/synapse/connect_jumps.wgsl", "partner >= others", "partner > others", CONNECT, "jumps"],
  ["shaders/synapse/connect_jumps.wgsl", "barred && partner == source", "false", CONNECT, "jumps"],
  ["shaders/synapse/connect_distinct.wgsl", "(others + 31u) / 32u", "others / 32u", CONNECT, "distinct"],
  ["shaders/synapse/connect_distinct.wgsl", "is_taken(partner, thread, item); attempt", "false; attempt", CONNECT, "distinct"],
  ["shaders/synapse/connect_columns.wgsl", "(job.first + thread) / degree", "thread / degree", CONNECT, "columns"],
  ["shaders/synapse/connect_edges.wgsl", "source, edge, edge, partner", "source, edge, thread, partner", CONNECT, "edges"],
  ["shaders/synapse/connect_degrees.wgsl", "min(left, 4u)", "min(left, 3u)", CONNECT, "degrees"],
  ["src/twins/lib/connect.ts", "if (sum >= 2 ** 32)", "if (sum > 2 ** 33)", CONNECT, "rows"],
  ["src/twins/lib/connect.ts", "Math.max(delays[1], delay)", "delay", CONNECT, "rows"],
  ["src/twins/synapse/connect_rows.ts", "c.whole(source)", "c.whole(c.first)", CONNECT, "rows"],
  ["src/twins/synapse/connect_jumps.ts", "c.row.length = 0", "c.row.length = 1", CONNECT, "jumps"],
  ["src/twins/synapse/connect_distinct.ts", "target, j, stream, 0", "target, 0, stream, 0", CONNECT, "distinct"],
  ["src/twins/synapse/connect_columns.ts", "if (target !== drawn)", "if (drawn < 0)", CONNECT, "columns"],
  ["src/twins/synapse/connect_edges.ts", "source, edge, stream, 0", "source, 0, stream, 0", CONNECT, "edges"],
  ["src/twins/synapse/connect_degrees.ts", "const from = 4 * c.first", "const from = c.first", CONNECT, "degrees"],
  ["src/simulate/connect-rows.ts", "length > left && length <= pageSynapses", "false", CONNECTED, "of 128"],
  ["src/simulate/connect.ts", "+ 2 ** 32 * sums", "+ 0 * sums", CONNECTED, "beyond 32 bits"],
  ["src/simulate/connect.ts", "scales[p] /= 2", "scales[p] /= 32", CONNECTED, "too low"],

  [
    "shaders/lib/tile.wgsl",
    "TILE * vec2<u32>(tile / across, tile % across)",
    "TILE * vec2<u32>(tile % across, tile / across)",
    SUBSPACE,
    "kernel",
  ],
  ["shaders/lib/tile.wgsl", "k < TILE", "k + 1u < TILE", SUBSPACE, "kernel"],
  ["shaders/plasticity/subspace_project.wgsl", "(size.first + loaded)", "loaded", SUBSPACE, "kernel"],
  [
    "shaders/plasticity/subspace_project.wgsl",
    "sample < size.batch && row < size.rows",
    "sample < size.batch && row <= size.rows",
    SUBSPACE,
    "kernel",
  ],
  ["shaders/plasticity/subspace_reconstruct.wgsl", "column] - sum", "column] + sum", SUBSPACE, "kernel"],
  ["shaders/plasticity/subspace_reconstruct.wgsl", "(size.first + row)", "row", SUBSPACE, "kernel"],
  ["shaders/plasticity/subspace_learn.wgsl", "-size.limit, size.limit", "-size.limit, 1000.0", SUBSPACE, "kernel"],
  ["shaders/plasticity/subspace_learn.wgsl", "weights[size.first * size.columns + i] +", "weights[i] +", SUBSPACE, "kernel"],
  ["src/twins/plasticity/subspace_project.ts", 'outputs, "right"', 'outputs, "neither"', SUBSPACE, "kernel"],
  ["src/twins/plasticity/subspace_project.ts", "subarray(first * columns", "subarray(0 * columns", SUBSPACE, "by hand"],
  ["src/twins/plasticity/subspace_reconstruct.ts", "inputs[i] - sums[i]", "inputs[i] + sums[i]", SUBSPACE, "by hand"],
  ["src/twins/plasticity/subspace_learn.ts", "Math.max(-limit,", "Math.max(-2 * limit,", SUBSPACE, "by hand"],
  ["src/twins/plasticity/subspace_learn.ts", "f(momentum * changes[i])", "f(momentum)", SUBSPACE, "by hand"],
  [
    "src/wasm/product-code.ts",
    ".op(Op.i32_ge_u).op(Op.i32_and).set(whole)",
    ".op(Op.i32_ge_u).op(Op.i32_or).set(whole)",
    PRODUCT,
    "product",
  ],
  ["src/wasm/product-code.ts", ".i32(n)\n      .op(Op.i32_gt_u)", ".i32(0)\n      .op(Op.i32_gt_u)", PRODUCT, "blocks"],
  ["src/wasm/product.ts", "[1, rows]", "[1, depth]", PRODUCT, "product"],
  ["src/wasm/product.ts", "k * leftStep,", "0 * leftStep,", PRODUCT, "blocks"],
  ["src/wasm/product.ts", "outAt + r * outRow + 4 * c", "outAt + r * outRow", PRODUCT, "blocks"],
  ["src/wasm/product.ts", "blockAdder(Simd.f32_sub)", "blockAdder(Simd.f32_add)", PRODUCT, "anyhow"],
  ["src/wasm/product-code.ts", "code.get(from, STEP)", "code.get(from, COLUMN)", PRODUCT, "product"],
  ["src/wasm/row-sums.ts", "4 * (indicesAt + ends[l])", "4 * (indicesAt + ends[l] + 1)", PRODUCT, "sums of rows"],
  ["src/wasm/row-sums.ts", "for (const vectors of [STRIP, 1])", "for (const vectors of [STRIP])", PRODUCT, "sums of rows"],
  ["examples/hlop/neurons.ts", ".simd(Simd.f32_ge)", ".simd(Simd.f32_lt)", HLOP, "definition in float32"],
  ["examples/hlop/neurons.ts", "4 * padded * (STEPS - 1)", "4 * padded * STEPS", HLOP, "definition in float32"],
  ["examples/hlop/network.ts", "next[t] = begin", "next[t] = total", HLOP, "step by step"],
  ["examples/hlop/network.ts", "stepWeights[first + t]", "stepWeights[t]", HLOP, "step by step"],
  ["examples/hlop/network.ts", "(c === labels[i] ? 1 : 0)", "(c === labels[i] ? 2 : 0)", HLOP, "readout's gradient"],
  [
    "examples/hlop/network.ts",
    "drive > 0 && drive < 1 ? 1 / THRESHOLD : 0",
    "drive > 0 && drive < 1 ? -1 / THRESHOLD : 0",
    HLOP,
    "lowers the loss",
  ],
  ["shaders/dense/encode_bernoulli.wgsl", "words[k] >> 8u", "words[k] >> 9u", TRAINING, "bernoulli: kernel"],
  ["src/twins/dense/encode_bernoulli.ts", "words[f] >>> 8 <", "words[f] >>> 9 <", ENCODERS, "frequency"],
  ["shaders/dense/encode_constant.wgsl", "i % shape.features", "i % shape.batch", TRAINING, "constant: kernel"],
  ["src/twins/dense/encode_constant.ts", "levels[bytes[pixel + f]]", "levels[bytes[pixel]]", ENCODERS, "constant"],
  ["shaders/dense/encode_latency.wgsl", "place < clock[EXAMPLES]", "place <= clock[EXAMPLES]", TRAINING, "latency: kernel"],
  ["src/twins/dense/encode_latency.ts", "if (t >= 0)", "if (t > 0)", ENCODERS, "latency"],
  ["shaders/lib/halves.wgsl", "max(halves[thread]", "min(halves[thread]", TRAINING, "cross entropy: kernel"],
  ["shaders/dense/cross_entropy.wgsl", "shape.gain * sum;", "sum;", TRAINING, "cross entropy: kernel"],
  ["shaders/dense/cross_entropy.wgsl", "log(sum) + (most - logit)", "most + log(sum) - logit", TRAINING, "nearly right"],
  ["src/twins/dense/cross_entropy.ts", "- logits[label] : 0", "- logits[0] : 0", LOSSES, "cross-entropy of the mean"],
  ["src/twins/dense/cross_entropy.ts", "Math.exp(value - most)", "Math.exp(value)", LOSSES, "beyond"],
  ["src/twins/dense/cross_entropy.ts", "gain / validOf(clock, whole)", "gain / whole", LOSSES, "cross-entropy of the mean"],
  ["shaders/dense/cross_entropy_steps.wgsl", "most = max(most,", "most = min(most,", TRAINING, "of steps: kernel"],
  ["src/twins/dense/cross_entropy_steps.ts", "known ? gain * loss : 0", "gain * loss", LOSSES, "tutorial 5"],
  ["shaders/dense/squared_error.wgsl", "2.0 * shape.gain", "shape.gain", TRAINING, "squared error: kernel"],
  ["src/twins/dense/squared_error.ts", "-on_target : -off_target", "-on_target : off_target", LOSSES, "mse"],
  ["src/twins/dense/squared_error.ts", "summed ? 1 : steps", "summed ? 1 : steps - 1", LOSSES, "mse_membrane"],
  ["shaders/dense/hits.wgsl", "sum > sums[thread]", "sum >= sums[thread]", TRAINING, "hits: kernel"],
  ["src/twins/dense/hits.ts", "sums[c] > sums[best]", "sums[c] >= sums[best]", LOSSES, "first is the answer"],
  ["shaders/dense/penalise.wgsl", "grad[i] +=", "grad[i] =", TRAINING, "penalise: kernel"],
  ["src/twins/dense/penalise.ts", ">= clock[Clock.examples]) continue", "> clock[Clock.examples]) continue", TRAINING, "penalise: kernel"],
  ["src/twins/dense/penalise.ts", "amount / validOf(clock, whole)", "amount / whole", LOSSES, "the last batch"],
  ["shaders/dense/spike_sums.wgsl", "shape.out_at + b", "b", TRAINING, "spike sums: kernel"],
  ["src/twins/dense/spike_sums.ts", "i < at + features", "i < at + features - 1", TRAINING, "spike sums: kernel"],
  ["shaders/dense/tally.wgsl", "history[row + 2u] = f32(count)", "history[row + 2u] = f32(shape.whole)", TRAINING, "tally: kernel"],
  ["src/twins/dense/tally.ts", "= cursor + 1", "= cursor", TRAINER, "diverges"],
  ["shaders/dense/tick.wgsl", "+= shape.batches", "+= 1u", TRAINING, "tick: kernel"],
  ["src/twins/dense/tick.ts", "[Clock.halted] === 0", "[Clock.halted] >= 0", TRAINING, "tick: kernel"],
  ["shaders/dense/square_sums.wgsl", "gradients[i] * gradients[i]", "abs(gradients[i])", TRAINING, "square sums: kernel"],
  ["src/twins/dense/square_sums.ts", "(i >> 6)", "(i >> 5)", TRAINING, "square sums: kernel"],
  ["shaders/dense/clip.wgsl", "sqrt(sum_of_threads", "(sum_of_threads", TRAINING, "clip: kernel"],
  ["src/twins/dense/clip.ts", "Math.min(1,", "Math.min(2,", OPTIMISERS, "clipped"],
  ["shaders/dense/decay.wgsl", "gradients[shape.at + i] +=", "gradients[i] +=", TRAINING, "decay: kernel"],
  ["src/twins/dense/decay.ts", "i < at + count", "i < at + count - 1", OPTIMISERS, "decay"],
  ["shaders/dense/adam.wgsl", "shape.beta2 * second[i]", "shape.beta1 * second[i]", TRAINING, "adam: kernel"],
  ["src/twins/dense/adam.ts", "* scale + eps", "+ eps", OPTIMISERS, "Adam"],
  ["shaders/dense/radam.wgsl", "sqrt(v) + shape.eps", "sqrt(v + shape.eps)", TRAINING, "radam: kernel"],
  ["src/twins/dense/radam.ts", "!== 0;\n  for", "=== 0;\n  for", OPTIMISERS, "RAdam"],
  ["shaders/dense/sgd.wgsl", "shape.momentum * velocity[i] +", "shape.momentum *", TRAINING, "sgd: kernel"],
  ["src/twins/dense/sgd.ts", "velocity[i] = v", "velocity[i] = gradients[i]", OPTIMISERS, "SGD with momentum"],
  ["shaders/dense/rmsprop.wgsl", "(1.0 - shape.alpha) * g * g", "shape.alpha * g * g", TRAINING, "rmsprop: kernel"],
  ["src/twins/dense/rmsprop.ts", "Math.sqrt(square) + eps", "Math.sqrt(square + eps)", OPTIMISERS, "RMSprop"],
  ["shaders/dense/adadelta.wgsl", "sqrt(changes[i] + shape.eps)", "sqrt(changes[i])", TRAINING, "adadelta: kernel"],
  ["src/twins/dense/adadelta.ts", "rho * changes[i]", "changes[i]", OPTIMISERS, "Adadelta"],
  ["src/learn/optimisers.ts", "length <= 5", "length <= 4", OPTIMISERS, "RAdam"],
  ["src/learn/optimisers.ts", "is ? [{", "!is ? [{", OPTIMISERS, "decay"],
  ["src/learn/losses.ts", "Math.floor(rate * steps)", "rate * steps", LOSSES, "mse_count"],
  ["src/learn/encoders.ts", "Math.max(threshold, x)", "x", ENCODERS, "without clipping"],
  ["src/learn/schedules.ts", "lr_min + (lr", "(lr", OPTIMISERS, "cosine"],
  ["src/learn/compile.ts", "grad !== output.grad", "grad === output.grad", TRAINER, "penalty"],
  ["src/learn/compile.ts", "{ steps, batch, truncate }", "{ steps, batch, truncate: steps }", TRUNCATION, "cut"],
  ["src/learn/training.ts", "bytes <= memory", "bytes < memory", TRAINER, "parts"],
  ["src/learn/training.ts", "hits / examples", "hits", OPERATOR_TRAINING, "a pass says"],
  ["src/learn/sequences.ts", "first: k * batch", "first: 0", TRAINER, "in parts"],
  ["src/learn/schedules.ts", "Math.floor(epoch / spec.epochs)", "Math.ceil(epoch / spec.epochs)", OPTIMISERS, "steps"],
  ["src/learn/trainer.ts", "this.epoch * batches + k + 1", "k + 1", TRAINER, "steps are counted"],
  ["src/learn/trainer.ts", "executor.write(GRADIENTS, new Float32Array(training.recording.length));", "", TRAINER, "not finite"],
  ["src/learn/epochs.ts", "test_accuracy_hard: hard.accuracy", "test_accuracy_hard: soft.accuracy", EPOCHS, "record"],
  ["src/learn/epochs.ts", "best.test_accuracy_soft >= record", "best.test_accuracy_soft > record", EPOCHS, "best epoch"],
  ["src/learn/affine.ts", "accumulate: adds ? 1 : 0", "accumulate: 0", OPERATOR_SLOPES, "defaults"],
  ["src/learn/affine.ts", "accumulate: onto ? 1 : 0", "accumulate: 0", OPERATOR_SLOPES, "the other way"],
  ["shaders/lib/gelu.wgsl", "PHI_REACH = 5.6", "PHI_REACH = 4.6", OPERATOR, "those of erf"],
  ["src/twins/lib/gelu.ts", "SLOPE_REACH = 6.2", "SLOPE_REACH = 5.2", OPERATOR, "those of erf"],
  ["shaders/dense/gelu.wgsl", "i >= shape.count", "i + 1u >= shape.count", OPERATOR, "operator gelu: kernel"],
  ["src/twins/dense/gelu.ts", "i < count", "i < count - 1", OPERATOR, "operator gelu: kernel"],
  [
    "shaders/dense/gelu_backward.wgsl",
    "gelu_adjoint(inputs[i], grad_outputs[i])",
    "gelu_adjoint(grad_outputs[i], inputs[i])",
    OPERATOR,
    "gelu backward: kernel",
  ],
  ["src/twins/dense/gelu_backward.ts", "gradOutputs[i] * geluSlope(inputs[i])", "gradOutputs[i]", OPERATOR_SLOPES, "defaults"],
  ["shaders/dense/gate.wgsl", "gate * inputs[i]", "inputs[i]", OPERATOR, "gate: kernel"],
  ["src/twins/dense/gate.ts", "? outputs[at + column] + value : value", "? value : value", OPERATOR_SLOPES, "defaults"],
  ["shaders/dense/gate_gradient.wgsl", "inputs[i] * grad_outputs[i]", "inputs[i]", OPERATOR, "gate gradient: kernel"],
  ["src/twins/dense/gate_gradient.ts", "out[out_at + column] +=", "out[column] +=", OPERATOR_SLOPES, "defaults"],
  ["shaders/dense/gather_fields.wgsl", "row % shape.places", "row / shape.places", OPERATOR, "gather fields: kernel"],
  ["src/twins/dense/gather_fields.ts", "known ? order[place] : 0", "known ? place : 0", OPERATOR, "gather fields: kernel"],
  ["shaders/dense/field_error.wgsl", "own_target += wanted * wanted", "own_target += wanted", OPERATOR, "field error: kernel"],
  ["src/twins/dense/field_error.ts", "Math.sqrt(squares) * norm)", "norm)", OPERATOR_SLOPES, "defaults"],
  ["src/twins/dense/field_error.ts", "steep / examples", "steep / batch", OPERATOR_SLOPES, "defaults"],
  ["src/plan/turns.ts", "if (this.busy)", "if (false)", OPERATOR_JAVASCRIPT, "before the one before"],
  ["src/operator/check.ts", "values instanceof Float32Array", "ArrayBuffer.isView(values)", OPERATOR_JAVASCRIPT, "no floats"],
  ["src/operator/training.ts", "if (!names.includes(test))", "if (false)", OPERATOR_JAVASCRIPT, "that there is not"],
  ["src/io/neuraloperator.ts", "if (flat.length !== length)", "if (flat.length < length)", NEURALOPERATOR, "of another model"],
  ["src/operator/record.ts", "adds: passed", "adds: false", OPERATOR_SLOPES, "defaults"],
  ["src/operator/record.ts", "{ adds: true }", "{}", OPERATOR_SLOPES, "defaults"],
  ["src/operator/record.ts", "if (!last) field", "if (last) field", NEURALOPERATOR, "its own forward"],
  ["src/operator/grid.ts", "% size) / size", "% size) / (size - 1)", NEURALOPERATOR, "its own forward"],
  ["src/operator/spectral_conv_spec.ts", "below % 2 === 0 ? below", "below % 2 === 1 ? below", OPERATOR_TRAINING, "halves"],
  ["shaders/dense/reframe.wgsl", "place % shape.to_2", "place % shape.to_1", OPERATOR, "operator reframe: kernel"],
  ["src/twins/dense/reframe.ts", "Math.min(from_2, to_2 - back)", "from_2", OPERATOR, "operator reframe: kernel"],
  ["src/operator/layers.ts", "between(after, before)", "between(before, after)", OPERATOR_SLOPES, "padding"],
  ["src/operator/data.ts", "sum / (count - 1)", "sum / count", OPERATOR_TRAINING, "normalisation"],
  ["src/operator/training.ts", "normalised(set.inputs, normalisation.inputs)", "set.inputs", OPERATOR_TRAINING, "a pass says"],
  ["src/operator/training.ts", "errorOf(best) <=", "errorOf(best) <", OPERATOR_TRAINING, "the best epoch"],
  ["src/operator/fno.ts", "Math.min(batch, count - done)", "batch", OPERATOR_TRAINING, "a pass says"],
  ["src/learn/state-dict.ts", "numeric: true", "numeric: false", STATE_DICT, "order and shape"],
  ["src/learn/state-dict.ts", "if (fits) checkOrder(found, layer, place);", "", STATE_DICT, "exchanged"],
  ["src/learn/state-dict.ts", "at: at + k", "at", STATE_DICT, "come back"],
  ["src/learn/state-dict.ts", "RESETS.indexOf(reset)", "0", STATE_DICT, "snnTorch"],
  ["src/learn/state-dict.ts", "!longer.some((ending) => name.endsWith(ending)) &&", "", STATE_DICT, "recurrent"],
  ["src/io/safetensors.ts", "2 ** (exponent - 25)", "2 ** (exponent - 24)", SAFETENSORS, "every type"],
  ["src/io/safetensors.ts", "if (begin < at)", "if (begin < at - 4)", SAFETENSORS, "overlap"],
  ["src/io/safetensors.ts", "8 * Math.ceil((8 + json.length) / 8)", "8 + json.length", SAFETENSORS, "read again"],
  ["src/io/training.ts", "history.map(({ seconds: _, ...record }) => record)", "history", EPOCHS, "no times"],
  ["src/io/weights.ts", "found !== value", "false", "tests/io/weights.test.ts", "integer"],
  ["src/io/training.ts", "metadata.kind !== format.kind", "false", FIELD_FILES, "another kind"],
  ["src/io/field-training.ts", "found.length > 0 &&", "", FIELD_FILES, "without tests"],
  ["src/io/neuraloperator.ts", "Math.max(1, 2 * (kept - 1))", "2 * kept", NEURALOPERATOR, "names and shapes"],
  ["src/io/neuraloperator.ts", "grid ? into - modes.length : into", "into", NEURALOPERATOR, "names and shapes"],
  ["src/io/neuraloperator.ts", "toNeuralOperator(convolution, data, name)", "data", NEURALOPERATOR, "without loss"],
  ["src/io/neuraloperator.ts", "name.startsWith(OPTIMISER_PREFIX)", "true", NEURALOPERATOR, "left over"],
  [
    "src/operator/spectral_conv_weights.ts",
    "weight[2 * (p * modes + m) + 1];",
    "-weight[2 * (p * modes + m) + 1];",
    NEURALOPERATOR,
    "on cpu",
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
  ["examples/operators.ts", "axes - 1 ? 2 * frequencies", "axes - 1 ? frequencies", BURGERS, "modes"],
  ["src/cli/train.ts", "(resumed) trainer.load(resumed.state)", "(false) trainer.destroy()", TRAIN_FIELDS, "to the byte"],
  ["src/view/field-cases.ts", "prediction[i] - value", "value", "tests/view/operator-report.test.ts", "one of errors"],
  ["src/cli/train.ts", "if (resumed) trainer.load(resumed.state);", "", TRAIN, "2 and 2 resumed"],
  ["src/cli/train.ts", "kept = history.length;", "", TRAIN, "Ctrl-C|not finite"],
  ["src/cli/train.ts", "resumed.about.data_sha256 !== sha256", "false", TRAIN, "bad input"],
  ["src/cli/train-output.ts", "summary.best === summary.last", "true", TRAIN, "best epoch"],
  ["examples/hlop/lateral.ts", "this.frozen += this.learning", "this.frozen = this.learning", HLOP, "projected update"],
  ["examples/hlop/lateral.ts", "first: 0, rows: this.frozen", "first: 0, rows: this.frozen - 1", HLOP, "projected update"],
  ["examples/hlop/lateral.ts", "other < row", "other < row - 1", HLOP, "projected update"],
  ["examples/hlop/pca.ts", "sums[i * n + j]! / samples", "sums[i * n + j]!", HLOP, "second moments"],
  ["examples/hlop/pca.ts", "2 * trace(within, r) - twice", "trace(within, r)", HLOP, "energy captured by"],
  [
    "shaders/plasticity/stdp_synapse.wgsl",
    "p.mu_plus) * pre.plus",
    "p.mu_minus) * pre.plus",
    LEARNT,
    "nest, soft bounds against.*cpu, delays of 10",
  ],
  ["shaders/plasticity/stdp_song.wgsl", "return delivered;", "return (*s).w;", LEARNT, "song against.*cpu, delays of 10"],
  ["shaders/plasticity/stdp_nn_pre_centred.wgsl", "(*s).plus = 0.0;", "", LEARNT, "nearest_pre_centred against.*cpu, delays of 10"],
  ["shaders/plasticity/stdp_nn_restr.wgsl", "(*s).waiting = 0.0;", "", LEARNT, "nearest_restricted against.*cpu, delays of 10"],
  ["shaders/plasticity/stdp_genn.wgsl", "(*s).w = (*s).before;", "", LEARNT, "genn against.*cpu, delays of 10"],
  [
    "shaders/plasticity/stdp_pl_synapse_hom.wgsl",
    "p.depress * (*s).w * post.minus",
    "p.depress * post.minus",
    LEARNT,
    "stdp_pl_synapse_hom against.*cpu, delays of 10",
  ],
  [
    "shaders/plasticity/stdp_triplet.wgsl",
    "p.Aminus_triplet * pre.plus_triplet",
    "p.Aminus_triplet",
    LEARNT,
    "stdp_triplet_synapse against.*cpu, delays of 10",
  ],
  ["shaders/plasticity/stdp_dopamine.wgsl", "(p.n - p.b)", "p.n", LEARNT, "stdp_dopamine_synapse against.*cpu, delays of 10"],
  [
    "shaders/plasticity/vogels_sprekeler.wgsl",
    "max(more - p.constant, 0.0)",
    "(more - p.constant)",
    LEARNT,
    "vogels_sprekeler_synapse against.*cpu, delays of 10",
  ],
  ["shaders/plasticity/tsodyks2.wgsl", "1.0 - x * (1.0 - u)", "1.0 - x", LEARNT, "facilitating against.*cpu, delays of 10"],
  ["shaders/plasticity/hebbian.wgsl", "p.rate * pre.x * post.y", "p.rate * post.y", LEARNT, "synapse hebbian against.*cpu, delays of 10"],
  ["shaders/plasticity/anti_hebbian.wgsl", "p.rate * pre.x * post.y", "p.rate * pre.x", LEARNT, "anti_hebbian against.*cpu, delays of 10"],
  ["shaders/plasticity/oja.wgsl", "post.y * (*s).w", "(*s).w", LEARNT, "oja_synapse single against.*cpu, delays of 10"],
  ["shaders/plasticity/oja_subspace.wgsl", "post.y * (*s).w", "(*s).w", "tests/plasticity/subspace.test.ts", "on cpu"],
  ["shaders/plasticity/bcm.wgsl", "post.square * p.inverse", "post.square", LEARNT, "bcm_synapse against.*cpu, delays of 10"],
  [
    "shaders/plasticity/exponentiated_gradient.wgsl",
    "sign * (p.rate",
    "(p.rate",
    LEARNT,
    "exponentiated_gradient_synapse against.*cpu, delays of 10",
  ],
  ["src/twins/plasticity/stdp_synapse.ts", "s[1] = f(s[1] + 1);", "s[1] = 1;", RULES, "stdp_synapse.*nearest_pre_centred"],
  ["src/twins/plasticity/stdp_synapse.ts", "if (s[1] === 0) depress", "depress", RULES, "stdp_synapse.*nearest_restricted"],
  ["src/twins/plasticity/stdp_synapse.ts", "s[1] = s[0];", "", RULES, "stdp_synapse.*genn"],
  ["src/twins/plasticity/stdp_triplet_synapse.ts", "f(Aminus_triplet * pre[1])", "Aminus_triplet", RULES, "stdp_triplet_synapse"],
  ["src/twins/plasticity/stdp_dopamine_synapse.ts", "f(s[1] - f(A_minus * post[0]))", "s[1]", RULES, "stdp_dopamine_synapse"],
  ["src/twins/plasticity/vogels_sprekeler_synapse.ts", "f(more - constant)", "more", RULES, "vogels_sprekeler_synapse"],
  ["src/twins/plasticity/tsodyks2_synapse.ts", "f(x * f(1 - u))", "x", RULES, "tsodyks2_synapse"],
  ["src/twins/plasticity/hebbian_synapse.ts", "s[0] + sign * step", "s[0] + step", RULES, "hebbian_synapse.*anti_hebbian"],
  ["src/twins/plasticity/oja_synapse.ts", "pre[0] - f(post[0] * s[0])", "pre[0] - s[0]", RULES, "oja_synapse.*single"],
  ["src/twins/plasticity/bcm_synapse.ts", "f(post[1] * inverse)", "0", RULES, "bcm_synapse"],
  ["src/twins/plasticity/exponentiated_gradient_synapse.ts", "f(y0 - post[0])", "y0", RULES, "exponentiated_gradient_synapse"],
  ["examples/hlop/pca.ts", "vi * p[j]! + pi * v[j]!", "vi * p[j]!", HLOP, "eigenvalues"],
  ["examples/hlop/pca.ts", "pass < 2", "pass < 1", HLOP, "without a subspace"],
  ["examples/hlop/training.ts", "accuracy[task]![task]!", "accuracy[0]![0]!", HLOP, "backward transfer"],
  ["examples/hlop/training.ts", "const presynaptic = taken ?", "const presynaptic = !taken ?", HLOP, "end to end"],
  [
    "shaders/plasticity/diehl_cook_synapse.wgsl",
    "pre.pre * post.post2",
    "pre.pre * post.post1",
    DIEHL_RULE,
    "on cpu, weights in the middle",
  ],
  [
    "shaders/plasticity/diehl_cook_synapse.wgsl",
    "max(delivered - p.nu_pre * post.post1, 0.0)",
    "delivered - p.nu_pre * post.post1",
    DIEHL_RULE,
    "depression alone",
  ],
  ["src/twins/plasticity/diehl_cook_synapse.ts", "f(nu_pre * post[0])", "f(nu_pre * post[1])", RULES, "diehl_cook_synapse"],
  ["examples/diehl-cook/excitatory.wgsl", "if (pull < 1.0)", "if (true)", DIEHL, "on cpu is the code's equations"],
  ["examples/diehl-cook/excitatory.wgsl", "(*s).theta -= (*s).faded;", "", DIEHL, "theta fades"],
  ["examples/diehl-cook/inhibitory.wgsl", "(ex * (p.E_ex - V) - V)", "(ex * p.E_ex - V)", DIEHL, "partner"],
  ["examples/diehl-cook/network.ts", "other < own ? other : other + 1", "other", DIEHL, "partner"],
  ["examples/diehl-cook/present.ts", "lane.intensity - show.intensity + 1", "1", DIEHL, "shown again"],
  ["examples/diehl-cook/present.ts", "simulation.forget();", "", DIEHL, "add up to 78"],
  ["examples/diehl-cook/learn.ts", "k % images.count", "Math.min(k, images.count - 1)", DIEHL, "separable"],
  ["shaders/plasticity/nalsm_synapse.wgsl", "(*s).given = (*s).w;", "", NALSM, "data: spike for spike"],
  ["shaders/plasticity/nalsm_synapse.wgsl", "p.target_step * pre.x", "p.target_step * pre.left", NALSM, "initialisation: spike for spike"],
  ["shaders/plasticity/nalsm_synapse_frozen.wgsl", "(*s).w * pre.left", "0.5 * (*s).w * pre.left", NALSM, "frozen: spike for spike"],
  ["src/twins/plasticity/nalsm_synapse.ts", "s[1] = s[0];", "", NALSM, "twin of the rule"],
  ["src/twins/plasticity/nalsm_synapse.ts", "f(s[0] * pre[0])", "0", NALSM, "twin of the rule"],
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
  ["shaders/dense/matmul.wgsl", "(*sums)[6] += a0.w * b0", "(*sums)[6] += a0.z * b0", DENSE, "matmul: kernel"],
  ["src/twins/dense/matmul.ts", "(s + 1) * slice", "s * slice + 1", DENSE, "slices: kernel"],
  ["src/twins/dense/matmul.ts", "= 0 + bias", "= 1 + bias", SPECTRAL, "definition, on cpu"],
  ["src/twins/dense/matmul.ts", "+= bias", "-= bias", SPECTRAL_SLOPES, "onto a tensor.*cpu"],
  ["src/twins/dense/matmul.ts", "at + done * length, at,", "at + done * length, at + length,", SPECTRAL, "definition, on cpu"],
  ["src/twins/dense/matmul.ts", "+ m * left_step", "", DENSE, "many: kernel"],
  ["src/twins/dense/matmul.ts", "at + m * out_step, first", "at + m * rows * columns, first", DENSE, "many: kernel"],
  ["shaders/dense/matmul.wgsl", "% shape.matrices;", ";", DENSE, "many slices: kernel"],
  ["shaders/dense/add_slices.wgsl", "if (shape.accumulate != 0u)", "if (false)", DENSE, "add slices: kernel"],
  ["src/twins/dense/add_slices.ts", "accumulate ? out[out_at + i] + sum : sum", "out[out_at + i] + sum", DENSE, "add slices: kernel"],
  ["shaders/lib/complex_tile.wgsl", "(*sums)[6] += product(a1, b2)", "(*sums)[6] += product(a1, b1)", MODES, "mode product: kernel"],
  ["shaders/lib/fft.wgsl", "let q3 = turned(turned_half(d - h));", "let q3 = turned_half(d - h);", FFT_KERNELS, "fft, lines: kernel"],
  ["shaders/lib/complex.wgsl", "a.x * b.x - a.y * b.y", "a.x * b.x + a.y * b.y", FFT_KERNELS, "fft multiply: kernel"],
  ["shaders/lib/rotation.wgsl", "m & (fine - 1u)", "m & fine", FFT_KERNELS, "later pass: kernel"],
  ["shaders/spectral/fft_pass.wgsl", "points[kept(order[i])]", "points[kept(i)]", FFT_KERNELS, "side by side: kernel"],
  ["shaders/spectral/fft_multiply.wgsl", "j < shape.given", "true", FFT_KERNELS, "fft multiply: kernel"],
  ["shaders/spectral/fft_pack.wgsl", "real(line + 1u, j)", "real(line, j)", FFT_KERNELS, "fft pack: kernel"],
  ["shaders/spectral/fft_unpack.wgsl", "line % 2u == 1u", "line % 2u == 0u", FFT_KERNELS, "fft unpack: kernel"],
  ["shaders/spectral/fft_split_points.wgsl", "line + k % shape.half", "line + k", FFT_KERNELS, "split points: kernel"],
  ["shaders/spectral/fft_join_points.wgsl", "down.y = 0.0;", "", FFT_KERNELS, "join points: kernel"],
  ["shaders/spectral/fft_split_lines.wgsl", "turned(up - down)", "up - down", FFT_KERNELS, "split lines: kernel"],
  ["shaders/spectral/fft_join_lines.wgsl", "line >= shape.lines", "line > shape.lines", FFT_KERNELS, "join lines: kernel"],
  ["shaders/spectral/fft_join_lines.wgsl", "at >= shape.bins", "at > shape.bins", FFT_BINS, "software"],
  ["src/twins/spectral/fft_join_lines.ts", "k <= points - bins", "k < points - bins", FFT_BINS, "cpu"],
  ["src/twins/spectral/fft_join_points.ts", "half - k < bins", "half - k <= bins", FFT_BINS, "cpu"],
  ["src/spectral/fft-check.ts", "bins > all", "bins > all + 1", FFT_BINS, "refused"],
  ["src/twins/lib/fft-steps.ts", "const hr = bi - di;", "const hr = di - bi;", FFT, "cpu every length"],
  ["src/twins/lib/fft-steps.ts", "S2 * (bi - ei) + S1", "S2 * (bi - ei) - S1", FFT, "cpu every length"],
  ["src/twins/lib/fft-steps.ts", "const ni = sin * (br - cr);", "const ni = sin * (br + cr);", FFT, "cpu every length"],
  ["src/twins/lib/fft-steps.ts", "nr -= d * qi[r];", "nr += d * qi[r];", FFT, "cpu every length"],
  ["src/twins/lib/fft.ts", "Math.floor(k / width)", "k", FFT, "cpu two and three axes"],
  ["src/twins/spectral/fft_pass.ts", "values[i] = re * c - im * s;", "values[i] = re * c + im * s;", FFT, "cpu every length"],
  ["src/twins/spectral/fft_pass.ts", "((p + x) % out_stride)", "(p % out_stride)", FFT, "cpu long lines"],
  ["src/twins/spectral/fft_multiply.ts", "output.fill(0, ", "output.fill(1, ", FFT, "cpu every length"],
  ["src/twins/spectral/fft_pack.ts", "+ 2 * j + 1] = 0", "+ 2 * j + 1] = 1", FFT_KERNELS, "fft pack: kernel"],
  ["src/twins/spectral/fft_unpack.ts", "(line - 1) * points + 1", "(line - 1) * points", FFT, "cpu every length"],
  ["src/twins/spectral/fft_split_points.ts", "k === 0 ? 0 : half - k", "half - k", FFT, "cpu every length"],
  ["src/twins/spectral/fft_join_points.ts", "first - last", "first + last", FFT, "cpu every length"],
  ["src/twins/spectral/fft_split_lines.ts", "k === 0 ? 0 : points - k", "points - k", FFT, "cpu every length"],
  ["src/twins/spectral/fft_join_lines.ts", "k === 0 || 2 * k === points", "k === 0", FFT, "cpu imaginary parts"],
  ["src/spectral/fft.ts", "1 / Math.sqrt(sizes[axis])", "1 / sizes[axis]", FFT, "cpu norm ortho"],
  ["src/spectral/fft-axis.ts", "smoothAbove(2 * points - 1)", "smoothAbove(2 * points - 3)", FFT, "cpu every length"],
  ["src/spectral/fft-axis.ts", "i === factors.length - 1 ? scale : 1", "scale", FFT, "cpu norm forward"],
  ["src/spectral/fft-real.ts", "inner % 2 === 0", "inner % 2 === 1", FFT, "cpu several values"],
  ["src/spectral/fft-tables.ts", "(length - j) % length", "length - 1 - j", FFT, "cpu every length"],
  ["src/spectral/fft-check.ts", "sizes.length > 3", "sizes.length > 4", FFT, "is refused"],
  ["src/spectral/fft-plan.ts", "2 * values * (Math.floor(last / 2) + 1)", "values * (Math.floor(last / 2) + 1)", FFT_PLAN, "cpu"],
  ["shaders/spectral/mode_product.wgsl", "-weights[i + part]", "weights[i + part]", MODES, "adjoint: kernel"],
  ["shaders/spectral/mode_gradient.wgsl", "out[at + part] += value.y", "out[at + part] = value.y", MODES, "mode gradient: kernel"],
  ["shaders/spectral/mode_scale.wgsl", "places[i % part / shape.channels]", "places[0]", MODES, "mode scale: kernel"],
  ["shaders/spectral/mode_scale_gradient.wgsl", "b < shape.batch", "b + 1u < shape.batch", MODES, "scale gradient: kernel"],
  ["shaders/spectral/keep_modes.wgsl", "2u * k == shape.points", "false", MODES, "keep modes: kernel"],
  ["shaders/spectral/spread_modes.wgsl", "&& place == 0u", "", MODES, "spread modes: kernel"],
  ["src/twins/spectral/mode_product.ts", "re * real - im * imaginary", "re * real + im * imaginary", MODES, "mode product: kernel"],
  ["src/twins/spectral/mode_product.ts", "left(1, 2), imaginary", "left(0, 2), imaginary", SPECTRAL, "definition, on cpu"],
  ["src/twins/spectral/mode_product.ts", "out(1, 2), !!adjoint", "out(1, 2), !adjoint", SPECTRAL, "definition, on cpu"],
  ["src/twins/spectral/mode_product.ts", "2 * places[m] * area", "2 * m * area", MODES, "mode product: kernel"],
  ["src/twins/spectral/mode_gradient.ts", "xr * gi - xi * gr", "xr * gi + xi * gr", MODES, "mode gradient: kernel"],
  ["src/twins/spectral/mode_gradient.ts", "right(0, 2), imaginary, true", "right(0, 2), imaginary", SPECTRAL_SLOPES, "float32 on cpu"],
  ["src/twins/spectral/mode_gradient.ts", "depth: 2 * batch", "depth: batch", SPECTRAL_SLOPES, "float32 on cpu"],
  ["src/twins/spectral/mode_scale.ts", "re * imaginary + im * real", "re * imaginary - im * real", MODES, "mode scale: kernel"],
  ["src/twins/spectral/mode_scale_gradient.ts", "2 * places[m] * channels", "2 * m * channels", MODES, "scale gradient: kernel"],
  ["src/twins/spectral/keep_modes.ts", "k === 0 || 2 * k === points", "k === 0", MODES, "keep modes: kernel"],
  ["src/twins/spectral/spread_modes.ts", "filled[place] - 1", "filled[place]", MODES, "spread modes: kernel"],
  ["src/spectral/truncated.ts", "= -2 * sin(f, j)", "= 2 * sin(f, j)", SPECTRAL, "definition, on cpu"],
  ["src/spectral/truncated.ts", "if (2 * f > n) return;", "", SPECTRAL, "0.5.*on cpu"],
  ["src/spectral/truncated.ts", "if (bin >= n) return;", "", SPECTRAL, "output_sizes.*on cpu"],
  ["src/spectral/truncated.ts", "f === realBins(points) - 1", "false", SPECTRAL, "factor.*on cpu"],
  [
    "src/spectral/truncated.ts",
    "const first = last ? 0 : -Math.floor(kept / 2)",
    "const first = last ? 0 : -Math.ceil(kept / 2)",
    SPECTRAL,
    "plane waves",
  ],
  [
    "src/operator/truncated_products.ts",
    "{ ...others, rows: depth, depth: rows }",
    "{ ...others, rows, depth }",
    SPECTRAL_SLOPES,
    "float32 on cpu",
  ],
  ["src/operator/truncated_fft.ts", '"backward", 0.5', '"backward", 1', SPECTRAL_SLOPES, "central"],
  ["src/operator/truncated_fft.ts", '"backward", 2', '"backward", 1', SPECTRAL_SLOPES, "central"],
  ["src/operator/truncated_fft.ts", "f < 0 ? f + points : f", "Math.abs(f)", SPECTRAL, "80,70.*on cpu"],
  ["src/operator/truncated_choice.ts", "same && multiplications(axes) >", "same && multiplications(axes) <", SPECTRAL, "many modes go"],
  [
    "src/operator/spectral_conv.ts",
    "adjoint ? [outputs, inputs] : [inputs, outputs]",
    "[inputs, outputs]",
    SPECTRAL_SLOPES,
    "float32 on cpu",
  ],
  ["src/operator/spectral_conv_spec.ts", "Math.floor((max - kept) / 2)", "Math.ceil((max - kept) / 2)", SPECTRAL, "max_n_modes.*on cpu"],
  ["src/operator/spectral_conv_spec.ts", "below % 2 === 0 ? below", "below % 2 === 1 ? below", SPECTRAL_CLASS, "halves"],
  ["src/operator/spectral_conv_layer.ts", "(bias as Float32Array) : flat", "flat : flat", SPECTRAL_CLASS, "neuraloperator give.*cpu"],
  ["src/learn/dice.ts", "std * 2 ** -26", "std * 2 ** -25", SPECTRAL_CLASS, "first values"],
  ["shaders/dense/add_slices.wgsl", "s * shape.count + i", "i", DENSE, "add slices: kernel"],
  ["src/twins/dense/add_slices.ts", "s * count + i", "i", DENSE, "add slices: kernel"],
  ["shaders/dense/column_sums.wgsl", "sums[thread + half]", "sums[half]", DENSE, "column sums: kernel"],
  ["src/twins/dense/column_sums.ts", "row < rows", "row < rows - 1", IMAGES, "Linear are"],
  ["shaders/dense/unfold.wgsl", "% shape.kernel - shape.padding;\n  var", "% shape.kernel;\n  var", DENSE, "unfold: kernel"],
  ["src/twins/dense/unfold.ts", "column >= 0 && ", "", IMAGES, "padding"],
  ["shaders/dense/fold.wgsl", "y * shape.stride) * shape.kernel", "y) * shape.kernel", DENSE, "fold: kernel"],
  ["src/twins/dense/fold.ts", "+= unfolded[from]", "= unfolded[from]", IMAGES, "Conv2d are"],
  ["shaders/dense/turn.wgsl", "row * shape.columns + column", "column * shape.rows + row", DENSE, "turn: kernel"],
  ["src/twins/dense/turn.ts", "m * rows * columns", "0", IMAGES, "Conv2d are"],
  ["shaders/dense/avg_pool.wgsl", "x < column + shape.kernel", "x <= column + shape.kernel", DENSE, "avg pool: kernel"],
  ["src/twins/dense/avg_pool.ts", "(kernel * kernel)", "kernel", IMAGES, "pools"],
  [
    "shaders/dense/avg_pool_backward.wgsl",
    "(plane + y) * shape.out_columns",
    "plane + y * shape.out_columns",
    DENSE,
    "avg pool backward: kernel",
  ],
  ["src/twins/dense/avg_pool_backward.ts", "+= grad_outputs[place]", "= grad_outputs[place]", IMAGES, "AvgPool2d are"],
  ["shaders/dense/max_pool.wgsl", "i / places, row", "0u, row", DENSE, "max pool: kernel"],
  ["src/twins/dense/max_pool.ts", "largest(shape, inputs, plane, row, column)", "place", IMAGES, "pools"],
  ["shaders/dense/max_pool_backward.wgsl", "sum += grad", "sum = grad", DENSE, "max pool backward: kernel"],
  ["src/twins/dense/max_pool_backward.ts", "+= grad_outputs[place]", "= grad_outputs[place]", IMAGES, "MaxPool2d are"],
  ["src/twins/lib/largest.ts", "> inputs[at]", ">= inputs[at]", DENSE, "max pool backward: kernel"],
  ["src/twins/lib/windows.ts", "place++)", "place += 2)", IMAGES, "pools"],

  ["shaders/dense/neuron_backward.wgsl", "if (t % shape.truncate == 0u)", "if (false)", NEURONS, "^PLIF: kernels"],
  ["shaders/dense/neuron_forward.wgsl", "soft > 0.5", "soft > 0.7", NEURONS, "^PLIF: kernels"],
  ["shaders/dense/ultra_dlif_forward.wgsl", "ring.tau * v", "v", NEURONS, "^UltraDPLIF: kernels"],
  ["shaders/dense/ultra_dlif_backward.wgsl", "grad_soft * soft.share.z;", "grad_soft * soft.share.x;", NEURONS, "^UltraDPLIF: kernels"],
  ["shaders/lib/ring.wgsl", "i + 1u == features", "i == features", NEURONS, "^UltraDPLIF: kernels"],
  ["shaders/lib/lse.wgsl", "most + eps * height, share, height", "most - eps * height, share, height", ULTRA, "max <="],
  [
    "shaders/dense/neuron/leaky.wgsl",
    "before[0] * grad_sum * cell.free",
    "grad_sum * cell.free",
    NEURONS,
    "^Leaky, subtract, atan: kernels",
  ],
  ["shaders/dense/repeat_steps.wgsl", "unit % shape.features]", "unit]", NEURONS, "^PLIF, recurrent: kernels"],
  ["shaders/dense/sum_steps.wgsl", "sum += each", "sum = each", NEURONS, "^PLIF, recurrent: kernels"],
  ["shaders/dense/add_partials.wgsl", "g += 64u", "g += 65u", NEURONS, "^UltraPLIF: kernels|^PLIF: kernels"],
  ["src/twins/lib/lse.ts", "(ea * da + eb * db + ec * dc) / sum", "0", SLOPES, "UltraDLIF.: gradients are those"],
  ["src/twins/lib/lse.ts", "(ea * da + eb * db) / sum", "0", SLOPES, "UltraLIF.: gradients are those"],
  ["src/twins/lib/ultra.ts", "raw >= low && raw <= high ? 1 : 0", "1", SLOPES, "UltraLIF.: gradients are those"],
  ["src/twins/lib/ring.ts", "terms[0] = terms[features]", "terms[0] = terms[1]", SLOPES, "UltraDLIF.: gradients are those"],
  ["src/twins/dense/ultra_dlif_forward.ts", "v * (1 - spike)", "v", SLOPES, "UltraDLIF.: gradients are those"],
  [
    "src/twins/dense/ultra_dlif_backward.ts",
    "(i > 0 ? i : features) - 1",
    "(i > 1 ? i : features) - 1",
    SLOPES,
    "UltraDLIF.: gradients are",
  ],
  ["src/twins/dense/ultra_dlif_backward.ts", "cut ? 0 : ", "", SLOPES, "UltraDLIF.: gradients are those"],
  ["src/twins/dense/neuron/ultra_lif.ts", "ownBeta ? 0 : gradDriving * v", "0", SLOPES, "UltraLIF.: gradients are"],
  ["src/twins/dense/neuron/soft_lif.ts", "before[0] * tau * (1 - tau)", "before[0] * tau", SLOPES, "PLIF.: gradients are"],
  ["src/twins/dense/neuron/activations.ts", "- 0.5 * part * (1 - whole * whole)", "", SLOPES, "DSpike.: gradients are"],
  ["src/twins/dense/neuron/ada_lif.ts", "0.9 * gradAfter[1] - 0.1", "0.9 * gradAfter[1] + 0.1", SLOPES, "AdaLIF.: gradients are"],
  ["src/twins/dense/neuron/leaky.ts", "u > threshold ? 1 : 0;", "u >= 1.01 * threshold ? 1 : 0;", LEAKY, "no spike mismatch"],
  ["src/twins/dense/neuron/leaky.ts", "kept(next(", "(next(", LEAKY, "see the same U.*Leaky"],
  ["src/twins/dense/neuron/leaky.ts", "gradShot + taken * fired * gradU", "gradShot", SLOPES, "Leaky.*subtract.*definition"],
  [
    "src/twins/dense/neuron/firing.ts",
    "(25 * Math.abs(u) + 1) ** 2",
    "(5 * Math.abs(u) + 1) ** 2",
    SLOPES,
    "Leaky.*fast_sigmoid.*definition",
  ],
  ["src/twins/dense/neuron/synaptic.ts", "gradAfter[1] + gradSum", "gradSum", SLOPES, "Synaptic.*subtract.*definition"],
  ["src/twins/dense/neuron_backward.ts", "back + (on_state", "0 * back + (on_state", SLOPES, "PLIF,recurrent.*definition"],
  ["src/twins/dense/neuron_backward.ts", "cut ? 0 : gradBefore[k]", "gradBefore[k]", SLOPES, "PLIF.: gradients are those"],
  ["src/twins/dense/neuron_forward.ts", "t > 0 ? states", "t > 1 ? states", SLOPES, "PLIF.: gradients are those"],
  ["src/twins/dense/add_partials.ts", "(learnt >> row) & 1", "learnt & 1", SLOPES, "UltraLIF.: gradients are those"],
  ["src/twins/dense/repeat_steps.ts", "bias_at + (unit % features)", "bias_at", SLOPES, "PLIF,recurrent.*definition"],
  ["src/twins/dense/sum_steps.ts", "sum += each", "sum = each", SLOPES, "PLIF,recurrent.*definition"],
  ["shaders/lib/logistic.wgsl", "at & 1023u", "0u", MEMORY_KERNELS, "logistic: kernel and twin"],
  ["shaders/cell/sequence_windows.wgsl", "(start + row)", "start", PLRNN_KERNELS, "cell sequence windows: kernel"],
  ["shaders/cell/initial_state.wgsl", "unit < shape.observed", "unit <= shape.observed", PLRNN_KERNELS, "cell initial state: kernel"],
  [
    "shaders/cell/initial_state_backward.wgsl",
    "gradients[shape.l_at + i] += sum",
    "gradients[shape.l_at + i] = sum",
    PLRNN_KERNELS,
    "cell initial state, back",
  ],
  ["shaders/cell/al_rnn_forward.wgsl", "shape.keep * t", "t", PLRNN_KERNELS, "cell al-rnn, free"],
  ["shaders/cell/al_rnn_backward.wgsl", "j < shape.linear ||", "", PLRNN_KERNELS, "cell al-rnn, back"],
  ["shaders/cell/shallow_plrnn_forward.wgsl", "shape.clipped != 0u", "shape.clipped == 0u", PLRNN_KERNELS, "cell shallow plrnn, forced"],
  ["shaders/cell/shallow_plrnn_backward.wgsl", "drawn && i < shape.observed", "drawn", PLRNN_KERNELS, "cell shallow plrnn, back"],
  ["shaders/cell/reconstruction_error.wgsl", "losses[shape.first + b]", "losses[b]", PLRNN_KERNELS, "cell reconstruction error"],
  ["shaders/cell/column_dots.wgsl", "left[at] * right[at]", "left[at]", PLRNN_KERNELS, "cell column dots"],
  ["shaders/cell/jacobian_norms.wgsl", "slope -= 1.0;", "", PLRNN_KERNELS, "cell jacobian norms"],
  ["shaders/cell/forcing_strength.wgsl", "wanted > strength[0]", "false", PLRNN_KERNELS, "cell forcing strength"],
  ["shaders/cell/gradient_record.wgsl", "sqrt(sum)", "sum", PLRNN_KERNELS, "cell gradient record"],
  ["src/twins/cell/sequence_windows.ts", "(start + row) * columns", "start * columns", PLRNN, "windows are stretches"],
  ["src/twins/cell/initial_state.ts", "(i - observed) * observed + n", "n", PLRNN_KERNELS, "cell initial state: kernel"],
  ["src/twins/cell/initial_state_backward.ts", "i % observed", "0", PLRNN_GRADIENTS, "almost-linear, sparse"],
  ["src/twins/cell/al_rnn_forward.ts", "parameters[a_at + i] * state[b + i]", "state[b + i]", PLRNN, "runs freely"],
  ["src/twins/cell/al_rnn_backward.ts", "!(inputs[at + b + j] > 0)", "inputs[at + b + j] > 0", PLRNN_GRADIENTS, "almost-linear, sparse"],
  ["src/twins/cell/shallow_plrnn_forward.ts", "clipped !== 0 && v > 0 ? v : 0", "0", PLRNN, "runs freely"],
  ["src/twins/cell/shallow_plrnn_backward.ts", "v + parameters[h2_at + l] > 0", "v > 0", PLRNN_GRADIENTS, "shallow, generalised"],
  ["src/twins/cell/reconstruction_error.ts", "const slope = 2 /", "const slope = 1 /", PLRNN_GRADIENTS, "shallow, generalised"],
  ["src/twins/cell/column_dots.ts", "left[at + column] * right[at + column]", "left[at + column]", PLRNN_GRADIENTS, "shallow, generalised"],
  [
    "src/twins/cell/jacobian_norms.ts",
    "slope * parameters[w1_at + i * hidden + l]",
    "parameters[w1_at + i * hidden + l]",
    PLRNN,
    "an adaptive alpha",
  ],
  ["src/twins/cell/forcing_strength.ts", "decay * strength[0] + (1 - decay) * wanted", "wanted", PLRNN, "an adaptive alpha"],
  ["src/twins/cell/gradient_record.ts", "2 * clock[Clock.cursor] + 1", "1", PLRNN, "an adaptive alpha"],
  ["src/twins/lib/drawn.ts", "(1 - share) * state[b * units + n] + share *", "", PLRNN_KERNELS, "cell al-rnn, forced"],
  ["src/twins/lib/drawn.ts", "1 - strength[0] : 1", "1 : 1", PLRNN_GRADIENTS, "shallow, generalised"],
  ["src/wasm/plrnn-code.ts", "if (j >= linear) code.get(zero)", "if (j > linear) code.get(zero)", PLRNN_LANES, "al-rnn, forwards"],
  [
    "src/wasm/plrnn-code.ts",
    "if (clipped) code.get(grad, v, zero)",
    "if (clipped) code.get(grad, zero, v)",
    PLRNN_LANES,
    "shallow, back, clipped 1",
  ],
  ["src/wasm/plrnn-code.ts", "code.i32(every).set(phase);", "code.i32(0).set(phase);", PLRNN_LANES, "back"],
  ["src/wasm/plrnn-code.ts", "code.get(left).i32(1).op(Op.i32_sub).set(left);", "", PLRNN_LANES, "forwards"],
  ["src/wasm/sequence-lanes.ts", "arrays.every((array) => array.buffer === buffer)", "true", PLRNN_LANES, "forwards"],
  ["src/cell/plrnn.ts", "done * row", "0", PLRNN, "runs freely"],
  ["src/cell/plrnn.ts", "if (t >= transient) sum", "sum", PLRNN, "the largest exponent"],
  ["src/cell/plrnn-record.ts", "columns: hidden, out_at: at.h2", "columns: hidden, out_at: at.h1", PLRNN_GRADIENTS, "shallow, generalised"],
  [
    "src/cell/reconstruction.ts",
    "values.length / columns - steps;",
    "values.length / columns - steps - 1;",
    PLRNN,
    "windows are stretches",
  ],
  ["examples/reconstructed.ts", "if (divergence < best.divergence)", "if (divergence > 0)", PLRNN_STUDIES, "trainings get on"],
  ["shaders/memory/overlaps.wgsl", "f32(i32(2u * same) - i32(all))", "f32(2u * same)", MEMORY_KERNELS, "overlaps: kernel and twin"],
  ["shaders/memory/glauber.wgsl", "overlap - x * own", "overlap", MEMORY_KERNELS, "glauber: kernel and twin"],
  ["shaders/memory/draw_subsets.wgsl", "{ cell = last; }", "{ cell = 0u; }", MEMORY_KERNELS, "draw subsets: kernel and twin"],
  ["shaders/memory/match_segments.wgsl", ">= shape.threshold", "> shape.threshold", MEMORY_KERNELS, "match segments: kernel and twin"],
  ["shaders/memory/tally_hits.wgsl", "clock[0] += shape.inputs;", "", MEMORY_KERNELS, "tally hits: kernel and twin"],
  ["src/twins/lib/logistic.ts", "(at & 1023)", "0", HOPFIELD, "logistic"],
  ["src/twins/lib/bits.ts", "0x33333333) + ((w >>> 2)", "0x33333333) + ((w >>> 1)", MEMORY_KERNELS, "overlaps: kernel and twin"],
  ["src/twins/memory/overlaps.ts", "2 * same - all", "2 * same", HOPFIELD, "order 2 energies that are read"],
  ["src/twins/memory/glauber.ts", "rest * rest - others", "rest * rest", HOPFIELD, "order 3 energies and fields"],
  ["src/twins/memory/glauber.ts", "3 * others - 2", "3 * others", HOPFIELD, "order 4 energies and fields"],
  ["src/twins/memory/glauber.ts", "up ? 2 : -2", "up ? 1 : -1", HOPFIELD, "order 2 energies that are read"],
  ["src/twins/memory/glauber.ts", "overlap - x * own", "overlap", HOPFIELD, "supervised: states settle"],
  ["src/twins/memory/glauber.ts", "frozen !== 0 && field !== 0 ? 0 : ", "", MEMORY_KERNELS, "glauber: kernel and twin"],
  ["src/twins/memory/draw_subsets.ts", "cell = last;", "cell = 0;", MEMORY_SEGMENTS, "all as likely"],
  ["src/twins/memory/match_segments.ts", "shared >= threshold", "shared > threshold", MEMORY_COMPILED, "match segments"],
  ["src/twins/memory/tally_hits.ts", "clock[0] += inputs;", "", MEMORY_KERNELS, "tally hits: kernel and twin"],
  ["src/wasm/overlap.ts", "const COUNTED = 31;", "const COUNTED = 63;", MEMORY_COMPILED, "match segments"],
  ["src/wasm/overlap.ts", "simd(Simd.i32_ge_u)", "simd(Simd.i32_gt_u)", MEMORY_COMPILED, "match segments"],
  [
    "src/wasm/patterns.ts",
    "all(all(code, 3).simd(Simd.f32_mul), 2)",
    "all(all(code, 3).simd(Simd.f32_mul), 0)",
    HOPFIELD,
    "order 4 states settle",
  ],
  [
    "src/wasm/patterns.ts",
    "present(quad).get(change);",
    "present(quad).get(change).get(change).simd(Simd.f32_add);",
    HOPFIELD,
    "order 2 energies that are read",
  ],
  ["src/memory/energy.ts", "8 * sum ** 2", "6 * sum ** 2", HOPFIELD, "order 4 energies and fields"],
  ["src/memory/energy.ts", "+ 2 * sum", "", HOPFIELD, "order 3 energies and fields"],
  ["src/memory/hopfield.ts", "(2 * beta) / divisor", "beta / divisor", HOPFIELD, "order 2 states settle"],
  ["src/memory/hopfield.ts", "acting * each ** 2", "acting * each", HOPFIELD, "supervised: H is that"],
  ["src/memory/hopfield.ts", "Math.floor(n / count) * row + (n % count)", "n", HOPFIELD, "order 2 energies that are read"],
  ["src/memory/patterns.ts", "word < none ? 0 : ", "", HOPFIELD, "have the dilution"],
  ["src/memory/patterns.ts", "word < turned ? -", "word > turned ? -", HOPFIELD, "have the dilution"],
  ["src/memory/patterns.ts", "value === 1 || (value === 0 && word >>> 31 === 1)", "value === 1", HOPFIELD, "says nothing"],
  ["src/memory/spec.ts", 'learning === "unsupervised" || order === 2', "true", HOPFIELD, "needs order 2"],
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
  ["examples/multitasking-hopfield/recall.ts", ".sort((a, b) => b - a)", ".sort((a, b) => a - b)", MEMORY_STUDIES, "multitasking"],
  ["examples/dense-hopfield/recall.ts", "overlaps[r * patterns + (r % patterns)]!", "overlaps[r]!", MEMORY_STUDIES, "dense"],
  ["examples/sdr-dendrites/trials.ts", "off <= unit", "off <= unit / 100", MEMORY_STUDIES, "published"],
];

const root = resolve(fileURLToPath(new URL("..", import.meta.url)));
const args = process.argv.slice(2);
const words = args.filter((a) => !a.startsWith("--"));
const chosen = FAULTS.filter(([file]) => words.length === 0 || words.some((word) => file.includes(word)));
let worktree;
let running;

function git(...rest) {
  const { status, stdout, stderr } = spawnSync("git", ["-C", root, ...rest], { encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${rest.join(" ")}: ${stderr.trim()}`);
  return stdout;
}

function clean() {
  if (running) {
    try {
      process.kill(-running.pid, "SIGKILL");
    } catch {
      // It has ended.
    }
  }
  if (!worktree) return;
  const folder = worktree;
  worktree = undefined;
  rmSync(join(folder, "node_modules"), { force: true });
  git("worktree", "remove", "--force", folder);
}

/** ms that tests may take. */
const LONGEST_MS = 300_000;

/** Exit status of the tests, run in a process group of their own so that Ctrl-C can end all of it. */
function test(file, pattern) {
  const command = [join("node_modules", "vitest", "vitest.mjs"), "run", file, "--bail", "1", "--reporter", "dot", "--maxWorkers", "1"];
  if (pattern) command.push("-t", pattern);
  return new Promise((done) => {
    running = spawn(process.execPath, command, { cwd: worktree, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    // A fault may make a loop endless.
    const limit = setTimeout(() => process.kill(-running.pid, "SIGKILL"), LONGEST_MS);
    let output = "";
    const take = (chunk) => {
      output += chunk;
    };
    running.stdout.on("data", take);
    running.stderr.on("data", take);
    running.on("close", (status) => {
      clearTimeout(limit);
      running = undefined;
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal
      done({ status, output: output.replace(/\x1b\[[0-9;]*m/g, "") });
    });
  });
}

const sound = new Map();

/** Whether the tests pass without a fault: those that fail anyway prove nothing. */
async function passes(tests, pattern) {
  const key = `${tests} ${pattern}`;
  if (!sound.has(key)) {
    const { status, output } = await test(tests, pattern);
    sound.set(key, status === 0 && /Tests\s+.*\b[1-9]\d* passed/.test(output));
  }
  return sound.get(key);
}

/** "red", or what is wrong: a fault that no test sees, one that no longer fits the file, a pattern without tests. */
async function verdict([file, find, replace, tests, pattern]) {
  const path = join(worktree, file);
  const text = readFileSync(path, "utf8");
  const times = text.split(find).length - 1;
  if (times !== 1) return `STALE: the text is there ${times} times`;
  if (!(await passes(tests, pattern))) return `NO PROOF: without the fault ${tests} "${pattern}" does not pass`;
  writeFileSync(
    path,
    text.replace(find, () => replace),
  );
  try {
    const { status, output } = await test(tests, pattern);
    if (/Tests\s+.*\b[1-9]\d* failed/.test(output)) return "red";
    if (!/Tests\s+.*\b[1-9]\d* passed/.test(output)) return `NO TEST: ${output.trim().split("\n").at(-1) ?? ""} (${status})`;
    return "GREEN: no test saw it";
  } finally {
    if (worktree) writeFileSync(path, text);
  }
}

async function main() {
  if (args.includes("--list")) {
    for (const [file, find] of chosen) console.log(`${file}: ${find.split("\n")[0]}`);
    return 0;
  }
  worktree = mkdtempSync(join(tmpdir(), "galvani-faults-"));
  git("worktree", "add", "--detach", "--force", worktree, "HEAD");
  symlinkSync(join(root, "node_modules"), join(worktree, "node_modules"));
  if (git("status", "--porcelain", "--", "src", "shaders", "tests").trim()) console.log("(what is not committed is not looked at)");
  let missed = 0;
  for (const fault of chosen) {
    const started = performance.now();
    const found = await verdict(fault);
    if (found !== "red") missed++;
    const seconds = ((performance.now() - started) / 1000).toFixed(0).padStart(3);
    console.log(
      `${found === "red" ? "red  " : "     "} ${seconds} s  ${fault[0]}: ${fault[1].trim().split("\n")[0]}${found === "red" ? "" : `\n             ${found}`}`,
    );
  }
  console.log(`${chosen.length - missed} of ${chosen.length} planted faults turned a test red`);
  return missed === 0 ? 0 : 1;
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.on(signal, () => {
    clean();
    process.exit(130);
  });
main().then(
  (status) => {
    clean();
    process.exit(status);
  },
  (error) => {
    clean();
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
