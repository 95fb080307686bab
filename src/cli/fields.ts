import { encodeNpz } from "../io/npz.ts";
import type { Simulation } from "../simulate/simulation.ts";
import { spaceTime, svgFile } from "../view/plots.ts";
import type { Figure } from "../view/sections.ts";
import type { Files } from "./output.ts";

/** Recorded fields as `field-NAME-VARIABLE.npz`: `times` (ms, float64), `values` (frames x the grid's sizes, float32). */
export function fieldFiles(simulation: Simulation): Files {
  const entries = simulation.fieldFrames().map(({ field, variable, sizes, times, values }) => {
    const arrays = { times: { data: times, shape: [times.length] }, values: { data: values, shape: [times.length, ...sizes] } };
    return [`field-${field.replace(/[^\w.-]+/g, "_")}-${variable}.npz`, encodeNpz(arrays)] as const;
  });
  return Object.fromEntries(entries);
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
