/** The kernels of flows. */
import delaySource from "../../shaders/verify/delay_flow.wgsl";
import flowSource from "../../shaders/verify/flow.wgsl";
import { adaptive } from "../flow/kernels/adaptive.ts";
import { delay } from "../flow/kernels/delay.ts";
import { integrate } from "../flow/kernels/integrate.ts";
import { tick } from "../flow/kernels/tick.ts";
import type { WovenForm } from "../flow/weave.ts";
import { FLOW_CLOCK_WORDS, FlowClock, type FlowModel } from "../twins/flow/flow.ts";
import { type FixedMethod, methods } from "../twins/flow/methods.ts";
import { normalTable } from "../twins/lib/normal.ts";
import { type Case, named, type StageCheck } from "./case.ts";
import type { Dice } from "./dice.ts";
import { guarded, type Words } from "./stage.ts";

/** Largest relative error after some steps of a flow with sines, which WGSL gives to 2^-11 at worst and adapters to a few units of 2^-24. */
const STEPS = 1e-4;
/** The same of step sizes: they follow errors, which are small differences of large numbers. */
const ADAPTIVE = 1e-2;

/** Share of systems whose error is so near to what is allowed that rounding decides whether a step is taken. */
const AT_THE_EDGE = 0.01;

/** Names of the checks, what they allow, and what they run. */
export const flowChecks: readonly StageCheck[] = [
  ...(Object.keys(methods) as FixedMethod[]).map((method) => ({
    kernel: `flow integrate, ${method}`,
    tolerance: STEPS,
    make: (dice: Dice) => fixed(dice, method, 0),
  })),
  { kernel: "flow integrate, tangents", tolerance: STEPS, make: (dice) => fixed(dice, "rk4", 3) },
  { kernel: "flow adaptive", tolerance: ADAPTIVE, edges: AT_THE_EDGE, make: ownSteps },
  { kernel: "flow delay", tolerance: STEPS, make: delayed },
  { kernel: "flow tick", tolerance: 0, make: ticking },
];

const checked: FlowModel = {
  name: "checked",
  wgsl: flowSource,
  parameters: ["gain", "limit", "twist"],
  variables: ["a", "b", "c", "d", "e", "f"],
  functions: ["diffusion", "diffusion_slope", "tangent"],
  delayed: false,
  oracle: {
    derivative: ([gain, limit, twist], [a, b, c, d, e, f], t) => [
      gain * (b - a) + 0.1 / Math.max(limit - t, 0),
      a * (twist - c) - b,
      a * b - c,
      Math.sin(e) - 0.5 * d,
      Math.cos(t) - d * f,
      a - f * f * f,
    ],
    tangent: ([gain, , twist], [a, b, c, d, e, f], [da, db, dc, dd, de, df]) => [
      gain * (db - da),
      da * (twist - c) - a * dc - db,
      da * b + a * db - dc,
      Math.cos(e) * de - 0.5 * dd,
      -dd * f - d * df,
      da - 3 * f * f * df,
    ],
    diffusion: ([, , twist], [a, , c, d, e, f], t) => [0.5 * a, 0.3, twist * c * c, t * d, Math.sin(e), 0.2 * f + 0.1],
    diffusion_slope: ([, , twist], [, , c, , e], t) => [0.5, 0, 2 * twist * c, t, Math.cos(e), 0.2],
  },
};

const checkedDelay: FlowModel = {
  name: "checked delay",
  wgsl: delaySource,
  parameters: ["gain", "limit"],
  variables: ["x", "y"],
  functions: [],
  delayed: true,
  oracle: {
    derivative: ([gain, limit], [x, y], t, [beforeX, beforeY]) => [
      gain * Math.sin(beforeY) - x + 0.1 / Math.max(limit - t, 0),
      beforeX * x - y + Math.cos(t),
    ],
  },
};

/** What all kernels of flows have: some systems in the middle of a run, three of which meet the pole. */
function scene(dice: Dice, flow: FlowModel, rows: number, pole = true) {
  const systems = dice.whole(65, 150) | 1;
  const stride = 16 * Math.ceil(systems / 16);
  const form = { flow, kept: [rows > 1 ? 1 : 0, 0], arrays: flow.parameters.map((name) => name !== "gain") };
  const [most, every, slots, dt] = [dice.whole(9, 14), dice.whole(2, 4), dice.whole(2, 3), dice.uniform(0.005, 0.01)];
  const step = dice.whole(20, 60);
  const clock = new Uint32Array(FLOW_CLOCK_WORDS);
  clock[FlowClock.step] = step;
  // Beyond what one dispatch does, or before.
  clock[FlowClock.goal] = step + dice.whole(7, 16);
  clock[FlowClock.left] = dice.whole(1, every);
  clock[FlowClock.slot] = dice.whole(0, slots - 1);
  const params = Float32Array.from(dice.list(flow.parameters.length * stride, 0.5, 1.5));
  // One for all, then one each.
  params.fill(params[0], 0, stride).fill(1e6, stride, 2 * stride);
  const [first, second, third] = [0, 1, 2].map((third) => Math.floor((dice.uniform(third, third + 1) * systems) / 3));
  if (pole) for (const [after, i] of [first, second, third].entries()) params[stride + i] = (step + 2 * after + 0.25) * dt;
  const state = Float32Array.from(dice.list(rows * stride, -1, 1));
  const failed = new Uint32Array(stride + 2);
  // One of them failed before.
  failed[second] = 2;
  const buffers = { clock, params, state: guarded(state), failed, kept: guarded(dice.list(slots * 2 * stride, -1, 1)) };
  return { form, shape: { systems, stride, most, every, slots, dt }, buffers, size: `${systems} systems` };
}

