import { tick } from "../field/kernels/tick.ts";
import { matmul } from "../learn/kernels/matmul.ts";
import { type Buffers, type Stage, table } from "../plan/program.ts";
import { normalTable } from "../twins/lib/normal.ts";
import { keyOf, Stream, streamOf } from "../twins/lib/philox.ts";
import { PHI } from "../twins/lib/rate.ts";
import { STEP_CLOCK_WORDS } from "../twins/lib/step_clock.ts";
import type { CheckedRate } from "./check.ts";
import type { DenseCouplings, SparseCouplings } from "./couplings.ts";
import { activate } from "./kernels/activate.ts";
import { euler } from "./kernels/euler.ts";
import { flip } from "./kernels/flip.ts";
import { gather } from "./kernels/gather.ts";
import { rateMap } from "./kernels/map.ts";
import { recall } from "./kernels/recall.ts";
import { recur } from "./kernels/recur.ts";
import { rateStage } from "./kernels/stage.ts";

/** Vectors up to which a product is one of rows and vectors, bound by reading J; more are a product of matrices. */
const FEW = 4;
/** Weight of each slope in a step, and in the next trial. */
const SLOPES = {
  heun: [
    [1 / 2, 1],
    [1 / 2, 0],
  ],
  rk4: [
    [1 / 6, 1 / 2],
    [1 / 3, 1 / 2],
    [1 / 3, 1],
    [1 / 6, 0],
  ],
} as const;

/** Sizes of the table of inputs: frames x spread x stride, each frame held for some steps. */
export interface InputTable {
  readonly frames: number;
  readonly hold: number;
  readonly spread: number;
}

/** Puts the stages of a network together. */
export class RateStages {
  readonly buffers: Buffers = {};
  readonly count: number;
  readonly states: readonly string[];
  private readonly slots: number;

  constructor(
    private readonly checked: CheckedRate,
    private readonly vectors: number,
    private readonly couplings: DenseCouplings | SparseCouplings,
    private readonly table: InputTable,
  ) {
    const { networks, stride, gains, method } = checked;
    this.count = networks * vectors * stride;
    this.slots = couplings.delay + 1;
    this.states = method === "heun" || method === "rk4" ? ["rate state", "rate trial"] : ["rate state"];
    this.buffers["rate clock"] = { type: "u32", length: STEP_CLOCK_WORDS };
    this.buffers["rate gains"] = { type: "f32", length: networks, data: gains };
    this.floats("rate signals", this.slots * this.count);
    this.floats("rate drive", this.count);
  }

  /** Rows of states with room for the tangents behind each. */
  placed(rows: Float32Array): Float32Array {
    const { networks, stride } = this.checked;
    const all = new Float32Array(this.count);
    const one = rows.length === stride;
    for (let n = 0; n < networks; n++)
      all.set(rows.subarray(one ? 0 : n * stride, (one ? 0 : n * stride) + stride), n * this.vectors * stride);
    return all;
  }

  end(label: string, steps: number, every: number): Stage {
    const each = this.vectors * this.checked.stride;
    return tick(`rate ${label}`, { steps, every, count: this.count, each }, { values: "rate state", clock: "rate clock" });
  }

  activate(label: string, values: string, fill = false): Stage {
    const { networks, stride, kind, method } = this.checked;
    const sent = method === "map" ? PHI.identity : kind;
    const shape = { networks, vectors: this.vectors, stride, kind: sent, slots: this.slots, fill: fill ? 1 : 0 };
    return activate(`rate ${label}`, shape, { clock: "rate clock", gains: "rate gains", values, signals: "rate signals" });
  }

  step(): Stage[] {
    const { method } = this.checked;
    if (method === "heun" || method === "rk4") return SLOPES[method].flatMap((_, s) => this.slope(method, s));
    // A map's next state is of signals a delay before it, one step where there is none.
    const ahead = method === "map" && this.couplings.delay > 0 ? 1 : 0;
    return [this.activate("activate", "rate state"), ...this.product(ahead), this.advance()];
  }

