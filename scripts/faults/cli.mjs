/** Planted faults of the command line; table.mjs says what an entry is. */
const TRAIN_FIELDS = "tests/cli/train-fields.test.ts";
const TRAIN = "tests/cli/train.test.ts";
const BAD_INPUT = "tests/cli/bad-input.test.ts";
const SWEEP = "tests/cli/sweep.test.ts";
const RUN = "tests/cli/run.test.ts";
const STUDY = "tests/cli/study.test.ts";

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
];
