/** Planted faults of the command line; table.mjs says what an entry is. */
const TRAIN_FIELDS = "tests/cli/train-fields.test.ts";
const TRAIN = "tests/cli/train.test.ts";
const BAD_INPUT = "tests/cli/bad-input.test.ts";
const SWEEP = "tests/cli/sweep.test.ts";
const RUN = "tests/cli/run.test.ts";
const STUDY = "tests/cli/study.test.ts";
const PROFILE = "tests/cli/profile.test.ts";
const OUTPUT = "tests/cli/output.test.ts";

export default [
  ["src/cli/train.ts", "(resumed) trainer.load(resumed.state)", "(false) trainer.destroy()", TRAIN_FIELDS, "to the byte"],
  ["src/cli/train.ts", "if (resumed) trainer.load(resumed.state);", "", TRAIN, "2 and 2 resumed"],
  ["src/cli/train.ts", "kept = history.length;", "", TRAIN, "Ctrl-C|not finite"],
  ["src/cli/train.ts", "resumed.about.data_sha256 !== sha256", "false", TRAIN, "bad input"],
  ["src/cli/train-output.ts", "summary.best === summary.last", "true", TRAIN, "best epoch"],
  [
    "src/cli/cli.ts",
    "InputError(value, undefined, MISSING[value])",
    "InputError(value, undefined, MISSING.network)",
    BAD_INPUT,
    "galvani train",
  ],
  ["src/cli/options.ts", "value >= (least ?? -Infinity)", "value > (least ?? -Infinity)", SWEEP, "an example, with its scale and variant"],
  ["src/cli/verify.ts", 'if (choice === "cpu") throw', 'if (choice === "hardware") throw', BAD_INPUT, "galvani verify --adapter cpu"],
  ["src/cli/demo.ts", "ROOM * bytes(percent / 100) > free", "ROOM * bytes(percent / 100) < free", RUN, "demo"],
  [
    "src/cli/list.ts",
    "examples.map(described), studies",
    "studies.map(described), studies",
    STUDY,
    "list names it; a slip finds it; profile and sweep send to run",
  ],
  ["src/cli/plasticity.ts", "all.set(one, k * weight.length);", "all.set(one, 0);", RUN, "weights that learn"],
  ["src/cli/info.ts", 'software: await probe("software")', 'software: await probe("hardware")', RUN, "list and info"],
  ["src/cli/progress.ts", "this.spoken >= LINE_EVERY", "this.spoken >= 0", RUN, "progress"],
  ["src/cli/progress.ts", "this.spoken = this.now();", "", RUN, "progress"],
  ["src/cli/load.ts", "if (variants.length === 0) throw", "if (variants.length > 0) throw", BAD_INPUT, "variant"],
  ["src/cli/cli.ts", 'hint(value, names, "commands")', 'hint(value, [], "commands")', BAD_INPUT, "galvani (ru|sim|li|pro|ver)"],
  [
    "src/cli/options.ts",
    "Number.isSafeInteger(value) && value >= 1)",
    "Number.isSafeInteger(value) && value >= 0)",
    BAD_INPUT,
    "threads|timesteps|epochs|count",
  ],
  ["src/cli/io.ts", "return INTERRUPTED;\n", "return 1;\n", PROFILE, "Ctrl-C"],
  ["src/cli/sweep.ts", "Math.floor((to - from) / step + 1e-9) + 1", "Math.floor((to - from) / step + 1e-9)", SWEEP, "json"],
  [
    "src/cli/study.ts",
    "throw new InputError(`--${key}`, raw[key], `${study.name}",
    'if (key !== "dt") throw new InputError(`--${key}`, raw[key], `${study.name}',
    STUDY,
    "run tiny --dt 0\\.1: refused in one line",
  ],
  [
    "src/cli/output.ts",
    "renameSync(join(temporary, name), join(path, name))",
    "renameSync(join(temporary, name), join(dirname(path), name))",
    OUTPUT,
    "a write that fails half-way leaves no file of it, in a new",
  ],
  ["src/cli/summary.ts", "`${adapterKind}: ${adapter}`", "adapter", RUN, "software"],
  ["src/cli/run.ts", "simulation.forget();", "", RUN, "json prints|out holds|summary"],
  [
    "src/cli/train-options.ts",
    'epochs: whole(raw, "epochs")',
    'epochs: whole(raw, "batch")',
    TRAIN_FIELDS,
    "learns Darcy flow, judges it at both sizes, keeps all that it",
  ],
  [
    "src/cli/train-spec.ts",
    "in_features: k === 0 ? features : hidden",
    "in_features: features",
    TRAIN,
    "learns, says soft and hard, keeps all that i",
  ],
  [
    "src/cli/profile.ts",
    "bytes_written: kernel.written",
    "bytes_written: kernel.read",
    PROFILE,
    "on cpu: parts add up, the files open, the ad",
  ],
  [
    "src/cli/classify.ts",
    '["hard, dense", percent(hard)]',
    '["hard, dense", percent(soft)]',
    "tests/cli/classify.test.ts",
    "three accuracies, the first two those of the",
  ],
];