  private slope(method: keyof typeof SLOPES, s: number): Stage[] {
    const { networks, stride, dt, tau } = this.checked;
    const [weight, next] = SLOPES[method][s];
    const last = s === SLOPES[method].length - 1;
    this.floats("rate total", this.count);
    const shape = {
      ...{ networks, vectors: this.vectors, stride, ...this.table, first: s === 0 ? 1 : 0, last: last ? 1 : 0 },
      ...{ share: (weight * dt) / tau, next: (next * dt) / tau },
    };
    const names = { trial: "rate trial", total: "rate total", state: "rate state" };
    const late = this.couplings.delay > 0 && s > 0;
    return [
      // With delays of a step or more a later stage needs signals that are there already.
      ...(late ? [] : [this.activate(`activate ${s}`, "rate trial")]),
      ...this.product(late ? 1 : 0),
      rateStage(`rate stage ${s}`, shape, { clock: "rate clock", inputs: "rate input", drive: "rate drive", ...names }),
    ];
  }

  /** The end of a step of Euler's method or of a map. */
  private advance(): Stage {
    const { networks, stride, units, kind, method, dt, tau, noise, seed } = this.checked;
    const tables = table(this.buffers, "rate normal", () => Uint32Array.from(normalTable));
    const [key0, key1] = keyOf(seed).map((word) => word >>> 0);
    const random = { key0, key1, stream: streamOf(Stream.rate, 0) };
    const shape = { networks, vectors: this.vectors, stride, units, ...this.table, ...random };
    const buffers = { clock: "rate clock", tables, inputs: "rate input", drive: "rate drive", state: "rate state" };
    if (method === "map") return rateMap("rate map", { ...shape, noise, kind }, buffers);
    return euler("rate euler", { ...shape, noise: noise * (Math.sqrt(dt) / tau), share: dt / tau }, buffers);
  }

  /** drive = J signals. */
  private product(ahead: number): Stage[] {
    const { couplings } = this;
    if (couplings.kind === "rows") return [this.sparse(couplings, ahead)];
    if (couplings.delay === 0) return this.dense(couplings, "rate signals");
    this.floats("rate delayed", this.count);
    const shape = { count: this.count, slots: this.slots, delay: couplings.delay, ahead };
    return [
      recall("rate recall", shape, { clock: "rate clock", signals: "rate signals", delayed: "rate delayed" }),
      ...this.dense(couplings, "rate delayed"),
    ];
  }

  private sparse({ sets, starts, sources, weights, bits }: SparseCouplings, ahead: number): Stage {
    const { networks, stride, units } = this.checked;
    this.buffers["rate starts"] ??= { type: "u32", length: starts.length, data: starts };
    this.buffers["rate sources"] ??= { type: "u32", length: sources.length, data: sources };
    this.buffers["rate weights"] ??= { type: "f32", length: weights.length, data: weights };
    const shape = { rows: units, stride, vectors: (networks * this.vectors) / sets, sets, bits, slots: this.slots, ahead };
    const names = { clock: "rate clock", starts: "rate starts", sources: "rate sources", weights: "rate weights" };
    return gather("rate gather", shape, { ...names, signals: "rate signals", drive: "rate drive" });
  }

  private dense({ matrices, values }: DenseCouplings, signals: string): Stage[] {
    const { networks, stride, units } = this.checked;
    const vectors = (networks * this.vectors) / matrices;
    const data = padded(values, matrices, units, stride);
    this.buffers["rate couplings"] ??= { type: "f32", length: data.length, data };
    if (vectors <= FEW)
      return [
        recur("rate recur", { rows: units, stride, vectors, matrices }, { couplings: "rate couplings", signals, drive: "rate drive" }),
      ];
    this.floats("rate columns", matrices * units * vectors);
    const steps = { left_step: units * stride, right_step: vectors * stride, out_step: units * vectors };
    const shape = { rows: units, columns: vectors, depth: stride, turned: 2, matrices, ...steps };
    return [
      matmul("rate product", shape, { left: "rate couplings", right: signals, out: "rate columns" }),
      flip("rate flip", { matrices, vectors, units, stride }, { columns: "rate columns", rows: "rate drive" }),
    ];
  }

  private floats(name: string, length: number): void {
    this.buffers[name] ??= { type: "f32", length };
  }
}

/** Matrices x units x stride: each row as it is, with zeros behind. */
function padded(values: Float32Array, matrices: number, units: number, stride: number): Float32Array {
  if (units === stride) return values;
  const rows = new Float32Array(matrices * units * stride);
  for (let row = 0; row < matrices * units; row++) rows.set(values.subarray(row * units, (row + 1) * units), row * stride);
  return rows;
}
