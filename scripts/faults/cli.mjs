/** Planted faults of the command line; table.mjs says what an entry is. */
const TRAIN_FIELDS = "tests/cli/train-fields.test.ts";
const TRAIN = "tests/cli/train.test.ts";

export default [
  ["src/cli/train.ts", "(resumed) trainer.load(resumed.state)", "(false) trainer.destroy()", TRAIN_FIELDS, "to the byte"],
  ["src/cli/train.ts", "if (resumed) trainer.load(resumed.state);", "", TRAIN, "2 and 2 resumed"],
  ["src/cli/train.ts", "kept = history.length;", "", TRAIN, "Ctrl-C|not finite"],
  ["src/cli/train.ts", "resumed.about.data_sha256 !== sha256", "false", TRAIN, "bad input"],
  ["src/cli/train-output.ts", "summary.best === summary.last", "true", TRAIN, "best epoch"],
];
