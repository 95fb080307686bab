/** Planted faults of the description of networks and their rows; table.mjs says what an entry is. */
const NETWORK_BAD_PROJECTIONS = "tests/network/bad-projections.test.ts";
const CONNECTED = "tests/simulate/connect.test.ts";
const PROCEDURAL = "tests/simulate/procedural.test.ts";
const FIELD_NET = "tests/network/field.test.ts";
const BAD_INPUT = "tests/network/bad-input.test.ts";
const ROWS = "tests/network/rows.test.ts";
const RULES = "tests/network/rules.test.ts";
const PLASTICITY_BAD_INPUT = "tests/plasticity/bad-input.test.ts";
const THREADS = "tests/network/threads.test.ts";
const NETWORK = "tests/network/network.test.ts";

export default [
  ["src/network/field.ts", "point - n * Math.floor(point / n)", "point", FIELD_NET, "spreads neurons"],
  ["src/network/field.ts", "rest = Math.floor(rest / counts[axis]);", "", FIELD_NET, "is the same"],
  ["src/network/record.ts", "everySteps % own !== 0", "false", FIELD_NET, "frames between steps"],
  ["src/network/range.ts", "sums[cell[k]] += Math.abs(short", "sums[cell[k]] += 1e9 * Math.abs(short", PROCEDURAL, "rules"],
  ["src/network/links.ts", "some ? powers.length : 0", "powers.length", CONNECTED, 'p":0}'],
  ["src/network/json.ts", "if (keys.has(key)) throw", "if (false) throw", BAD_INPUT, "JSON_TEXT a key given twice"],
  ["src/network/names.ts", "before[j - 2] + 1", "before[j - 2] + 2", BAD_INPUT, "TOP a misspelt key"],
  [
    "src/network/parameters.ts",
    "for (const [name, values] of arrays) trial[name] = values[i];",
    "for (const [name, values] of arrays) trial[name] = values[0];",
    BAD_INPUT,
    "POPULATIONS what it refuses of one neuron",
  ],
  ["src/network/projection.ts", "{ least: dt / 2,", "{ least: 0,", NETWORK_BAD_PROJECTIONS, "PROJECTIONS a delay of 0"],
  ["src/network/record.ts", "if (neurons) checkOnce", "if (!neurons) checkOnce", NETWORK_BAD_PROJECTIONS, "RECORDS an unknown variable"],
  ["src/network/structure.ts", "nearest(k, known) === key", "false", BAD_INPUT, "TOP a misspelt key"],
  [
    "src/network/blueprint.ts",
    "drawSpec(weight, scales[target])",
    "drawSpec(weight, scales[source])",
    ROWS,
    "rows each is sorted by delay; counts and shortest and longest",
  ],
  [
    "src/network/scales.ts",
    "bound += indegree * mean + 6 * Math.sqrt(indegree) * rms + largest;",
    "bound += indegree * mean;",
    RULES,
    "exact rules edges: those given, repeated ones too, in any order",
  ],
  [
    "src/network/format.ts",
    "Math.ceil(Math.log2(cells))",
    "Math.floor(Math.log2(cells))",
    ROWS,
    "weights the sign chooses the receptor, unless one is named;",
  ],
  [
    "src/network/prepare.ts",
    "degrees[drawn[e]]++",
    "degrees[e % degrees.length]++",
    RULES,
    "exact rules degrees are exact; autapses true, multapses true",
  ],
  [
    "src/network/rule.ts",
    "source.size * target.size - (self ? 0 : source.size)",
    "source.size * target.size - (self ? source.size : 0)",
    NETWORK_BAD_PROJECTIONS,
    "PROJECTIONS too few weights for all pairs",
  ],
  [
    "src/network/rules/rules.ts",
    "const j = order[k] - target * degree;",
    "const j = order[k];",
    CONNECTED,
    '\\{"fixed_indegree":\\{"indegree":30,"allow_autapses":true,"allow_',
  ],
  [
    "src/network/plasticity.ts",
    "if (dendritic < steps)",
    "if (dendritic < 0)",
    PLASTICITY_BAD_INPUT,
    "DESCRIPTION an axonal part of more than half",
  ],
  [
    "src/network/rows.ts",
    "sums[cell] += other.sums[cell]",
    "sums[cell] = other.sums[cell]",
    THREADS,
    "what is said of all rows does not hang on the threads",
  ],
  ["src/network/network.ts", "(value as unknown as Float64Array).slice()", "(value as unknown as Float64Array)", NETWORK, "share arrays"],
  ["src/network/user-model.ts", "receptors.indexOf(r) !== i", "false", BAD_INPUT, "a receptor twice"],
  ["src/network/numbers.ts", "<= 1e-6 * steps", "<= 0.1 * steps", NETWORK_BAD_PROJECTIONS, "a bin beside a step"],
  [
    "src/network/resolve.ts",
    "this.neurons += size;",
    "this.neurons = size;",
    NETWORK,
    "what resolving fills in parameters, indices and defaults",
  ],
  ["src/network/input.ts", "(a, b) => times[a] - times[b]", "(a, b) => times[b] - times[a]", NETWORK, "spikes in order"],
  ["src/network/draft.ts", "name !== undefined && this.places.has(name)", "name === undefined", BAD_INPUT, "twice|same name|another"],
  [
    "src/network/together.ts",
    "data({ index: thread, count: crew.count })",
    "data({ index: thread, count: crew.count + 1 })",
    THREADS,
    "fixed_total|edges|indegree",
  ],
  [
    "src/network/user-rule.ts",
    "delayed: given.delayed ?? true",
    "delayed: given.delayed ?? false",
    "tests/plasticity/own.test.ts",
    "on cpu an own rule gives the bits of the bui",
  ],
  [
    "src/network/vary.ts",
    "if (step < list.length) return step;",
    "if (step <= list.length) return step;",
    "tests/simulate/sweep.test.ts",
    "a wrong sweep is one error that names the pl",
  ],
  [
    "src/network/values.ts",
    "drawn[i] >= min && drawn[i] <= max",
    "drawn[i] >= min",
    "tests/network/values.test.ts",
    'normal \\{"normal":\\{"mean":0,"std":1,"max":0\\.5',
  ],
  ["src/network/rules/draw.ts", "DELAY_UNIT / dt", "DELAY_UNIT", ROWS, "delays rounded to the nearest step, 1 at lea"],
];
