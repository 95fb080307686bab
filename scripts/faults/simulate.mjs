/** Planted faults of the simulation; table.mjs says what an entry is. */
const CONNECTED = "tests/simulate/connect.test.ts";
const BATCH = "tests/simulate/batch.test.ts";
const SWEEP = "tests/simulate/sweep.test.ts";
const FIELDS = "tests/simulate/field.test.ts";
const ERRORS = "tests/simulate/errors.test.ts";
const CHANGE = "tests/simulate/change.test.ts";
const STATE = "tests/plasticity/state.test.ts";
const CORE = "tests/plasticity/core.test.ts";
const INPUTS = "tests/simulate/inputs.test.ts";
const MEMORY = "tests/simulate/memory.test.ts";
const PROFILE = "tests/simulate/profile.test.ts";
const RESIDENT = "tests/simulate/resident.test.ts";
const MODELS = "tests/simulate/models.test.ts";

export default [
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
  [
    "src/simulate/windows.ts",
    "return clocks.reduce(gcd, fieldAlign(network));",
    "return clocks.reduce(gcd, 0);",
    FIELDS,
    "cpu a field that nobody",
  ],
  ["src/simulate/control.ts", "fields: afterPlastic }", "fields: plastic }", FIELDS, "cpu a field that leaves"],
  ["src/simulate/beside.ts", "neurons + firsts[b] + (cell", "neurons + (cell", BATCH, "^cpu digest"],
  ["src/simulate/instances.ts", "entry - firsts[b]", "entry", BATCH, "^cpu digest"],
  ["src/simulate/isi.ts", "** 2", "** 2 + 1", SWEEP, "cpu: rates"],
  ["src/simulate/connect-rows.ts", "length > left && length <= pageSynapses", "false", CONNECTED, "of 128"],
  ["src/simulate/connect.ts", "+ 2 ** 32 * sums", "+ 0 * sums", CONNECTED, "beyond 32 bits"],
  ["src/simulate/connect.ts", "scales[p] /= 2", "scales[p] /= 32", CONNECTED, "too low"],
  [
    "src/simulate/checkpoint.ts",
    "if (checkpoint.network !== fingerprint(base))",
    "if (checkpoint.step < 0)",
    ERRORS,
    "misuse a checkpoint of another network, another build, or no",
  ],
  ["src/simulate/change.ts", "state[base + i] += (typeof old", "state[base + i] -= (typeof old", CHANGE, "another threshold"],
  [
    "src/simulate/compile.ts",
    "if (resident?.must) throw",
    "if (!resident?.must) throw",
    FIELDS,
    "cpu a field that nobody feeds goes as it goes alone; frames and",
  ],
  [
    "src/simulate/plastic-synapses.ts",
    "const same = known.get(drawn);",
    "const same = [...known.values()][0];",
    STATE,
    "instances side by side on cpu learn as each does alone, with",
  ],
  [
    "src/simulate/plastic-states.ts",
    "this.settled = at;",
    "this.settled = 0;",
    STATE,
    "instances side by side on software learn as each does alone,",
  ],
  [
    "src/simulate/plastic-rule.ts",
    "decayTables(params[tau] / dt)",
    "decayTables(params[tau])",
    CORE,
    "a target's spikes outgrow what is kept of them, again and",
  ],
  [
    "src/simulate/inputs.ts",
    "list.sort((a, b) => a - b);",
    "list.sort((a, b) => b - a);",
    INPUTS,
    "cpu: given input acts in the documented step spikes are",
  ],
  [
    "src/simulate/memory.ts",
    "Math.round(longest / network.dt));",
    "Math.round(longest));",
    MEMORY,
    "the footprint counts synapses, ring and state",
  ],
  [
    "src/simulate/spans.ts",
    "(at - last) / busy.size",
    "at - last",
    PROFILE,
    "on two threads: a track each, their waiting for each other a",
  ],
  [
    "src/simulate/resident.ts",
    "(delay << 16) | cell",
    "(delay << 15) | cell",
    RESIDENT,
    "software: the same bits as the ordinary path iaf_psc_exp:",
  ],
  [
    "src/simulate/submit.ts",
    "aborted ||= signal?.aborted === true;",
    "",
    ERRORS,
    "stopping and going on cpu: a cancelled run goes on to the same",
  ],
  [
    "src/simulate/layout.ts",
    "value - (variable.plus ? params[variable.plus] : 0)",
    "value",
    MODELS,
    "WGSL against twin iaf_cond_exp: the same spikes, every state",
  ],
];
