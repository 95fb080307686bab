import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import { resolve } from "../../src/network/resolve.ts";
import { compile } from "../../src/simulate/compile.ts";
import { checkMemory, footprint } from "../../src/simulate/memory.ts";

const network = (size: number, indegree: number, delay: number) =>
  resolve({
    galvani: 1,
    name: "n",
    dt: 0.1,
    seed: 1,
    populations: [{ name: "a", size, model: "iaf_psc_exp" }],
    projections: [{ source: "a", target: "a", rule: { fixed_indegree: { indegree } }, weight: 1, delay }],
  });

test("the footprint counts synapses, ring and state", () => {
  const { synapses, bytes, largest } = footprint(network(10_000, 1000, 10));
  expect(synapses).toBe(1e7);
  // 100 slots of two receptors.
  expect(largest[1]).toBe(4 * 100 * 2 * 10_000);
  expect(bytes).toBeGreaterThan(8e7 + 8e6);
  expect(bytes).toBeLessThan(2e8);
});

test("a network larger than the free memory is refused, in GB", () => {
  const big = network(100_000, 10_000, 1);
  expect(() => checkMemory(big, undefined, 4e9)).toThrow(InputError);
  expect(() => checkMemory(big, undefined, 4e9)).toThrow(
    /^network "n": "4\.\d\d GB": 100,000 neurons and 1,000,000,000 synapses .* 4\.00 GB are free/,
  );
  expect(() => checkMemory(big, 2 ** 27, 16e9)).not.toThrow();
});

test("a ring larger than the adapter's buffers is refused", () => {
  const slow = network(1_000_000, 1, 100);
  expect(() => checkMemory(slow, 2 ** 30, 64e9)).toThrow(
    /^network "n": "8\.00 GB": the ring of 1000 steps .* the adapter's largest is 1\.07 GB/,
  );
});

test("fields count, and one larger than the adapter's buffers is refused by name", () => {
  const description = {
    galvani: 1,
    name: "n",
    dt: 0.1,
    seed: 1,
    populations: [{ name: "a", size: 10, model: "iaf_psc_exp" }],
    projections: [],
  } as const;
  const u = { name: "u", model: "klein-gordon", sizes: [1000, 1000], length: 1000, dt: 0.1, speed: 1, mass: 1 } as const;
  const [without, withField] = [footprint(resolve(description)), footprint(resolve({ ...description, fields: [u] }))];
  // phi and velocity.
  expect(withField.bytes - without.bytes).toBeGreaterThan(8e6);
  expect(withField.bytes - without.bytes).toBeLessThan(2e7);
  expect(() => checkMemory(resolve({ ...description, fields: [u] }), 2 ** 20, 16e9)).toThrow(
    /^network "n": "0\.00400 GB": "field0 \w+" of field "u" needs one buffer of this size/,
  );
});

test("what a simulation keeps of a plan holds no plastic synapses once an executor has them", async () => {
  const description = {
    galvani: 1,
    dt: 0.1,
    seed: 1,
    populations: [{ name: "a", size: 20, model: "iaf_psc_exp" }],
    projections: [{ source: "a", target: "a", rule: "all_to_all", weight: 1, delay: 1, plasticity: { rule: "stdp_synapse" } }],
  } as const;
  const compiled = await compile(resolve(description), { pageBytes: 65536 });
  const page = compiled.plan.buffers.plastic0_page0;
  const held = new WeakRef(page.data as Uint32Array);
  page.data = undefined;
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  // A WeakRef holds what it was asked for until the turn ends.
  for (let k = 0; k < 3; k++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    collect();
  }
  expect(held.deref()).toBeUndefined();
  expect((await compiled.redraw())[0].count).toBe(400);
});
