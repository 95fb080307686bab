import { notNegative, whole } from "../checks.ts";
import { InputError } from "../errors.ts";
import { type Stage, table } from "../plan/program.ts";
import { normalTable } from "../twins/lib/normal.ts";
import { keyOf, Stream, streamOf } from "../twins/lib/philox.ts";
import { refuseUnstable } from "./grid.ts";
import { drift } from "./kernels/drift.ts";
import { kleinGordonKick } from "./kernels/klein_gordon_kick.ts";
import type { FieldModel } from "./model.ts";
import { alone, type Place } from "./place.ts";
import type { KleinGordonSpec } from "./spec.ts";

/** Deviates for `normal_q26`, shared by all fields of a program. */
const NORMAL = "field normal table";

/** The lattice: a step is a kick of the velocities, then a drift of phi. */
export const kleinGordon: FieldModel<KleinGordonSpec> = (spec, grid, { name, index, clock, of }, buffers) => {
  const { place, batch, places, dt } = grid;
  const speed = notNegative(spec.speed, `${place}.speed`);
  const mass = notNegative(spec.mass, `${place}.mass`);
  const damping = notNegative(spec.damping ?? 0, `${place}.damping`);
  const noise = notNegative(spec.noise ?? 0, `${place}.noise`);
  const seed = whole(0, spec.seed ?? 0, `${place}.seed`);
  const pulls = grid.spacings.map((spacing) => (speed / spacing) ** 2);
  const highest = Math.sqrt(mass ** 2 + 4 * pulls.reduce((sum, pull) => sum + pull, 0));
  if (highest === 0) throw new InputError(`${place}.speed`, speed, "must be above 0 where mass is 0: nothing would move");
  refuseUnstable(grid, 2 / highest, "2 / omega_max, omega_max^2 = mass^2 + 4 speed^2 sum of 1 / spacing^2");

  const [phi, velocity] = [of("phi"), of("velocity")];
  const count = batch * places;
  buffers[phi] = { type: "f32", length: count };
  buffers[velocity] = { type: "f32", length: count };
  const tables = table(buffers, NORMAL, () => Uint32Array.from(normalTable));
  const input = spec.input && of("input");
  const inputs: Record<string, Place> = {};
  if (input) {
    buffers[input] = { type: "f32", length: count };
    inputs.phi = alone(input);
  }

  const kick = (label: string, keep: number, push: number, deviate: number): Stage => {
    const [key0, key1] = keyOf(seed).map((word) => word >>> 0);
    const shape = {
      ...{ batch, rows: grid.sizes.length === 2 ? grid.sizes[0] : 1, columns: grid.sizes[grid.sizes.length - 1] },
      ...{ forced: input ? 1 : 0, keep, push, along_rows: pulls.length === 2 ? pulls[0] : 0, along_columns: pulls[pulls.length - 1] },
      ...{ restore: mass ** 2, noise: deviate, key0, key1, stream: streamOf(Stream.field, index) },
    };
    return kleinGordonKick(label, shape, { clock, tables, phi, input: input ?? phi, velocity });
  };
  const cell = grid.spacings.reduce((product, spacing) => product * spacing, 1);
  const brake = 1 + damping * dt;
  return {
    variables: { phi: alone(phi), velocity: alone(velocity) },
    inputs,
    step: [
      kick(`${name}: kick`, (1 - damping * dt) / brake, dt / brake, (noise * Math.sqrt(dt / cell)) / brake),
      drift(`${name}: drift`, { count, dt }, { velocities: velocity, values: phi }),
    ],
    // Velocities are given for the time of phi, and set back by half a step.
    load: [kick(`${name}: half a kick back`, 1 + damping * dt, -dt / 2, 0)],
  };
};
