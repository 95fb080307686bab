/** The kernels of the Hebbian lateral subspace against their twins, on random operands with poisoned outputs; the twins against the definition. */
import { afterAll, expect, it, test } from "vitest";
import { subspace_learn } from "../../../src/twins/plasticity/subspace_learn.ts";
import { subspace_project } from "../../../src/twins/plasticity/subspace_project.ts";
import { subspace_reconstruct } from "../../../src/twins/plasticity/subspace_reconstruct.ts";
import { verify } from "../../../src/verify/verify.ts";
import { closeDevice, softwareDevice } from "../lib/kernel.ts";

afterAll(closeDevice);

it.each(["project", "reconstruct", "learn"])(
  "subspace %s: kernel and twin",
  async (name) => {
    const only = `subspace ${name}`;
    for (const seed of [1, 2, 3]) {
      const [verdict] = await verify(await softwareDevice(), { seed, only: [only] });
      expect(verdict).toMatchObject({ kernel: only, ok: true, detail: "" });
    }
  },
  60_000,
);

test("twins on numbers worked out by hand", () => {
  // Two samples of three numbers; the second of two rows.
  const size = { batch: 2, first: 1, rows: 1, columns: 3 };
  const weights = Float32Array.of(9, 9, 9, 1, 0, 2);
  const inputs = Float32Array.of(1, 2, 3, 0, -1, 4);
  const outputs = new Float32Array(2);
  subspace_project(size, inputs, weights, outputs);
  expect([...outputs]).toEqual([7, 8]);
  const errors = new Float32Array(6);
  subspace_reconstruct(size, inputs, weights, outputs, errors);
  expect([...errors]).toEqual([-6, 2, -11, -8, -1, -12]);
  const changes = Float32Array.of(4, 0, 0);
  subspace_learn(size, { rate: 0.5, momentum: 0.5, limit: 60 }, outputs, errors, changes, weights);
  // dH = (7 e1 + 8 e2) / 2 = -53, 3, -86.5: the last one is clipped.
  expect([...changes]).toEqual([-24.5, 1.5, -30]);
  expect([...weights]).toEqual([9, 9, 9, -11.25, 0.75, -13]);
});
