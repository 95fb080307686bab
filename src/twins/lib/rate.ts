import source from "../../../shaders/lib/rate.wgsl";
import { ElementMap } from "../../wasm/elements/element-map.ts";
import type { Floats } from "./floats.ts";
import { normalQ26 } from "./normal.ts";
import { type RandomWords, randomWords } from "./random-words.ts";
import { logistic, squash } from "./squash.ts";

/** Twin of shaders/lib/rate.wgsl: kinds of phi by their names. */
export const PHI = { tanh: 0, relu: 1, sigmoid: 2, identity: 3 } as const;
export type Phi = keyof typeof PHI;

const NAMES = Object.keys(PHI) as Phi[];

/** phi(x), exact: what the oracle has, and arrays that lie in no one memory. */
export function phiOf(kind: number, x: number): number {
  if (kind === PHI.tanh) return squash(x);
  if (kind === PHI.relu) return Math.max(x, 0);
  if (kind === PHI.sigmoid) return logistic(x);
  return x;
}

/** Its slope at x. */
export function slopeOf(kind: number, x: number): number {
  if (kind === PHI.relu) return x > 0 ? 1 : 0;
  const y = phiOf(kind, x);
  if (kind === PHI.tanh) return 1 - y * y;
  return kind === PHI.sigmoid ? y * (1 - y) : 1;
}

const maps = (suffix: string) => NAMES.map((name) => new ElementMap(source.text, `${name}_${suffix}`));
const [signals, tangents] = [maps("signal"), maps("tangent")];
const pushes = new ElementMap(source.text, "pushed");

/** out = gain phi(a + b), b an array or 0. Rows are a multiple of four long. */
export function signalRow(kind: number, a: Floats, b: Floats | undefined, gain: number, out: Floats): void {
  const count = out.length;
  const map = signals[kind];
  if (b ? map.runFlat(count, [a, b], out, [gain]) : map.runFlat(count, [a], out, [0, gain])) return;
  for (let i = 0; i < count; i++) out[i] = gain * phiOf(kind, b ? a[i] + b[i] : a[i]);
}

/** out = gain phi'(a + b) v. */
export function tangentRow(kind: number, a: Floats, v: Floats, b: Floats | undefined, gain: number, out: Floats): void {
  const count = out.length;
  const map = tangents[kind];
  if (b ? map.runFlat(count, [a, v, b], out, [gain]) : map.runFlat(count, [a, v], out, [0, gain])) return;
  for (let i = 0; i < count; i++) out[i] = gain * slopeOf(kind, b ? a[i] + b[i] : a[i]) * v[i];
}

/** out = base + share (drive + input - y); out may be base or y. */
export function pushRow(base: Floats, y: Floats, drive: Floats, input: Floats | undefined, share: number, out: Floats): void {
  const count = out.length;
  const rows = [base, y, drive];
  if (input ? pushes.runFlat(count, [...rows, input], out, [share]) : pushes.runFlat(count, rows, out, [0, share])) return;
  for (let i = 0; i < count; i++) out[i] = base[i] + share * (drive[i] + (input ? input[i] : 0) - y[i]);
}

/** The input table: frames, each held for some steps, the first again after the last. */
export interface InputShape {
  readonly stride: number;
  readonly frames: number;
  /** Steps that a frame is held. */
  readonly hold: number;
  /** Rows of a frame: 1 for all networks, or one a network. */
  readonly spread: number;
}

/** The row of the input table that a network has in a step. */
export function inputRow({ stride, frames, hold, spread }: InputShape, network: number, step: number, inputs: Floats): Floats {
  const row = (Math.floor(step / hold) % frames) * spread + (spread === 1 ? 0 : network);
  return inputs.subarray(row * stride, (row + 1) * stride);
}

/** Noise of rate networks. */
export interface NoiseShape {
  /** What a deviate adds; 0: none. */
  readonly noise: number;
  readonly key0: number;
  readonly key1: number;
  readonly stream: number;
}

/** Room for the random words of a network: kept for the next one of as many. */
let room: { readonly quads: number; readonly drawn: RandomWords } | undefined;

/** Adds a network's deviates of one step to the first `units` elements of a row. */
export function addNoise({ noise, key0, key1, stream }: NoiseShape, network: number, step: number, units: number, row: Floats): void {
  const quads = Math.ceil(units / 4);
  if (room?.quads !== quads) room = { quads, drawn: randomWords(quads) };
  const { drawn } = room;
  drawn.items(key0, key1, 0, network, stream, step, quads);
  const scale = noise * 2 ** -26;
  for (let u = 0; u < units; u++) row[u] += scale * normalQ26(drawn.words[u]);
}
