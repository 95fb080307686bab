/** Flows of a person's own, and a run of an ensemble. */
import { Ensemble } from "../../src/flow/ensemble.ts";
import type { EnsembleSpec, FlowText } from "../../src/flow/spec.ts";
import type { AdapterChoice } from "../../src/plan/target.ts";

export const oscillator: FlowText = {
  name: "oscillator",
  wgsl: `struct Params { omega: f32 }
struct State { x: f32, y: f32 }
fn derivative(p: Params, s: State, t: f32) -> State { return State(p.omega * s.y, -p.omega * s.x); }`,
  parameters: { omega: 1 },
  initial: { x: 1, y: 0 },
};

export const brownian: FlowText = {
  name: "brownian",
  wgsl: `struct Params { mu: f32, sigma: f32 }
struct State { x: f32 }
fn derivative(p: Params, s: State, t: f32) -> State { return State(p.mu * s.x); }
fn diffusion(p: Params, s: State, t: f32) -> State { return State(p.sigma * s.x); }
fn diffusion_slope(p: Params, s: State, t: f32) -> State { return State(p.sigma); }`,
  parameters: { mu: 0.5, sigma: 0.8 },
  initial: { x: 1 },
};

export const lagged: FlowText = {
  name: "lagged",
  wgsl: `struct Params { rate: f32 }
struct State { x: f32 }
fn derivative(p: Params, s: State, delayed: State, t: f32) -> State { return State(-p.rate * delayed.x); }`,
  parameters: { rate: 1 },
  initial: { x: 1 },
  delay: Math.PI / 2,
};

/** The last values of a variable, and the frames where they are kept. */
export async function ran(spec: EnsembleSpec, times: readonly number[], adapter: AdapterChoice = "cpu", every?: number) {
  const ensemble = await Ensemble.create(spec, { adapter, ...(every && { record: { every } }) });
  try {
    for (const time of times) await ensemble.run(time);
    const values: number[] = [];
    for (const name of ensemble.variables) values.push(...(await ensemble.read(name)));
    const frames = every ? (await ensemble.frames()).values.flatMap((frame) => [...frame]) : [];
    const exponents = spec.tangents ? [...(await ensemble.exponents())] : [];
    return { values, frames, exponents };
  } finally {
    ensemble.destroy();
  }
}

export const explosive: FlowText = {
  name: "explosive",
  wgsl: `struct Params { a: f32 }
struct State { x: f32 }
fn derivative(p: Params, s: State, t: f32) -> State { return State(p.a * s.x * s.x); }`,
  parameters: { a: 1 },
  initial: { x: 1 },
};
