/** The kernels of fields against their twins, on random operands with poisoned outputs; faults planted in the kernels. */
import { afterAll, expect, it, test } from "vitest";
import type { ShaderSource } from "../../src/gpu/source.ts";
import { fieldChecks } from "../../src/verify/field.ts";
import { verify } from "../../src/verify/verify.ts";
import { closeDevice, softwareDevice } from "../twins/lib/kernel.ts";

afterAll(closeDevice);

const SEEDS = [1, 2, 3];

it.each(fieldChecks.map(({ kernel }) => kernel))(
  "%s: kernel and twin",
  async (kernel) => {
    for (const seed of SEEDS) {
      const [verdict] = await verify(await softwareDevice(), { seed, only: [kernel] });
      expect(verdict, `seed ${seed}`).toMatchObject({ kernel, ok: true, detail: "" });
    }
  },
  60_000,
);

test.each([
  ["field klein gordon kick", "at + wide - 1u, column == 0u", "at, column == 0u"],
  ["field klein gordon kick", "at + 1u - wide, column + 1u == wide", "at, column + 1u == wide"],
  ["field klein gordon kick", "shape.rows - 1u, row == 0u", "0u, row == 0u"],
  ["field klein gordon kick", "0u, row + 1u == shape.rows", "row, row + 1u == shape.rows"],
  ["field klein gordon kick", "shape.along_rows *", "shape.along_columns *"],
  ["field klein gordon kick", "sum + input[at]", "sum"],
  ["field klein gordon kick", "clock[STEP]", "0u"],
  ["field klein gordon kick", "vec4(quad, field,", "vec4(quad, 0u,"],
  ["field klein gordon kick", "words[k]", "words[0]"],
  ["field klein gordon kick", "if (place >= places) { return; }", ""],
  ["field drift", "shape.dt * velocities[i]", "velocities[i]"],
  ["field tick", "clock[STEP] + shape.steps", "clock[STEP] + 1u"],
  ["field tick", "step % shape.every != 0u", "step % shape.every == 0u"],
  ["field tick", "i < shape.count", "i < shape.each"],
  ["field tick", "i / shape.each", "i"],
  ["field tick", "&& clock[BROKEN] == 0u", ""],
  ["field tick", "clock[BROKEN] = found + 1u", "clock[BROKEN] = found"],
  ["field tick", "clock[BROKEN_AT] = step;", ""],
  ["field record", "% shape.every != 0u", "% shape.every == 0u"],
  ["field record", "/ shape.every % shape.frames", "/ shape.every % (shape.frames - 1u)"],
  ["field record", "+ shape.channel]", "]"],
  ["field square", "values[i] * values[i]", "abs(values[i])"],
  ["field filter", "+ i % wide", ""],
  ["field filter", "mode % shape.modes", "mode"],
  ["field filter", "spectrum[wide * mode + c]", "spectrum[i]"],
  ["field etdrk4 stage", "vec2(-w.g * s.y, w.g * s.x)", "w.g * s"],
  ["field etdrk4 stage", "w.mask * forcing[i]", "forcing[i]"],
  ["field etdrk4 stage", "2.0 * n - first[i]", "n"],
  ["field etdrk4 stage", "kept[i] = n;", ""],
  ["field etdrk4 stage", "i % shape.modes", "0u"],
  ["field etdrk4 stage", "w.half * base[i]", "w.whole * base[i]"],
  ["field etdrk4 finish", "2.0 * w.f2", "w.f2"],
  ["field etdrk4 finish", "second[i] + third[i]", "second[i]"],
  ["field etdrk4 finish", "w.f3 * slope", "w.f1 * slope"],
  ["field amari, step", "goal += input[i];", ""],
  ["field amari, step", "x += 0.5 *", "x +="],
  ["field amari, step", "u[i] = x;", ""],
  ["field amari, trial", "trial[i] = x;", ""],
  ["field amari, rates", "x > shape.threshold", "x < shape.threshold"],
  ["field amari, rates", "shape.threshold - x", "x - shape.threshold"],
  ["field wilson cowan, trial", "i & 1u", "0u"],
  ["field wilson cowan, trial", "- logistic(-p.z * p.w)", ""],
  ["field wilson cowan, step", "let own = trial[i];", "let own = u[i];"],
  ["field wilson cowan, trial", "trial[i] = own + step;", ""],
  ["field wilson cowan, step", "x += input[i];", ""],
])("a fault in the kernel of %s is found: %s", async (kernel, from, to) => {
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
