/** Planted faults of statistics and plots; table.mjs says what an entry is. */
const HEAT_MAP = "tests/view/heat-map.test.ts";
const IMAGES = "tests/view/images.test.ts";
const OPERATOR_REPORT = "tests/view/operator-report.test.ts";
const PLOTS = "tests/view/plots.test.ts";
const REPORT = "tests/view/report.test.ts";
const STATISTICS = "tests/view/statistics.test.ts";
const TRAINING_REPORT = "tests/view/training-report.test.ts";
const WEIGHTS = "tests/view/weights.test.ts";
const PLACES = "tests/view/places.test.ts";

export default [
  ["src/view/heat-map.ts", "rows - 1 - Math.floor(i / columns)", "Math.floor(i / columns)", HEAT_MAP, "from the bottom"],
  ["src/view/field-cases.ts", "prediction[i] - value", "value", "tests/view/operator-report.test.ts", "one of errors"],
  [
    "src/view/images.ts",
    "{ x: x + to - i, y }",
    "{ x: x + 1, y }",
    IMAGES,
    "every value has its shade at its place, image by image with a",
  ],
  [
    "src/view/shades.ts",
    "signed ? [-reach, reach]",
    "signed ? [low, high]",
    IMAGES,
    "shades of one sign: white to dark; of both: blue, white at 0,",
  ],
  [
    "src/view/operator-report.ts",
    "bestFieldEpoch(history) as FieldEpochRecord",
    "history[0]",
    OPERATOR_REPORT,
    "best and last epoch at every size, curves, cases; nothing is",
  ],
  ["src/view/svg.ts", '.replaceAll("<", "&lt;")', "", PLOTS, "no spikes rates is well-formed and has no NaN"],
  ["src/view/sections.ts", "escapeXml(command)", "command", REPORT, "shows rates beside the reference, the summary, the command and"],
  [
    "src/view/data.ts",
    "owner.fill(index, p.first, p.first + p.size)",
    "owner.fill(index, p.first, p.size)",
    STATISTICS,
    "rates are counts over neurons and seconds",
  ],
  [
    "src/view/statistics.ts",
    "Math.sqrt(squares / intervals) / mean",
    "squares / intervals / mean",
    STATISTICS,
    "CV of inter-spike intervals is 1 for Poisson trains of many",
  ],
  [
    "src/view/epoch-curves.ts",
    "history.length === 1 ?",
    "history.length === 2 ?",
    TRAINING_REPORT,
    "one epoch is seen as dots, and a learning rate that stays the",
  ],
  [
    "src/view/training-report.ts",
    "bestEpoch(history) as EpochRecord",
    "history[history.length - 1]",
    TRAINING_REPORT,
    "best and last epoch, soft beside hard, curves; nothing is",
  ],
  [
    "src/view/weights.ts",
    "shareOf(histogram).forEach((share, bin) => {",
    "histogram.counts.forEach((share, bin) => {",
    WEIGHTS,
    "weightHistograms a column a snapshot, a cell a bin that is not",
  ],
  [
    "src/view/bars.ts",
    "(max, bar) => Math.max(max, finite(bar.value), finite(bar.reference))",
    "(max, bar) => Math.max(max, finite(bar.value))",
    PLACES,
    "reaches its references",
  ],
  ["src/view/histograms.ts", "(100 * count) / data.total", "(100 * count) / data.counts.length", PLACES, "shares of all values"],
  [
    "src/view/raster.ts",
    "Math.round(x((trains.step[i]! + 1) * dt) * SUB)",
    "Math.round(x(trains.step[i]! * dt) * SUB)",
    PLACES,
    "at the step's end",
  ],
  [
    "src/view/raster.ts",
    "minimum + (total > 0 ? (spare * size) / total : 0)",
    "minimum + (total > 0 ? (height * size) / total : 0)",
    PLACES,
    "at the step's end",
  ],
  ["src/view/page.ts", "<title>${escapeXml(title)}", "<title>${title}", PLACES, "furthest from its reference"],
  [
    "src/view/report.ts",
    "if (deviation > worst) [worst, name]",
    "if (deviation >= 0) [worst, name]",
    PLACES,
    "furthest from its reference",
  ],
  [
    "src/view/report.ts",
    "(100 * (value - reference)) / reference",
    "(100 * (value - reference)) / value",
    PLACES,
    "furthest from its reference",
  ],
  ["src/view/extent.ts", "if (value > high) high = value;", "if (value < high) high = value;", PLACES, "extent of numbers"],
  ["src/view/curves.ts", "!log || value > 0", "value > 0", PLOTS, "lines: one value alone is inside its axes, a"],
  [
    "src/view/roofline.ts",
    "const x = operations / (read + written);",
    "const x = operations / read;",
    "tests/cli/profile.test.ts",
    "a kernel that computes nothing is named unde",
  ],
  [
    "src/view/curves.ts",
    "log ? [low / 2, high * 2] : [low === 0 ? 0 : low - 1, high + 1]",
    "[low, high]",
    PLOTS,
    "lines: one value alone is inside its axes, a",
  ],
  ["src/view/curves.ts", "if (ys[end]! > ys[high]!) high = end;", "", PLOTS, "lines: one value alone is inside its axes, a"],
];
