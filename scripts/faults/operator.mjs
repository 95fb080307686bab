/** Planted faults of spectral operators and their training; table.mjs says what an entry is. */
const SPECTRAL = "tests/operator/spectral-conv.test.ts";
const SPECTRAL_SLOPES = "tests/operator/spectral-conv-gradients.test.ts";
const SPECTRAL_CLASS = "tests/operator/spectral-conv-class.test.ts";
const OPERATOR_SLOPES = "tests/operator/gradients.test.ts";
const OPERATOR_TRAINING = "tests/operator/training.test.ts";
const OPERATOR_JAVASCRIPT = "tests/operator/javascript.test.ts";
const NEURALOPERATOR = "tests/io/neuraloperator.test.ts";

export default [
  ["src/operator/check.ts", "values instanceof Float32Array", "ArrayBuffer.isView(values)", OPERATOR_JAVASCRIPT, "no floats"],
  ["src/operator/training.ts", "if (!names.includes(test))", "if (false)", OPERATOR_JAVASCRIPT, "that there is not"],
  ["src/operator/record.ts", "adds: passed", "adds: false", OPERATOR_SLOPES, "defaults"],
  ["src/operator/record.ts", "{ adds: true }", "{}", OPERATOR_SLOPES, "defaults"],
  ["src/operator/record.ts", "if (!last) field", "if (last) field", NEURALOPERATOR, "its own forward"],
  ["src/operator/grid.ts", "% size) / size", "% size) / (size - 1)", NEURALOPERATOR, "its own forward"],
  ["src/operator/layers.ts", "between(after, before)", "between(before, after)", OPERATOR_SLOPES, "padding"],
  ["src/operator/data.ts", "sum / (count - 1)", "sum / count", OPERATOR_TRAINING, "normalisation"],
  ["src/operator/training.ts", "normalised(set.inputs, normalisation.inputs)", "set.inputs", OPERATOR_TRAINING, "a pass says"],
  ["src/operator/training.ts", "errorOf(best) <=", "errorOf(best) <", OPERATOR_TRAINING, "the best epoch"],
  ["src/operator/fno.ts", "Math.min(batch, count - done)", "batch", OPERATOR_TRAINING, "a pass says"],
  [
    "src/operator/spectral-conv-weights.ts",
    "weight[2 * (p * modes + m) + 1];",
    "-weight[2 * (p * modes + m) + 1];",
    NEURALOPERATOR,
    "on cpu",
  ],
  [
    "src/operator/truncated-products.ts",
    "{ ...others, rows: depth, depth: rows }",
    "{ ...others, rows, depth }",
    SPECTRAL_SLOPES,
    "float32 on cpu",
  ],
  ["src/operator/truncated-fft.ts", '"backward", 0.5', '"backward", 1', SPECTRAL_SLOPES, "central"],
  ["src/operator/truncated-fft.ts", '"backward", 2', '"backward", 1', SPECTRAL_SLOPES, "central"],
  ["src/operator/truncated-fft.ts", "f < 0 ? f + points : f", "Math.abs(f)", SPECTRAL, "80,70.*on cpu"],
  ["src/operator/truncated.ts", "same && multiplications(axes) >", "same && multiplications(axes) <", SPECTRAL, "many modes go"],
  [
    "src/operator/spectral-conv-record.ts",
    "adjoint ? [outputs, inputs] : [inputs, outputs]",
    "[inputs, outputs]",
    SPECTRAL_SLOPES,
    "float32 on cpu",
  ],
  ["src/operator/spectral-conv-spec.ts", "Math.floor((max - kept) / 2)", "Math.ceil((max - kept) / 2)", SPECTRAL, "max_n_modes.*on cpu"],
  ["src/operator/spectral-conv-spec.ts", "below % 2 === 0 ? below", "below % 2 === 1 ? below", SPECTRAL_CLASS, "halves"],
  ["src/operator/spectral-conv.ts", "(bias as Float32Array) : flat", "flat : flat", SPECTRAL_CLASS, "neuraloperator give.*cpu"],
  [
    "src/operator/spec.ts",
    "(domain_padding?.[axis] ?? 0)",
    "(domain_padding?.[0] ?? 0)",
    NEURALOPERATOR,
    "fno_2d_padded of neuraloperator answers as its own forward pass",
  ],
  [
    "src/operator/sized.ts",
    "const columns = input.shape[sizes.length];",
    "const columns = channels;",
    OPERATOR_TRAINING,
    "it learns, and answers at a finer size as at",
  ],
];
