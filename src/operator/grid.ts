import { placesOf } from "./data.ts";

/** Coordinates of each place (places x axes): point i of n along an axis is at i / n, as neuraloperator's grid embedding has it. */
export function gridOf(sizes: readonly number[]): Float32Array {
  const axes = sizes.length;
  const grid = new Float32Array(placesOf(sizes) * axes);
  let inner = 1;
  for (let axis = axes - 1; axis >= 0; axis--) {
    const size = sizes[axis];
    for (let p = 0; p < grid.length / axes; p++) grid[p * axes + axis] = (Math.floor(p / inner) % size) / size;
    inner *= size;
  }
  return grid;
}
