/** Planted faults of trained networks: layers, optimisers, the trainer, deployment; table.mjs says what an entry is. */
const EPOCHS = "tests/learn/epochs.test.ts";
const STATE_DICT = "tests/learn/state-dict.test.ts";
const SPECTRAL_CLASS = "tests/operator/spectral-conv-class.test.ts";
const OPERATOR_SLOPES = "tests/operator/gradients.test.ts";
const OPERATOR_TRAINING = "tests/operator/training.test.ts";
const LOSSES = "tests/learn/losses.test.ts";
const OPTIMISERS = "tests/learn/optimisers.test.ts";
const ENCODERS = "tests/learn/encoders.test.ts";
const TRAINER = "tests/learn/trainer.test.ts";
const TRUNCATION = "tests/learn/truncation.test.ts";
const DEPLOYED = "tests/deploy/classify.test.ts";
const CLASSIFY = "tests/cli/classify.test.ts";
const CHECK = "tests/learn/check.test.ts";
const GRADIENTS = "tests/learn/gradients.test.ts";
const IMAGES = "tests/learn/images.test.ts";
const LEAKY = "tests/learn/leaky.test.ts";
const RAWS = "tests/learn/raws.test.ts";

export default [
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
  ["src/learn/epoch-record.ts", "test_accuracy_hard: hard.accuracy", "test_accuracy_hard: soft.accuracy", EPOCHS, "record"],
  ["src/learn/epochs.ts", "best.test_accuracy_soft >= record", "best.test_accuracy_soft > record", EPOCHS, "best epoch"],
  ["src/learn/affine.ts", "accumulate: adds ? 1 : 0", "accumulate: 0", OPERATOR_SLOPES, "defaults"],
  ["src/learn/affine.ts", "accumulate: onto ? 1 : 0", "accumulate: 0", OPERATOR_SLOPES, "the other way"],
  ["src/learn/state-dict.ts", "numeric: true", "numeric: false", STATE_DICT, "order and shape"],
  ["src/learn/state-dict.ts", "if (fits) checkOrder(found, layer, place);", "", STATE_DICT, "exchanged"],
  ["src/learn/state-dict.ts", "at: at + k", "at", STATE_DICT, "come back"],
  ["src/learn/state-dict.ts", "RESETS.indexOf(reset)", "0", STATE_DICT, "snnTorch"],
  ["src/learn/state-dict.ts", "!longer.some((ending) => name.endsWith(ending)) &&", "", STATE_DICT, "recurrent"],
  ["src/learn/dice.ts", "std * 2 ** -26", "std * 2 ** -25", SPECTRAL_CLASS, "first values"],
  [
    "src/learn/check.ts",
    "const wanted = labels.length * features(shape);",
    "const wanted = pixels.length;",
    CHECK,
    "pixels that are missing",
  ],
  [
    "src/learn/network.ts",
    "spikes.grad !== output.grad",
    "spikes.grad === output.grad",
    CHECK,
    '\\{"network":\\{"input":\\[13\\],"layers":\\[\\{"layer":"Linear","in_f',
  ],
  ["src/learn/layers/ultra-dlif.ts", "input.steps === 1 ? 0 : units", "units", GRADIENTS, "Ultra"],
  ["src/learn/layers/ultra-dlif.ts", 'if (layer === "UltraDPLIF") return RingForm.leaking;', "", GRADIENTS, "Ultra"],
  [
    "src/learn/layers/neuron.ts",
    "Number(learn) << r",
    "Number(learn) << 0",
    GRADIENTS,
    "\\{layer:UltraLIF\\}: gradients are those of its definition",
  ],
  [
    "src/learn/layers/conv2d.ts",
    "out_at: first * places * channels }",
    "out_at: 0 }",
    IMAGES,
    "more windows than are held at a time go through in turns, to",
  ],
  [
    "src/learn/layers/images.ts",
    "(pixels + 2 * padding - kernel)",
    "(pixels + padding - kernel)",
    IMAGES,
    "by hand a convolution is a correlation, padded with zeros, its",
  ],
  [
    "src/learn/kernels/neuron.ts",
    "Math.ceil(shape.units / NEURON_GROUP)",
    "Math.floor(shape.units / NEURON_GROUP)",
    LEAKY,
    "Leaky, reset subtract: no spike mismatch on 1,000 neurons x",
  ],
  [
    "src/learn/layers/recurrent.ts",
    "left_at: (t - 1) * units",
    "left_at: t * units",
    GRADIENTS,
    "\\{layer:PLIF,recurrent:true\\}: gradients are those of its",
  ],
  [
    "src/learn/layers/ultra-dlif.ts",
    "ds: Number(ds) },",
    "ds: 0 },",
    GRADIENTS,
    "\\{layer:UltraDPLIF,ds:true\\}: gradients are those of its",
  ],
  ["src/learn/layers/raws.ts", "Math.log(tau / (1 - tau))", "Math.log(tau * (1 - tau))", RAWS, "raw parameters"],
  [
    "src/deploy/compare.ts",
    "expected[layer][place] || row % dense.batch >= count",
    "expected[layer][place] || row % dense.batch > count",
    DEPLOYED,
    '\\{"layer":"UltraLIF"\\} spikes as the dense pas',
  ],
  [
    "src/learn/tensor.ts",
    "this.recorded.toReversed().flatMap",
    "this.recorded.flatMap",
    TRAINER,
    "it learns; what a pass says is what the exam",
  ],
  [
    "src/learn/kernels/matmul.ts",
    "whole.slices * whole.matrices",
    "whole.slices",
    "tests/learn/dense-kernels.test.ts",
    "learn matmul, many: kernel and twin",
  ],
  [
    "src/deploy/models.ts",
    "= stepped.after[${k}];",
    "= stepped.after[0];",
    DEPLOYED,
    '\\{"layer":"Synaptic","alpha":0\\.7,"beta":0\\.9\\} ',
  ],
];
