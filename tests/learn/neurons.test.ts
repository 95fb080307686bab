/** The kernels of neurons that learn against their twins, on random operands with poisoned outputs. */
import { afterAll, expect, it } from "vitest";
import { neuronChecks } from "../../src/verify/neurons.ts";
import { verify } from "../../src/verify/verify.ts";
import { closeDevice, softwareDevice } from "../twins/lib/kernel.ts";

afterAll(closeDevice);

it.each(Object.keys(neuronChecks))(
  "%s: kernels and twins",
  async (name) => {
    const kernel = `learn ${name}`;
    for (const seed of [1, 2, 3]) {
      const [verdict] = await verify(await softwareDevice(), { seed, only: [kernel] });
      expect(verdict, `seed ${seed}`).toMatchObject({
        kernel,
        ok: true,
        detail: expect.stringMatching(/^(\d+ of \d+ spikes on one side only)?$/),
      });
    }
  },
  120_000,
);