const NAMES = ["clock", "params", "state", "failed", "kept"] as const;

function fixed(dice: Dice, method: FixedMethod, tangents: number): Case {
  const { form, shape, buffers, size } = scene(dice, checked, checked.variables.length * (1 + tangents), tangents === 0);
  const turns = dice.whole(2, 5);
  buffers.clock[FlowClock.turn] = tangents > 0 ? dice.whole(1, turns) : 1000;
  const noise = { parts: dice.whole(1, 3), key0: dice.word(), key1: dice.word(), stream: dice.word() };
  const woven: WovenForm = { ...form, tangents };
  const sums = guarded(dice.list(Math.max(1, 2 * tangents) * shape.stride, -20, 20));
  return {
    stage: integrate("flow", woven, method, { ...shape, turns, ...noise }, named(...NAMES, "tables", "sums")),
    buffers: { ...buffers, tables: Uint32Array.from(normalTable), sums },
    size,
  };
}

/** From states just set, half of them; the others in the middle of a step. */
function ownSteps(dice: Dice): Case {
  // No pole: when a step size vanishes hangs on rounding.
  const { form, shape, buffers, size } = scene(dice, checked, checked.variables.length, false);
  const { systems, stride } = shape;
  // Long steps: the error of short ones is that of float32.
  const dt = 30 * shape.dt;
  // Few of them: rounding may make one step of many a little too long or short enough.
  buffers.clock[FlowClock.goal] = buffers.clock[FlowClock.step] + dice.whole(2, 4);
  const rows = 2 * checked.variables.length;
  const inner = guarded(dice.list((rows + 3) * stride, -1, 1));
  const step = buffers.clock[FlowClock.step];
  const counts = new Uint32Array(3 * stride);
  for (let i = 0; i < systems; i++) {
    const begun = dice.whole(0, 1) === 1;
    const ahead = dice.uniform(0.1, 1) * dt;
    inner[rows * stride + i] = begun ? dice.uniform(0.3, 1.5) * dt : 0;
    inner[(rows + 1) * stride + i] = ahead;
    inner[(rows + 2) * stride + i] = (step + 1) * dt - ahead;
    counts[i] = step;
    counts[stride + i] = dice.whole(1, shape.every);
    counts[2 * stride + i] = dice.whole(0, shape.slots - 1);
  }
  // Errors well above those of float32: else rounding decides too often whether a step is taken.
  const tolerances = { rtol: 0.1, atol: 0.1 };
  const stage = adaptive("flow", { ...form, tangents: 0 }, { ...shape, dt, most: 6, ...tolerances }, named(...NAMES, "inner", "counts"));
  // A step that one side takes and the other makes again leaves another step size.
  const at = rows * stride;
  const apart = (i: number, got: Words, expected: Words) => {
    const [a, b, before] = [got.inner[at + i], expected.inner[at + i], inner[at + i]];
    return a !== before && b !== before && Math.abs(a - b) > ADAPTIVE * Math.abs(b);
  };
  return { stage, buffers: { ...buffers, inner, counts }, size, edges: { systems, stride, apart } };
}

function delayed(dice: Dice): Case {
  const { form, shape, buffers, size } = scene(dice, checkedDelay, checkedDelay.variables.length);
  const lag = dice.whole(2, 5);
  buffers.clock[FlowClock.place] = dice.whole(0, lag - 1);
  const past = guarded(dice.list(2 * lag * checkedDelay.variables.length * shape.stride, -1, 1));
  return {
    stage: delay("flow", { ...form, tangents: 0 }, { ...shape, lag }, named(...NAMES, "past")),
    buffers: { ...buffers, past },
    size,
  };
}

function ticking(dice: Dice): Case {
  const [most, every, slots, turns, lag] = [dice.whole(5, 40), dice.whole(1, 9), dice.whole(1, 4), dice.whole(1, 9), dice.whole(1, 7)];
  const clock = new Uint32Array(FLOW_CLOCK_WORDS);
  clock[FlowClock.step] = dice.whole(0, 99);
  clock[FlowClock.goal] = clock[FlowClock.step] + dice.whole(0, 50);
  clock[FlowClock.left] = dice.whole(1, every);
  clock[FlowClock.slot] = dice.whole(0, slots - 1);
  clock[FlowClock.turn] = dice.whole(1, turns);
  clock[FlowClock.place] = dice.whole(0, lag - 1);
  return {
    stage: tick("tick", { most, every, slots, turns, lag }, named("clock")),
    buffers: { clock },
    size: `${every} steps a frame`,
  };
}
