import { PARAMETERS } from "../learn/tensor.ts";
import type { LayerOutput } from "../learn/training.ts";
import type { Buffers, Stage } from "../plan/program.ts";
import type { BatchPart } from "../twins/lib/batch.ts";
import { placesOf } from "./data.ts";
import { gridOf } from "./grid.ts";
import { gatherFields } from "./kernels/gather_fields.ts";
import type { RecordedFno } from "./record.ts";

/** An operator's way forward at one size, in a program that may have others beside it. */
export interface SizedFno {
  /** What only this size needs, by names of its own. */
  readonly buffers: Buffers;
  /** From the fields of a set ("NAME.inputs", in the order of "NAME.order") to the output. */
  through(set: string, part: BatchPart): readonly Stage[];
  /** (batch x ...sizes x out_channels), and its gradient. */
  readonly output: { readonly name: string; readonly grad: string };
  readonly outputs: readonly LayerOutput[];
}

/**
 * A recorded operator among others in one program, that share nothing but the parameters.
 * @param channels of the fields that come in
 * @param prefix of the names of its buffers; "" leaves them as they are
 * @param learns whether what only the way back needs is kept
 */
export function sizedFno({ recording, input, output, outputs }: RecordedFno, channels: number, prefix: string, learns: boolean): SizedFno {
  const named = (name: string) => (name === PARAMETERS ? name : `${prefix}${name}`);
  const forward = recording.forward().map(
    (stage): Stage => ({
      ...stage,
      bindings: Object.fromEntries(Object.entries(stage.bindings).map(([variable, name]) => [variable, named(name)])),
    }),
  );
  const grad = output.grad as string;
  const used = new Set([grad, ...recording.forward().flatMap(({ bindings }) => Object.values(bindings))]);
  const kept = Object.entries(recording.buffers).filter(([name]) => learns || used.has(name));
  const sizes = input.shape.slice(0, -1);
  const columns = input.shape[sizes.length];
  const grid = gridOf(sizes);
  const entering = (set: string, part: BatchPart) =>
    gatherFields(
      "fields",
      { ...part, places: placesOf(sizes), channels, axes: columns - channels },
      { clock: "clock", order: `${set}.order`, fields: `${set}.inputs`, grid: named("grid"), outputs: named(input.name) },
    );
  return {
    buffers: {
      ...Object.fromEntries(kept.map(([name, buffer]) => [named(name), buffer])),
      [named("grid")]: { type: "f32", length: grid.length, data: grid },
    },
    through: (set, part) => [entering(set, part), ...forward],
    output: { name: named(output.name), grad: named(grad) },
    outputs: outputs.map(({ label, name }) => ({ label, name: named(name) })),
  };
}
