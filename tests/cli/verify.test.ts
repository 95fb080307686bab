import { afterAll, beforeAll, expect, test } from "vitest";
import { openDevice } from "../../src/gpu/adapter.ts";
import type { Device } from "../../src/gpu/device.ts";
import type { ShaderSource } from "../../src/gpu/source.ts";
import { rules } from "../../src/twins/plasticity/index.ts";
import { neuronChecks } from "../../src/verify/neurons.ts";
import { stageChecks, verify } from "../../src/verify/verify.ts";
import { galvani } from "./terminal.ts";

let device: Device;
beforeAll(async () => {
  device = await openDevice("software");
});
afterAll(() => device.destroy());

/** Replaces text in whatever shader has it. */
const fault = (from: string, to: string) => (source: ShaderSource) => ({ ...source, text: source.text.replaceAll(from, to) });

test("every kernel agrees with its twin on the software adapter", async () => {
  const done = await galvani(["verify", "--adapter", "software", "--json"]);
  const result = JSON.parse(done.out);
  expect(
    result.kernels.filter((kernel: { ok: boolean }) => !kernel.ok),
    `seed ${result.seed}`,
  ).toEqual([]);
  expect(result.kernels.length).toBe(27 + stageChecks.length + Object.keys(neuronChecks).length + Object.keys(rules).length);
  expect(done.code).toBe(0);
}, 600_000);

