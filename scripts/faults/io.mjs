/** Planted faults of files and errors; table.mjs says what an entry is. */
const FIELD_FILES = "tests/io/field-training.test.ts";
const EPOCHS = "tests/learn/epochs.test.ts";
const SAFETENSORS = "tests/io/safetensors.test.ts";
const NEURALOPERATOR = "tests/io/neuraloperator.test.ts";
const IDX = "tests/io/idx.test.ts";
const NETWORK = "tests/network/network.test.ts";
const NPZ = "tests/io/npz.test.ts";
const ERRORS = "tests/errors.test.ts";
const NPY = "tests/io/npy.test.ts";

export default [
  ["src/io/neuraloperator.ts", "if (flat.length !== length)", "if (flat.length < length)", NEURALOPERATOR, "of another model"],
  ["src/io/float16.ts", "2 ** (exponent - 25)", "2 ** (exponent - 24)", SAFETENSORS, "every type"],
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
    "src/io/idx.ts",
    "getUint32(4 + 4 * k))",
    "getUint32(4 + 4 * k, true))",
    IDX,
    "shape and elements, plain and gzipped, also from inside a",
  ],
  [
    "src/io/network-file.ts",
    "initial: await this.record(p.initial",
    "initial: await this.record(p.params ?? p.initial",
    NETWORK,
    "one network in code and in a file has one description",
  ],
  ["src/io/npz.ts", 'name.replace(/\\.npy$/, "")', "name", NPZ, "npz arrays come back as they went in"],
  ["src/errors.ts", "text.length > 80 ? `${text.slice(0, 77)}", "text.length > 80 ? `${text.slice(0, 80)}", ERRORS, "values in messages"],
  ["src/errors.ts", '.replaceAll("\\n", " ")', "", ERRORS, "in one line"],
  [
    "src/errors.ts",
    "`array of ${(value as Float32Array).length}`",
    "`array of ${(value as Float32Array).byteLength}`",
    ERRORS,
    "values in messages",
  ],
  ["src/io/npy.ts", "found > count * size", "found > 2 * count * size", NPY, "refused bytes after the end"],
  [
    "src/io/table.ts",
    'Number.isNaN(value) ? "" :',
    'Number.isNaN(value) ? "0" :',
    "tests/cli/train.test.ts",
    "4 epochs at once are 2 and 2 resumed, to the",
  ],
  ["src/io/trace-events.ts", "start - origin);", "start);", "tests/cli/profile.test.ts", "on cpu: parts add up, the files open, the ad"],
  [
    "src/io/model.ts",
    "epoch: String(epoch) };",
    "epoch: String(epoch + 1) };",
    "tests/cli/classify.test.ts",
    "a model is smaller than its checkpoint and s",
  ],
  ["src/io/model.ts", "if (!isOwn(found)) throw", "if (false) throw", "tests/cli/classify.test.ts", "bad input is one line that names it"],
];
