import { Ensemble, type EnsembleFrames } from "../../src/flow/ensemble.ts";
import type { FlowText } from "../../src/flow/spec.ts";
import { normalQ26 } from "../../src/twins/lib/normal.ts";
import { keyOf, philox4x32, Stream, streamOf } from "../../src/twins/lib/philox.ts";
import type { Bench } from "../example.ts";
import * as p from "./parameters.ts";

/** Oh, Lim and Kim's forms: how drift and diffusion of a variable z come of a network's output g and a noise s(t). */
export const FORMS = {
  LSDE: { drift: "g", diffusion: "noise" },
  LNSDE: { drift: "g", diffusion: "noise * z" },
  GSDE: { drift: "g * z", diffusion: "noise * z" },
} as const;

export type Form = keyof typeof FORMS;

const VARIABLES = ["x", "y"] as const;

/** Weights of a network of two inputs, tanh units and two outputs, normal deviates scaled by their number of inputs, by the names of its parameters. */
function weights(hidden: number, seed: number): Record<string, number> {
  const [low, high] = keyOf(seed);
  const words = new Int32Array(4);
  const named: Record<string, number> = {};
  const draw = (name: string, scale: number) => {
    const entry = Object.keys(named).length;
    philox4x32(low, high, entry >> 2, 0, streamOf(Stream.couplings, 0), 0, words);
    named[name] = (scale * normalQ26(words[entry & 3]!)) / 2 ** 26;
  };
  for (let h = 0; h < hidden; h++) {
    for (const v of VARIABLES) draw(`w${h}${v}`, Math.sqrt(1 / 2));
    draw(`b${h}`, 0.5);
    for (const v of VARIABLES) draw(`o${v}${h}`, Math.sqrt(4 / hidden));
  }
  return named;
}

/** A neural SDE as a flow: drift tanh(W2 tanh(W1 z + b)), noise 0.3 + 0.1 cos t. */
function neuralFlow(form: Form, hidden: number, seed: number): FlowText {
  const parameters = weights(hidden, seed);
  const units = Array.from({ length: hidden }, (_, h) => `  let h${h} = tanh(p.w${h}x * s.x + p.w${h}y * s.y + p.b${h});`);
  const output = (v: string) => units.map((_, h) => `p.o${v}${h} * h${h}`).join(" + ");
  const { drift, diffusion } = FORMS[form];
  const of = (expression: string) =>
    VARIABLES.map((v) => expression.replace(/\bg\b/, `tanh(${output(v)})`).replace(/\bz\b/, `s.${v}`)).join(", ");
  const wgsl = [
    `struct Params { ${Object.keys(parameters)
      .map((name) => `${name}: f32`)
      .join(", ")} }`,
    "struct State { x: f32, y: f32 }",
    "fn derivative(p: Params, s: State, t: f32) -> State {",
    ...units,
    `  return State(${of(drift)});`,
    "}",
    "fn diffusion(p: Params, s: State, t: f32) -> State {",
    "  let noise = 0.3 + 0.1 * cos(t);",
    `  return State(${of(diffusion)});`,
    "}",
  ].join("\n");
  return { name: form, wgsl, parameters, initial: { x: 1, y: 0.5 } };
}

/** The noise s(t) of the text, in float64. */
export const noiseAt = (time: number): number => 0.3 + 0.1 * Math.cos(time);

/** Paths of one form, step by step. */
export async function neuralPaths(form: Form, paths: number, seed: number, { adapter, signal }: Bench): Promise<EnsembleFrames> {
  const flow = neuralFlow(form, p.HIDDEN, seed);
  const ensemble = await Ensemble.create({ flow, systems: paths, dt: p.NEURAL_STEP, seed }, { adapter, record: { every: 1 } });
  try {
    await ensemble.run(p.NEURAL_END, { signal });
    return await ensemble.frames();
  } finally {
    ensemble.destroy();
  }
}
