/** What is left of a program after `destroy`: one clear error. */
import { expect, test } from "vitest";
import { GalvaniError } from "../../src/errors.ts";
import { FieldSimulation } from "../../src/field/simulation.ts";

test.each(["cpu", "software"] as const)("%s: a destroyed field says so", { timeout: 60_000 }, async (adapter) => {
  const field = await FieldSimulation.create(
    { model: "klein-gordon", sizes: [8], length: 8, dt: 0.1, speed: 1, mass: 1, initial: { phi: 1 } },
    { adapter },
  );
  await field.advance(2);
  field.destroy();
  await expect(field.advance(1)).rejects.toThrow(GalvaniError);
  await expect(field.read()).rejects.toThrow(GalvaniError);
});
