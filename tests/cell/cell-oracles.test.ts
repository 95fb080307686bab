/** Cells against plain loops in float64 written from their definitions: PyTorch's LSTMCell and GRUCell, the authors' torch_cfc.py, an ODE solved finely. */
import { describe, expect, it } from "vitest";
import type { CfcSpec } from "../../src/cell/cell-spec.ts";
import { played } from "./cell-programs.ts";

type Cell = ReturnType<typeof played>;

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** W x + b, W row by row. */
function linear(weight: ArrayLike<number>, x: readonly number[], bias?: ArrayLike<number>): number[] {
  return Array.from({ length: weight.length / x.length }, (_, r) =>
    x.reduce((sum, value, c) => sum + weight[r * x.length + c] * value, bias?.[r] ?? 0),
  );
}

/** `count` parts of a list, one behind the other. */
function chunks(list: readonly number[], count: number): number[][] {
  const each = list.length / count;
  return Array.from({ length: count }, (_, k) => list.slice(k * each, (k + 1) * each));
}

const sum = (a: readonly number[], b: readonly number[]) => a.map((value, k) => value + b[k]);

/** What goes in at a step of a sequence of the batch. */
function given(cell: Cell, t: number, b: number): { readonly x: number[]; readonly dt: number } {
  const { inputs } = cell.spec;
  const row = t * cell.lengths.length + b;
  return { x: Array.from(cell.inputs.subarray(row * inputs, (row + 1) * inputs)), dt: cell.elapsed[row] };
}

/** Holds every state of every sequence against those that `step` makes. @param memory what `step` carries on besides the state */
function held(
  cell: Cell,
  memory: () => number[],
  step: (x: number[], dt: number, h: number[], c: number[]) => [number[], number[]],
  digits = 10,
) {
  const { units } = cell.spec;
  const batch = cell.lengths.length;
  cell.lengths.forEach((length, b) => {
    let [h, c] = [Array<number>(units).fill(0), memory()];
    for (let t = 0; t < length; t++) {
      const { x, dt } = given(cell, t, b);
      [h, c] = step(x, dt, h, c);
      const at = ((t + 1) * batch + b) * units;
      h.forEach((value, j) => {
        expect(cell.states[at + j], `sequence ${b}, step ${t}, unit ${j}`).toBeCloseTo(value, digits);
      });
    }
  });
}

/** i, f, g, o of `sums`. */
function lstm(sums: readonly number[], c: readonly number[]): [number[], number[]] {
  const [i, f, g, o] = chunks(sums, 4);
  const next = c.map((value, j) => sigmoid(f[j]) * value + sigmoid(i[j]) * Math.tanh(g[j]));
  return [next.map((value, j) => sigmoid(o[j]) * Math.tanh(value)), next];
}

it("LSTM is PyTorch's LSTMCell", async () => {
  const cell = played({ cell: "LSTM", inputs: 2, units: 5 }, "f64");
  await cell.play("forward");
  const of = (name: string) => cell.parameter(`rnn_cell.${name}`);
  held(
    cell,
    () => Array<number>(5).fill(0),
    (x, _, h, c) => lstm(sum(linear(of("weight_ih"), x, of("bias_ih")), linear(of("weight_hh"), h, of("bias_hh"))), c),
  );
});

it("GRU is PyTorch's GRUCell", async () => {
  const cell = played({ cell: "GRU", inputs: 3, units: 6 }, "f64");
  await cell.play("forward");
  const of = (name: string) => cell.parameter(`rnn_cell.${name}`);
  held(
    cell,
    () => [],
    (x, _, h) => {
      const [xr, xz, xn] = chunks(linear(of("weight_ih"), x, of("bias_ih")), 3);
      const [hr, hz, hn] = chunks(linear(of("weight_hh"), h, of("bias_hh")), 3);
      const state = h.map((value, j) => {
        const z = sigmoid(xz[j] + hz[j]);
        return (1 - z) * Math.tanh(xn[j] + sigmoid(xr[j] + hr[j]) * hn[j]) + z * value;
      });
      return [state, []];
    },
  );
});

/** The authors' cell: torch_cfc.py, CfcCell.forward, with the LSTM of Cfc.forward before it where there is one. */
function cfc(cell: Cell, { mode, mixed_memory }: CfcSpec) {
  const of = (name: string) => cell.parameter(name);
  return (x: number[], dt: number, h: number[], c: number[]): [number[], number[]] => {
    const ih = linear(of("rnn_cell.backbone.0.weight_ih"), x, of("rnn_cell.backbone.0.bias"));
    const [fed, memory] = mixed_memory
      ? lstm(sum(linear(of("lstm.weight_ih"), x, of("lstm.bias")), linear(of("lstm.weight_hh"), h)), c)
      : [h, c];
    const tanh = (y: number) => 1.7159 * Math.tanh(0.666 * y);
    const first = sum(ih, linear(of("rnn_cell.backbone.0.weight_hh"), fed)).map(tanh);
    const backbone = linear(of("rnn_cell.backbone.2.weight"), first, of("rnn_cell.backbone.2.bias")).map(tanh);
    const heads = linear(of("rnn_cell.heads.weight"), backbone, of("rnn_cell.heads.bias"));
    if (mode === "pure") {
      const [tau, a] = [of("rnn_cell.w_tau"), of("rnn_cell.A")];
      return [heads.map((ff1, j) => -a[j] * Math.exp(-dt * (Math.abs(tau[j]) + Math.abs(ff1))) * ff1 + a[j]), memory];
    }
    const [ff1, ff2, timeA, timeB] = chunks(heads, 4);
    const state = ff1.map((one, j) => {
      const share = sigmoid(timeA[j] * dt + timeB[j]);
      const [f, g] = [Math.tanh(one), Math.tanh(ff2[j])];
      return mode === "no_gate" ? f + share * g : f * (1 - share) + share * g;
    });
    return [state, memory];
  };
}

