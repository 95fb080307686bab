/** What every family of dense kernels is tested with: kernel against twin on fresh random operands, and faults planted in the kernels. */
import { afterAll, expect, it, test } from "vitest";
import type { ShaderSource } from "../../../src/gpu/source.ts";
import type { StageCheck } from "../../../src/verify/case.ts";
import { verify } from "../../../src/verify/verify.ts";
import { closeDevice, softwareDevice } from "./kernel.ts";

const SEEDS = [1, 2, 3];
/** Some faults show only for some sizes. */
const FAULT_SEEDS = [...SEEDS, 4];

/** @param faults a check's name, a piece of its kernel's text, and what it is replaced by: the check must then fail */
export function kernelTests(
  checks: readonly Pick<StageCheck, "kernel">[],
  faults: readonly (readonly [check: string, from: string, to: string])[],
): void {
  afterAll(closeDevice);
  it.each(checks.map(({ kernel }) => kernel))(
    "%s: kernel and twin",
    async (kernel) => {
      for (const seed of SEEDS) {
        const [verdict] = await verify(await softwareDevice(), { seed, only: [kernel] });
        expect(verdict, `seed ${seed}`).toMatchObject({ kernel, ok: true, detail: "" });
      }
    },
    60_000,
  );
  test.each(faults)("a fault in the kernel of %s is found: %s", { timeout: 60_000 }, async (kernel, from, to) => {
    let planted = false;
    const alter = (source: ShaderSource) => {
      planted ||= source.text.includes(from);
      return { ...source, text: source.text.replaceAll(from, to) };
    };
    let ok = true;
    for (const seed of FAULT_SEEDS) ok &&= (await verify(await softwareDevice(), { seed, only: [kernel], alter }))[0].ok;
    expect(planted, "the kernel has the text").toBe(true);
    expect(ok).toBe(false);
  });
}
