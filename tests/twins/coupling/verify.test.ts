/** The checks of `galvani verify` of couplings, and that they find faults planted in the kernels. */
import { afterAll, expect, it, test } from "vitest";
import type { ShaderSource } from "../../../src/gpu/source.ts";
import { verify } from "../../../src/verify/verify.ts";
import { closeDevice, softwareDevice } from "../lib/kernel.ts";

afterAll(closeDevice);

const SEEDS = [1, 2];

it.each(["coupling intake", "coupling drive", "coupling in windows"])(
  "%s",
  async (kernel) => {
    for (const seed of SEEDS) {
      const [verdict] = await verify(await softwareDevice(), { seed, only: [kernel] });
      expect(verdict, `seed ${seed}`).toMatchObject({ kernel, ok: true, detail: "" });
    }
  },
  60_000,
);

test.each([
  ["coupling intake", "value = constant[at];", ""],
  ["coupling intake", "counts[place] = 0u;", ""],
  ["coupling intake", "+ shape.channel;", ";"],
  ["coupling intake", "if (place >= shape.places) { return; }", ""],
  ["coupling drive", "+ shape.channel]", "]"],
  ["coupling drive", "shape.gain * value", "value"],
  ["coupling drive", "shape.at + neuron", "neuron"],
  ["coupling in windows", "place < source.size", "true"],
  ["coupling in windows", "(queue[s] & mask) - source.first", "(queue[s] & mask)"],
  ["coupling in windows", "control[run.tails_at + window.index] + id.x", "id.x"],
  ["coupling in windows", "&& (first + steps) % clock.every == 0u", ""],
  ["coupling in windows", "if (gate.open == 0u) { return; }", ""],
  ["coupling in windows", "frame * frames.places + i", "i"],
  ["coupling in windows", "* frames.channels + frames.channel", "* 0u"],
])("a fault in the kernels of %s is found: %s", async (kernel, from, to) => {
  let planted = false;
  const alter = (source: ShaderSource) => {
    planted ||= source.text.includes(from);
    return { ...source, text: source.text.replaceAll(from, to) };
  };
  let ok = true;
  for (const seed of SEEDS) ok &&= (await verify(await softwareDevice(), { seed, only: [kernel], alter }))[0].ok;
  expect(planted).toBe(true);
  expect(ok).toBe(false);
});