describe.each(["default", "no_gate", "pure"] as const)("CfC, %s", (mode) => {
  it.each([false, true])("is the authors' cell, mixed memory %s", async (mixed_memory) => {
    const spec = { cell: "CfC", mode, mixed_memory, inputs: 2, units: 5, backbone_units: 7, backbone_layers: 2 } as const;
    const cell = played(spec, "f64");
    await cell.play("forward");
    held(cell, () => Array<number>(5).fill(0), cfc(cell, spec));
  });
});

/** dv/dt of a liquid time-constant cell. */
function slope(cell: Cell, x: readonly number[], v: readonly number[]): number[] {
  const of = (name: string) => cell.parameter(`rnn_cell.${name}`);
  const [leak, rest, cm] = ["gleak", "vleak", "cm"].map(of);
  const units = v.length;
  const currents = v.map((own, j) => leak[j] * (rest[j] - own));
  for (const [sources, matrices] of [
    [x, of("sensory_synapses")],
    [v, of("synapses")],
  ] as const) {
    const [w, sigma, mu, erev] = chunks(Array.from(matrices), 4);
    sources.forEach((source, k) => {
      for (let j = 0; j < units; j++) {
        const at = k * units + j;
        currents[j] += w[at] * sigmoid(sigma[at] * (source - mu[at])) * (erev[at] - v[j]);
      }
    });
  }
  return currents.map((current, j) => current / cm[j]);
}

/** Runge and Kutta's fourth order, in many steps. */
function solved(cell: Cell, x: readonly number[], dt: number, start: readonly number[]): number[] {
  const parts = 2000;
  const h = dt / parts;
  let v = [...start];
  const ahead = (k: readonly number[], far: number) => v.map((value, j) => value + far * k[j]);
  for (let n = 0; n < parts; n++) {
    const k1 = slope(cell, x, v);
    const k2 = slope(cell, x, ahead(k1, h / 2));
    const k3 = slope(cell, x, ahead(k2, h / 2));
    const k4 = slope(cell, x, ahead(k3, h));
    v = v.map((value, j) => value + (h / 6) * (k1[j] + 2 * k2[j] + 2 * k3[j] + k4[j]));
  }
  return v;
}

/** Largest error of the first step of all sequences, by so many unfolds. */
async function errorOf(unfolds: number): Promise<number> {
  const cell = played({ cell: "LTC", inputs: 2, units: 5, unfolds }, "f64");
  await cell.play("forward");
  const errors = cell.lengths.flatMap((length, b) => {
    if (length === 0) return [];
    const { x, dt } = given(cell, 0, b);
    return solved(cell, x, dt, [0, 0, 0, 0, 0]).map((v, j) => Math.abs(v - cell.states[(cell.lengths.length + b) * 5 + j]));
  });
  return Math.max(...errors);
}

describe("LTC", () => {
  it("goes to the solution of its equation as the unfolds get shorter, in proportion", async () => {
    const [six, few, many] = [await errorOf(6), await errorOf(100), await errorOf(200)];
    expect(six).toBeLessThan(0.1);
    expect(few / many).toBeGreaterThan(1.9);
    expect(few / many).toBeLessThan(2.1);
    expect(many).toBeLessThan(six / 20);
  });

  it("is the authors' fused solver, six unfolds", async () => {
    const cell = played({ cell: "LTC", inputs: 2, units: 5 }, "f64");
    await cell.play("forward");
    const of = (name: string) => cell.parameter(`rnn_cell.${name}`);
    const [leak, rest, cm] = ["gleak", "vleak", "cm"].map(of);
    held(
      cell,
      () => [],
      (x, dt, before) => {
        let v = before;
        for (let n = 0; n < 6; n++) {
          const held = Array.from(cm, (c) => c / (dt / 6));
          const above = v.map((own, j) => held[j] * own + leak[j] * rest[j]);
          const below = v.map((_, j) => held[j] + leak[j] + 1e-8);
          for (const [sources, matrices] of [
            [x, of("sensory_synapses")],
            [v, of("synapses")],
          ] as const) {
            const [w, sigma, mu, erev] = chunks(Array.from(matrices), 4);
            sources.forEach((source, k) => {
              for (let j = 0; j < 5; j++) {
                const open = w[k * 5 + j] * sigmoid(sigma[k * 5 + j] * (source - mu[k * 5 + j]));
                above[j] += open * erev[k * 5 + j];
                below[j] += open;
              }
            });
          }
          v = above.map((value, j) => value / below[j]);
        }
        return [v, []];
      },
    );
  });

  it("float32, four units at once and some by themselves, gives what float64 gives", async () => {
    const [cell, exact] = [played({ cell: "LTC", inputs: 2, units: 11 }, "f32"), played({ cell: "LTC", inputs: 2, units: 11 }, "f64")];
    await cell.play("forward");
    await exact.play("forward");
    const apart = Math.max(...Array.from(cell.states, (value, k) => Math.abs(value - exact.states[k])));
    expect(apart).toBeLessThan(3e-6);
  });
});
