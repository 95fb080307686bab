/** Planted faults of learning rules without backpropagation; table.mjs says what an entry is. */
const RULE_KERNELS = "tests/local/rule-kernels.test.ts";
const DEEP_LINEAR = "tests/local/deep-linear.test.ts";
const EXPONENTIATED = "tests/local/exponentiated-gradient.test.ts";
const SKA = "tests/local/ska.test.ts";
const LOCAL_KERNELS = "tests/local/kernels.test.ts";
const EQUILIBRIUM = "tests/local/equilibrium-propagation.test.ts";
const TEMPOTRON = "tests/local/tempotron.test.ts";
const CURL = "tests/local/curl-descent.test.ts";

export default [
  ["shaders/local/exponentiated_gradient.wgsl", "-sign(w) * change", "-change", RULE_KERNELS, "exponentiated gradient: kernel"],
  ["shaders/local/noise.wgsl", "words[k]", "words[0]", RULE_KERNELS, "gradient noise: kernel"],
  ["shaders/local/difference.wgsl", "left[i] - right[i]", "left[i]", RULE_KERNELS, "local difference: kernel"],
  ["shaders/local/deep_linear_stage.wgsl", "weights[i] = next;", "", RULE_KERNELS, "deep linear stage 3: kernel"],
  ["shaders/local/ska.wgsl", "decisions[i] = decision;", "", RULE_KERNELS, "ska: kernel"],
  ["shaders/local/ska_entropy.wgsl", "+ shape.layer]", "]", RULE_KERNELS, "ska entropy: kernel"],
  ["src/twins/local/exponentiated_gradient.ts", "-Math.sign(w) * change", "-change", EXPONENTIATED, "on cpu"],
  ["src/twins/local/noise.ts", "clock[Clock.cursor]", "0", EXPONENTIATED, "noise, on cpu"],
  ["src/local/exponentiated-gradient.ts", "scale: 1 / examples", "scale: 1", EXPONENTIATED, "regression, on cpu"],
  ["src/twins/local/difference.ts", "left[i] - right[i]", "left[i]", DEEP_LINEAR, "on cpu"],
  ["src/twins/local/deep_linear_stage.ts", "step / 6", "step / 5", DEEP_LINEAR, "on cpu"],
  ["src/local/deep-linear.ts", 'l === 1 ? "slope" : errorOf(l - 1)', "errorOf(l - 1)", DEEP_LINEAR, "on cpu"],
  ["src/twins/local/ska.ts", "decisions[i] = decision;", "", SKA, "on cpu"],
  ["src/twins/local/ska_entropy.ts", "scale * sum", "sum", SKA, "on cpu"],
  ["src/local/ska.ts", "scale: -bits", "scale: bits", SKA, "on cpu"],
  ["shaders/local/equilibrium_propagation_settle.wgsl", "drive[i] - s", "drive[i]", LOCAL_KERNELS, "settle, free: kernel"],
  ["shaders/local/equilibrium_propagation_targets.wgsl", "labels[order[place]]", "labels[place]", LOCAL_KERNELS, "targets: kernel"],
  ["shaders/local/equilibrium_propagation_judge.wgsl", "answer == wanted", "answer != wanted", LOCAL_KERNELS, "judge: kernel"],
  ["shaders/local/equilibrium_propagation_contrast.wgsl", "betas[cursor]", "betas[0]", LOCAL_KERNELS, "contrast: kernel"],
  ["shaders/local/tempotron_pass.wgsl", "stretch.decay * earlier.decay", "stretch.decay", LOCAL_KERNELS, "tempotron pass: kernel"],
  ["shaders/local/curl_descent_error.wgsl", "sqrt(square)", "square", LOCAL_KERNELS, "curl descent error: kernel"],
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
  ["src/local/equilibrium-spec.ts", "label >= classes", "label > classes", EQUILIBRIUM, "bad data, inputs, rates and weights are named"],
  [
    "src/local/curl-descent.ts",
    "by_column: 1, rate",
    "by_column: 0, rate",
    CURL,
    "steps are those of the definition, in float64 and on both",
  ],
  [
    "src/local/equilibrium-propagation.ts",
    "values.slice(layers[k] * units) };",
    "values.slice(units) };",
    EQUILIBRIUM,
    "both phases give the gradient: one-sided up ",
  ],
  ["src/local/equilibrium-propagation.ts", "beta * sign())", "beta)", EQUILIBRIUM, "random-sign nudges a batch by \\+beta, as one-"],
];
