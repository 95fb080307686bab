import { type CompiledField, compileField } from "../field/compile.ts";
import type { ResolvedCoupling, ResolvedField, ResolvedNetwork } from "../network/resolved.ts";
import { drive } from "../twins/coupling/drive.ts";

/** Compiled once a field: layouts are made anew whenever something is changed. */
const known = new WeakMap<ResolvedField, CompiledField>();

/** Field `f` of a network as buffers and stages. */
export function compiledField(network: ResolvedNetwork, f: number): CompiledField {
  const field = (network.fields as readonly ResolvedField[])[f];
  const found = known.get(field) ?? compileField(field.spec, { name: `field${f}`, index: f, place: field.name });
  known.set(field, found);
  return found;
}

/** Grid points around neurons' places, and what each counts: (neurons x corners), weights of a neuron adding up to 1. */
interface Corners {
  readonly corners: number;
  readonly points: Uint32Array;
  readonly weights: Float32Array;
}

/** Linear interpolation along each axis of a periodic grid. @param points in grid points, one number an axis */
export function cornersOf(points: Float64Array, sizes: readonly number[]): Corners {
  const axes = sizes.length;
  const corners = 2 ** axes;
  const neurons = points.length / axes;
  const indices = new Uint32Array(neurons * corners);
  const weights = new Float32Array(neurons * corners);
  for (let i = 0; i < neurons; i++)
    for (let corner = 0; corner < corners; corner++) {
      let index = 0;
      let weight = 1;
      sizes.forEach((n, axis) => {
        const point = points[i * axes + axis];
        const low = Math.floor(point);
        const high = (corner >> axis) & 1;
        index = index * n + ((low + high) % n);
        weight *= high === 1 ? point - low : 1 - (point - low);
      });
      indices[i * corners + corner] = index;
      weights[i * corners + corner] = weight;
    }
  return { corners, points: indices, weights };
}

/** The grid point nearest to each neuron. @param points in grid points, one number an axis */
export function nearestOf(points: Float64Array, sizes: readonly number[]): Uint32Array {
  const axes = sizes.length;
  return Uint32Array.from({ length: points.length / axes }, (_, i) =>
    sizes.reduce((index, n, axis) => index * n + (Math.round(points[i * axes + axis]) % n), 0),
  );
}

/** The currents that the field's first values drive the neurons of a population with, as the bits of float32 pA. */
export function firstCurrents(network: ResolvedNetwork, f: number, { variable, gain, points }: ResolvedCoupling): Uint32Array {
  const { variables, buffers, grid } = compiledField(network, f);
  const { buffer, channels, channel } = variables[variable];
  const around = cornersOf(points, grid.sizes);
  const neurons = points.length / grid.sizes.length;
  const values = (buffers[buffer].data as Float32Array | undefined) ?? new Float32Array(buffers[buffer].length);
  const currents = new Uint32Array(neurons);
  drive({ neurons, corners: around.corners, channels, channel, gain, at: 0 }, around.points, around.weights, values, currents);
  return currents;
}
