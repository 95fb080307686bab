/** Planted faults of synapses: rows that are built, spikes that are delivered; table.mjs says what an entry is. */
const DELAYS = "tests/simulate/delays.test.ts";
const SAME = "tests/simulate/same-bits.test.ts";
const VERIFY = "tests/cli/verify.test.ts";
const CONNECT = "tests/twins/synapse/connect.test.ts";
const CONNECTED = "tests/simulate/connect.test.ts";
const PROCEDURAL = "tests/simulate/procedural.test.ts";

export default [
  ["shaders/synapse/propagate_procedural.wgsl", "select(j, j + 1u, skips", "select(j, j, skips", PROCEDURAL, "all at once"],
  ["shaders/synapse/propagate_procedural.wgsl", "to != barred", "true", PROCEDURAL, "all at once"],
  ["shaders/synapse/propagate_procedural.wgsl", "landing = to + 1u", "landing = to + 2u", PROCEDURAL, "all at once"],
  ["src/twins/synapse/slices.ts", "Math.min(longest, from + piece)", "Math.min(longest, from + piece - 1)", PROCEDURAL, "all at once"],
  ["src/twins/synapse/propagate_procedural.ts", "ring[at] + weight[k]", "ring[at] - weight[k]", PROCEDURAL, "rules"],
  ["src/twins/synapse/propagate_procedural.ts", "s += share.count", "s += 2 * share.count", PROCEDURAL, "rules"],
  ["shaders/lib/deliver.wgsl", "page1[k - size]", "page0[k - size]", VERIFY, "every kernel"],
  ["shaders/synapse/propagate.wgsl", "bitcast<i32>(synapse.y)", "bitcast<i32>(synapse.x)", VERIFY, "every kernel"],
  ["shaders/lib/deliver.wgsl", "page2[k - 2u * size]", "page2[k - size]", VERIFY, "every kernel"],
  ["shaders/synapse/propagate_constant.wgsl", "32u - run.class_bits", "31u - run.class_bits", VERIFY, "every kernel"],
  ["src/twins/lib/deliver.ts", "(firstStep + (queue[s] >>> neuronBits)) % slots;", "firstStep % slots;", DELAYS, "cpu"],
  ["src/twins/lib/deliver.ts", "page[w + 1] | 0", "page[w] | 0", VERIFY, "every kernel"],
  ["src/twins/lib/deliver.ts", "weights[place >>> classShift]", "weights[0]", VERIFY, "every kernel"],
  ["src/twins/lib/deliver.ts", "Math.max(rows[row], rows_bound[0])", "rows[row]", SAME, "cpu pages"],
  ["shaders/synapse/connect_rows.wgsl", "j >= source && link_has", "j > source && link_has", CONNECT, "rows"],
  ["shaders/synapse/connect_rows.wgsl", "source * degree + j", "source * degree", CONNECTED, "arrays"],
  ["shaders/synapse/connect_jumps.wgsl", "partner >= others", "partner > others", CONNECT, "jumps"],
  ["shaders/synapse/connect_jumps.wgsl", "barred && partner == source", "false", CONNECT, "jumps"],
  ["shaders/synapse/connect_distinct.wgsl", "(others + 31u) / 32u", "others / 32u", CONNECT, "distinct"],
  ["shaders/synapse/connect_distinct.wgsl", "is_taken(partner, thread, item); attempt", "false; attempt", CONNECT, "distinct"],
  ["shaders/synapse/connect_columns.wgsl", "(job.first + thread) / degree", "thread / degree", CONNECT, "columns"],
  ["shaders/synapse/connect_edges.wgsl", "source, edge, edge, partner", "source, edge, thread, partner", CONNECT, "edges"],
  ["shaders/synapse/connect_degrees.wgsl", "min(left, 4u)", "min(left, 3u)", CONNECT, "degrees"],
  ["src/twins/synapse/connect_rows.ts", "c.whole(source)", "c.whole(c.first)", CONNECT, "rows"],
  ["src/twins/synapse/connect_jumps.ts", "c.row.length = 0", "c.row.length = 1", CONNECT, "jumps"],
  ["src/twins/synapse/connect_distinct.ts", "target, j, stream, 0", "target, 0, stream, 0", CONNECT, "distinct"],
  ["src/twins/synapse/connect_columns.ts", "if (target !== drawn)", "if (drawn < 0)", CONNECT, "columns"],
  ["src/twins/synapse/connect_edges.ts", "source, edge, stream, 0", "source, 0, stream, 0", CONNECT, "edges"],
  ["src/twins/synapse/connect_degrees.ts", "const from = 4 * c.first", "const from = c.first", CONNECT, "degrees"],
  [
    "src/twins/synapse/propagate.ts",
    "[page0, page1, page2]",
    "[page1, page0, page2]",
    "tests/simulate/connect-runs.test.ts",
    "iaf_psc_exp: spikes and state are the same w",
  ],
  [
    "src/twins/synapse/propagate_constant.ts",
    "[page0, page1, page2]",
    "[page0, page2, page1]",
    SAME,
    "cpu pages of synapses of one word: one weigh",
  ],
];
