/** The kernels that build rows against their twins, on random networks, with poisoned pages. */
import { afterAll, expect, it } from "vitest";
import { connectKernels } from "../../../src/simulate/connect-jobs.ts";
import { verify } from "../../../src/verify/verify.ts";
import { closeDevice, softwareDevice } from "../lib/kernel.ts";

afterAll(closeDevice);

it.each(["draw", ...Object.keys(connectKernels).map((kernel) => `connect ${kernel}`)])(
  "%s",
  async (only) => {
    for (const seed of [1, 2]) {
      const [verdict] = await verify(await softwareDevice(), { seed, only: [only] });
      expect(verdict).toMatchObject({ kernel: only, ok: true, detail: "" });
    }
  },
  60_000,
);