test.each([
  ["philox, normal, poisson", "c = vec4<u32>(h1 ^ c.y", "c = vec4<u32>(h0 ^ c.y"],
  ["philox, normal, poisson", "select(z, -z,", "select(z, z,"],
  ["bench copy", "target_words[i] = source[i]", "target_words[i + 1u] = source[i]"],
  ["bench atomic add", "i < size.n", "i + 1u < size.n"],
  ["update iaf_psc_exp", "start + lane < end)", "start + lane < end && lane != 63u)"],
  ["update iaf_psc_exp", "subgroupExclusiveAdd(count)", "0u * count"],
  ["update without subgroups", "return atomicAdd(&control[0], count)", "return atomicAdd(&control[0], count + 1u)"],
  ["update iaf_psc_delta", "poisson_count(words[i & 3u]", "poisson_count(words[0]"],
  ["update iaf_psc_exp", "traces[place] = state_of", "traces[place] = 1.5 * state_of"],
  ["propagate", "from_first + thread % lanes", "from_first + max(thread % lanes, 1u)"],
  ["propagate", "(item % pieces) * size", "(item % pieces) * (size - 1u)"],
  ["propagate constant", "32u - run.class_bits", "31u - run.class_bits"],
  ["propagate", "(1u << run.cell_bits) - 1u", "(1u << run.cell_bits) - 2u"],
  ["propagate procedural", "due >= run.ring_slots", "due > run.ring_slots"],
  ["propagate procedural", "select(j, j + 1u, skips && j >= source)", "j + 1u"],
  ["propagate procedural", "reach[lane] += before;", ""],
  ["propagate procedural", "landing = to + 1u", "landing = to + 2u"],
  ["propagate procedural", "+ 1u] + lane; j < end", "+ 1u]; j < end"],
  ["propagate procedural", "degree_of(link, source));", "1000000u);"],
  ["resident", "left = fired[f] & 0xffffu;", "left = fired[f] & 0x7u;"],
  ["resident", "lane / CHUNK; chunk <", "0u; chunk <"],
  ["resident", "lane / CHUNK; f <", "0u; f <"],
  ["resident", "due >= run.ring_slots", "due > run.ring_slots"],
  ["resident", "(passed + countTrailingZeros(left))", "countTrailingZeros(left)"],
  ["resident", "if (sum != 0) { atomicStore(&cells[cell], 0); }", ""],
  ["resident", "run.tails_at + window.index + 1u], end)", "run.tails_at + window.index + 1u], end + 1u)"],
  ["update izhikevich", "fn main(", "fn main(("],
  ["draw", "select(0u, 1u, sum < low)", "0u"],
  ["draw", "held && value >= least", "value >= least"],
  ["connect rows", "j += job.lanes", "j += job.lanes + 1u"],
  ["connect rows", "atomicAdd(&sums[2u * synapse.cell], size)", "atomicAdd(&sums[2u * synapse.cell], size + 1u)"],
  ["connect jumps", "next + gap(", "next + 1u + gap("],
  ["connect distinct", "|= 1u <<", "= 1u <<"],
  ["connect columns", "wanted(source)", "true"],
  ["connect edges", "job.counting != 0u", "true"],
  ["connect degrees", "min(left, 4u)", "4u"],
  ["subspace project", "workgroupBarrier();\n    sum", "sum"],
  ["subspace project", "(size.first + loaded)", "loaded"],
  ["subspace reconstruct", "] - sum;", "] + sum;"],
  ["subspace reconstruct", "at + local.x < size.rows", "at + local.x + 1u < size.rows"],
  ["subspace learn", "-size.limit, size.limit", "-size.limit, 1000.0"],
  ["subspace learn", "row < size.rows &&", "row <= size.rows &&"],
  ["plastic stdp_pl_synapse_hom", "keep_source(source, step)", "keep_source(source, step + 1u)"],
  ["plastic stdp_pl_synapse_hom", "if (word(pre_mark(i, earliest)) != first", "if (word(pre_mark(i, earliest)) == 0u * first"],
  ["plastic stdp_pl_synapse_hom", "thread % lanes, stop", "max(thread % lanes, 1u), stop"],
  ["plastic stdp_pl_synapse_hom", "select(max(0, before_step), before_step + 1, POST_FIRST)", "max(0, before_step)"],
  ["plastic stdp_pl_synapse_hom", "+ shift >= limit", "+ shift > limit"],
  ["plastic stdp_pl_synapse_hom", "quanta(delivered, plastic.scale)", "quanta(delivered, 1.0)"],
  ["plastic stdp_pl_synapse_hom", "catch_up(p, s, end, end - 1, true)", "catch_up(p, s, end, end - 1, false)"],
  ["plastic stdp_pl_synapse_hom", "let total = plastic.totals + select(target_place, i, BY_SOURCE);", "let total = plastic.totals;"],
  ["plastic stdp_pl_synapse_hom", "histories[SETTLED] = end;", ""],
  ["plastic stdp_pl_synapse_hom", "+ i32(plastic.longest) <", "<"],
  ["plastic stdp_pl_synapse_hom", "histories[plastic.totals + k] = 0u;", ""],
  ["plastic stdp_pl_synapse_hom", "let base = id.x * modulation[2];", "let base = 1u;"],
  ["plastic stdp_pl_synapse_hom", "(u32(step) & (plastic.series - 1u))", "0u"],
  ["plastic stdp_pl_synapse_hom", "q * z + 3.3333331174e-1", "q * z + 3.4e-1"],
  ["plastic stdp_pl_synapse_hom", "let earlier = post_mark(i, n - 1u)", "let earlier = post_mark(i, n)"],
  ["plastic stdp_pl_synapse_hom", "row_end; k += WORKGROUP", "row_end; k += WORKGROUP + 1u"],
  ["plastic stdp_pl_synapse_hom", "put(head, n + 1u)", "put(head, n)"],
  ["plastic stdp_pl_synapse_hom", "put(head + 2u, word(head + 1u))", "put(head + 2u, step)"],
  ["plastic stdp_pl_synapse_hom", "put(head + 1u, step)", ""],
  ["plastic stdp_pl_synapse_hom", "put(head + 2u + t, word(mark + t))", "put(head + 2u + t, word(mark))"],
])(
  "a fault in %s is found: %s",
  async (only, from, to) => {
    const before = { found: false };
    const alter = (source: ShaderSource) => {
      before.found ||= source.text.includes(from);
      return fault(from, to)(source);
    };
    const [verdict] = await verify(device, { seed: 11, only: [only], alter });
    expect(before.found).toBe(true);
    expect(verdict.ok).toBe(false);
  },
  60_000,
);

test("a table, its seed and the verdicts are printed", async () => {
  const { table } = await import("../../src/cli/table.ts");
  expect(
    table(
      ["kernel", "error"],
      [
        ["a", "1"],
        ["long name", "0.5"],
      ],
    ),
  ).toBe("kernel     error\n---------  -----\na              1\nlong name    0.5");
});
