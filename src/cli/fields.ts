import { encodeNpz, flat } from "../io/npz.ts";
import type { Simulation } from "../simulate/simulation.ts";
import { spaceTime, svgFile } from "../view/plots.ts";
import type { Figure } from "../view/sections.ts";
import { type Files, fileName } from "./output.ts";

/**
 * Recorded fields as `field-NAME-VARIABLE.npz`: `times` (ms, float64), `values` (frames x the grid's sizes, float32). Further records that come to
 * the same name are `field-NAME-VARIABLE-2.npz` and on, in the order of the description.
 */
export function fieldFiles(simulation: Simulation): Files {
  const files: Record<string, Uint8Array> = {};
  for (const { field, variable, sizes, times, values } of simulation.fieldFrames()) {
    const base = `field-${fileName(field)}-${variable}`;
    let name = `${base}.npz`;
    for (let k = 2; Object.hasOwn(files, name); k++) name = `${base}-${k}.npz`;
    files[name] = encodeNpz({ times: flat(times), values: { data: values, shape: [times.length, ...sizes] } });
  }
  return files;
}

/** A picture over time and place of each recorded field that is a line. */
export function fieldFigures(simulation: Simulation): Figure[] {
  return simulation.fieldFrames().flatMap(({ field, variable, sizes, times, values }) => {
    const [points, ...more] = sizes;
    if (more.length > 0 || times.length < 2) return [];
    const frames = Array.from(times, (_, k) => values.subarray(k * points, (k + 1) * points));
    const length = simulation.fields.find(({ name }) => name === field)?.lengths[0] ?? points;
    const title = `Field ${field}: ${variable}`;
    const axes = { x: [times[0], times[times.length - 1]], y: [0, length], xLabel: "time (ms)", yLabel: "place" } as const;
    return [{ title, svg: svgFile(spaceTime(frames, { title, ...axes, label: variable, width: 900 })) }];
  });
}
