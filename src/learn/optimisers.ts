import type { ProgramBuffer, Stage } from "../plan/program.ts";
import { SQUARE_SUMS } from "../twins/dense/square_sums.ts";
import { adadelta } from "./kernels/adadelta.ts";
import { adam } from "./kernels/adam.ts";
import { clip } from "./kernels/clip.ts";
import { decay } from "./kernels/decay.ts";
import { radam } from "./kernels/radam.ts";
import { rmsprop } from "./kernels/rmsprop.ts";
import { sgd } from "./kernels/sgd.ts";
import { squareSums } from "./kernels/square_sums.ts";
import { GRADIENTS, PARAMETERS, type Parameter } from "./tensor.ts";

/** How parameters follow their gradients; forms, numbers and defaults are PyTorch's. */
export type OptimiserSpec = AdamSpec | SgdSpec | RmspropSpec | AdadeltaSpec;

/** What every optimiser takes. */
interface Common {
  /** Largest norm of all gradients together: they are scaled down to it (`clip_grad_norm_`). Default: none. */
  readonly clip?: number;
  /** Share of each learnt parameter that is added to its gradient, behind `clip`; default 0. */
  readonly weight_decay?: number;
}

export interface AdamSpec extends Common {
  readonly optimiser: "Adam" | "RAdam";
  /** Default 0.001. */
  readonly lr?: number;
  /** Default [0.9, 0.999]. */
  readonly betas?: readonly [number, number];
  /** Default 1e-8. */
  readonly eps?: number;
}

/** Without dampening and Nesterov's form. */
export interface SgdSpec extends Common {
  readonly optimiser: "SGD";
  /** Default 0.001. */
  readonly lr?: number;
  /** Default 0. */
  readonly momentum?: number;
}

/** Without momentum, not centred. */
export interface RmspropSpec extends Common {
  readonly optimiser: "RMSprop";
  /** Default 0.01. */
  readonly lr?: number;
  /** Default 0.99. */
  readonly alpha?: number;
  /** Default 1e-8. */
  readonly eps?: number;
}

export interface AdadeltaSpec extends Common {
  readonly optimiser: "Adadelta";
  /** Default 1. */
  readonly lr?: number;
  /** Default 0.9. */
  readonly rho?: number;
  /** Default 1e-6. */
  readonly eps?: number;
}

/** An optimiser for flat parameters. */
export interface Optimiser {
  /** Learning rate of the first epoch. */
  readonly lr: number;
  readonly buffers: Readonly<Record<string, ProgramBuffer>>;
  /** Buffers of `buffers` that are its state, saved with a checkpoint: each as long as the parameters. */
  readonly moments: readonly string[];
  readonly stages: readonly Stage[];
  /** Numbers a batch of `rates`. */
  readonly columns: number;
  /** The row of `rates` of step n, counted from 1, at learning rate `lr`. */
  row(n: number, lr: number): readonly number[];
}

/** Everything of an optimiser but `clip` and `weight_decay`. */
type Rule = Pick<Optimiser, "lr" | "moments" | "columns" | "row"> & { readonly stage: Stage };

const BUFFERS = { clock: "clock", rates: "rates", parameters: PARAMETERS, gradients: GRADIENTS };

/** The parameters that an optimiser has: PyTorch's, in one flat buffer of so many elements. */
interface Flat {
  readonly length: number;
  readonly parameters: readonly Parameter[];
}

export function optimiserOf(spec: OptimiserSpec, { length: count, parameters }: Flat): Optimiser {
  const { stage, ...rule } = ruleOf(spec, count);
  const moments = Object.fromEntries(rule.moments.map((name): [string, ProgramBuffer] => [name, { type: "f32", length: count }]));
  const clipping = clippingOf(spec.clip, count);
  return {
    ...rule,
    buffers: { ...moments, ...clipping.buffers },
    stages: [...clipping.stages, ...decays(spec.weight_decay ?? 0, parameters), stage],
  };
}

function ruleOf(spec: OptimiserSpec, count: number): Rule {
  switch (spec.optimiser) {
    case "Adam":
    case "RAdam":
      return adamRule(spec, count);
    case "SGD": {
      const { lr = 0.001, momentum = 0 } = spec;
      const stage = sgd("SGD", { count, momentum }, { ...BUFFERS, velocity: "velocity" });
      return { lr, moments: ["velocity"], stage, columns: 1, row: (_, lr) => [lr] };
    }
    case "RMSprop": {
      const { lr = 0.01, alpha = 0.99, eps = 1e-8 } = spec;
      const stage = rmsprop("RMSprop", { count, alpha, eps }, { ...BUFFERS, squares: "squares" });
      return { lr, moments: ["squares"], stage, columns: 1, row: (_, lr) => [lr] };
    }
    case "Adadelta": {
      const { lr = 1, rho = 0.9, eps = 1e-6 } = spec;
      const stage = adadelta("Adadelta", { count, rho, eps }, { ...BUFFERS, squares: "squares", changes: "changes" });
      return { lr, moments: ["squares", "changes"], stage, columns: 1, row: (_, lr) => [lr] };
    }
  }
}

function adamRule({ optimiser, lr = 0.001, betas = [0.9, 0.999], eps = 1e-8 }: AdamSpec, count: number): Rule {
  const [beta1, beta2] = betas;
  const shape = { count, beta1, beta2, eps };
  const buffers = { ...BUFFERS, first: "first", second: "second" };
  const common = { lr, moments: ["first", "second"], columns: 2 };
  if (optimiser === "Adam")
    return { ...common, stage: adam("Adam", shape, buffers), row: (n, lr) => [lr / (1 - beta1 ** n), 1 / Math.sqrt(1 - beta2 ** n)] };
  return { ...common, stage: radam("RAdam", shape, buffers), row: (n, lr) => radamRow(n, lr, beta1, beta2) };
}

/** The rate of RAdam's step n, and whether the second moment is known well enough to divide by. */
function radamRow(n: number, lr: number, beta1: number, beta2: number): [number, number] {
  const rate = lr / (1 - beta1 ** n);
  const longest = 2 / (1 - beta2) - 1;
  const length = longest - (2 * n * beta2 ** n) / (1 - beta2 ** n);
  if (length <= 5) return [rate, 0];
  const rectified = Math.sqrt(((length - 4) * (length - 2) * longest) / ((longest - 4) * (longest - 2) * length));
  return [rate * rectified * Math.sqrt(1 - beta2 ** n), 1];
}

function clippingOf(limit: number | undefined, count: number): Pick<Optimiser, "buffers" | "stages"> {
  if (limit === undefined) return { buffers: {}, stages: [] };
  return {
    buffers: { squares_of_gradients: { type: "f32", length: SQUARE_SUMS } },
    stages: [
      squareSums("norm", { count }, { gradients: GRADIENTS, squares: "squares_of_gradients" }),
      clip("clip", { count, limit }, { squares: "squares_of_gradients", gradients: GRADIENTS }),
    ],
  };
}

/** A stage for each stretch of learnt parameters. */
function decays(amount: number, parameters: readonly Parameter[]): Stage[] {
  if (amount === 0) return [];
  return parameters.flatMap(({ name, at, length, learnt }) => {
    const stretches = learnt ? learnt.flatMap((is, k) => (is ? [{ at: at + k, count: 1 }] : [])) : [{ at, count: length }];
    return stretches.map((stretch) => decay(`decay of ${name}`, { ...stretch, amount }, { parameters: PARAMETERS, gradients: GRADIENTS }));
  });
}
