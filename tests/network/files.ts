import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseNetworkFile } from "../../src/io/network-file.ts";
import { encodeNpy } from "../../src/io/npy.ts";
import { resolve } from "../../src/network/resolve.ts";
import type { ResolvedNetwork } from "../../src/network/resolved.ts";

type Json = Record<string, unknown>;

/** A small valid network; `change` replaces keys of it. */
export function network(change: Json = {}): Json {
  return {
    galvani: 1,
    dt: 0.1,
    seed: 1,
    populations: [
      { name: "E", size: 4, model: "iaf_psc_exp" },
      { name: "I", size: 2, model: "iaf_cond_exp" },
    ],
    ...change,
  };
}

/** `network` with the first population's keys changed. */
export function population(change: Json): Json {
  return network({ populations: [{ name: "E", size: 4, model: "iaf_psc_exp", ...change }] });
}

/** `network` with one projection E to E, its keys changed. */
export function projection(change: Json): Json {
  return network({ projections: [{ source: "E", target: "E", rule: "all_to_all", weight: 1, delay: 1, ...change }] });
}

/** `network` with one input. */
export function input(change: Json): Json {
  return network({ inputs: [{ target: "E", ...change }] });
}

/** A user's model that is right, its keys changed. */
export function model(change: Json, text = LIF): Json {
  return network({ models: [{ name: "mine", wgsl: text, params: { tau: 10 }, state: { V: 0 }, receptors: ["ex"], ...change }] });
}

export const LIF = `struct Params { dt: f32, tau: f32 } // tau in ms
struct State { V: f32, }
/* fn commented_out() {} */
fn advance(p: Params, s: ptr<function, State>, drive: f32) { (*s).V *= 1.0 - p.dt / p.tau; }
fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 1>) { (*s).V += arrivals[0]; }
fn crossed(p: Params, s: State, previous: State) -> bool { return s.V >= 1.0; }
fn reset(p: Params, s: ptr<function, State>) { (*s).V = 0.0; }
`;

const four = encodeNpy(Float64Array.of(1, 2, 3, 4));
const FILES: Record<string, Uint8Array> = {
  "four.npy": four,
  "data/four.npy": encodeNpy(Float32Array.of(-70, -71, -72, -73)),
  "cut.npy": four.subarray(0, four.length - 3),
  "square.npy": encodeNpy(Float64Array.of(1, 2, 3, 4), [2, 2]),
  "nan.npy": encodeNpy(Float64Array.of(1, Number.NaN, 3, 4)),
  "text.npy": new TextEncoder().encode("1, 2, 3, 4"),
  "lif.wgsl": new TextEncoder().encode(LIF),
};

/** Files beside the test's network file. */
export async function read(path: string): Promise<Uint8Array> {
  if (!FILES[path]) throw new Error(`no such file`);
  return FILES[path];
}

/** A normal distribution around 1. */
export const normal = (changes: Record<string, number>) => ({ normal: { mean: 1, std: 1, ...changes } });

/** Parses and checks a network file's text (or value). */
export async function load(file: string | Json): Promise<ResolvedNetwork> {
  const text = typeof file === "string" ? file : JSON.stringify(file);
  return resolve(await parseNetworkFile(text, "net.json", read));
}

/** Parses and checks a network file on disk. */
export async function loadFrom(path: string): Promise<ResolvedNetwork> {
  return resolve(await parseNetworkFile(await readFile(path, "utf8"), path, (p) => readFile(join(dirname(path), p))));
}
