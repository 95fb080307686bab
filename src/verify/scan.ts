/** The kernels of selective scans, and of what is integrated with them. */
import { selectiveScanApply } from "../cell/kernels/selective_scan_apply.ts";
import { selectiveScanCarry } from "../cell/kernels/selective_scan_carry.ts";
import { selectiveScanSum } from "../cell/kernels/selective_scan_sum.ts";
import { tokenClock } from "../cell/kernels/token_clock.ts";
import { tokenStage } from "../cell/kernels/token_stage.ts";
import { chunksOf, type SelectiveScanShape } from "../twins/lib/selective_scan.ts";
import { type Case, flag, named, numbers, type StageCheck } from "./case.ts";
import type { Dice } from "./dice.ts";
import { poisoned } from "./stage.ts";

/** Largest relative error, over the largest value of a buffer: a chunk of exponentials, accurate to 3 + 2 |x| units in WGSL, each times the next. */
const RECURRENCE = 2e-5;
/** The same: a handful of operations, of which a device may fuse two. */
const FEW = 2e-6;

/** Names of the checks, what they allow, and what they run. */
export const scanChecks: readonly StageCheck[] = [
  { kernel: "selective scan sum", tolerance: RECURRENCE, make: summing },
  { kernel: "selective scan carry", tolerance: RECURRENCE, make: carrying },
  { kernel: "selective scan apply", tolerance: RECURRENCE, make: (dice) => applying(dice, dice.whole(2, 12), dice.whole(1, 9)) },
  { kernel: "selective scan apply, one chunk", tolerance: RECURRENCE, make: (dice) => applying(dice, 1, dice.whole(1, 40)) },
  { kernel: "token clock", tolerance: FEW, make: clocking },
  ...[0, 1, 2, 3].map((part) => ({ kernel: `token stage ${part}`, tolerance: FEW, make: (dice: Dice) => staging(dice, part) })),
];

/** Sizes that no workgroup divides, a last chunk that is shorter, and states of one walk or of several. */
function shapeOf(dice: Dice, chunks: number, chunk: number): SelectiveScanShape {
  const states = dice.whole(0, 1) === 0 ? dice.whole(1, 16) : dice.whole(17, 37);
  const steps = chunks === 1 ? chunk : chunks * chunk - dice.whole(0, chunk - 1);
  return { steps, chunk, batch: dice.whole(2, 4), channels: dice.whole(2, 9) | 1, states, gated: flag(dice), fresh: flag(dice) };
}

/** A below 0, the biases, D. */
function parametersFor(dice: Dice, { channels, states }: SelectiveScanShape): Float32Array {
  const rates = dice.list(channels * states, -2, -0.05);
  return Float32Array.from([...rates, ...dice.list(2 * channels, -1, 1)]);
}

const sizeOf = ({ steps, chunk, batch, channels, states }: SelectiveScanShape) =>
  `${steps} steps by ${chunk}, ${batch} x ${channels} x ${states}`;

function summing(dice: Dice): Case {
  const shape = shapeOf(dice, dice.whole(2, 12), dice.whole(1, 9));
  const { steps, batch, channels, states } = shape;
  const [wide, chunks] = [steps * batch * channels, chunksOf(shape)];
  return {
    stage: selectiveScanSum("sum", shape, named("u", "delta", "parameters", "B", "sums", "ends")),
    buffers: {
      ...{ u: numbers(dice, wide), delta: numbers(dice, wide, -30, 30), parameters: parametersFor(dice, shape) },
      ...{ B: numbers(dice, steps * batch * states) },
      ...{ sums: poisoned(chunks * batch * channels), ends: poisoned(chunks * batch * channels * states) },
    },
    size: sizeOf(shape),
  };
}

function carrying(dice: Dice): Case {
  const shape = shapeOf(dice, dice.whole(2, 12), dice.whole(2, 9));
  const { batch, channels, states } = shape;
  const [lanes, chunks] = [batch * channels, chunksOf(shape)];
  return {
    stage: selectiveScanCarry("carry", shape, named("parameters", "sums", "ends", "state")),
    buffers: {
      ...{ parameters: parametersFor(dice, shape), sums: numbers(dice, chunks * lanes, 0.1, 2) },
      ...{ ends: numbers(dice, chunks * lanes * states), state: numbers(dice, lanes * states) },
    },
    size: sizeOf(shape),
  };
}

function applying(dice: Dice, chunks: number, chunk: number): Case {
  const shape = shapeOf(dice, chunks, chunk);
  const { steps, batch, channels, states } = shape;
  const [wide, rows] = [steps * batch * channels, steps * batch * states];
  return {
    stage: selectiveScanApply("apply", shape, named("u", "delta", "parameters", "B", "C", "z", "starts", "y")),
    buffers: {
      ...{ u: numbers(dice, wide), delta: numbers(dice, wide, -4, 4), parameters: parametersFor(dice, shape) },
      ...{ B: numbers(dice, rows), C: numbers(dice, rows), z: numbers(dice, wide, -3, 3) },
      ...{ starts: numbers(dice, chunksOf(shape) * batch * channels * states), y: poisoned(wide) },
    },
    size: sizeOf(shape),
  };
}

/** Systems on their way, at their end, near it, blown up, and about to. */
function clocking(dice: Dice): Case {
  const [tokens, systems] = [dice.whole(2, 200), dice.whole(6, 20)];
  const mu = numbers(dice, systems);
  const h = numbers(dice, tokens * systems);
  const clock = numbers(dice, 3 * systems, 0, 2);
  clock.fill(0, 2 * systems, 3 * systems);
  const until = 2.5;
  [clock[0], clock[1], clock[2 * systems + 2]] = [until, until - 0.001, 1];
  // A step that is nothing beside the time, and a slope that is no number.
  [clock[3], mu[3], h[3], clock[4], h[4 + systems]] = [2, 1, 1e30, 1, Number.NaN];
  return {
    stage: tokenClock("clock", { tokens, systems, share: 0.05 }, named("mu", "h", "until", "clock")),
    buffers: { mu, h, until: Float32Array.of(until), clock },
    size: `${tokens} x ${systems}`,
  };
}

function staging(dice: Dice, part: number): Case {
  const [tokens, systems] = [dice.whole(2, 40), dice.whole(3, 20) | 1];
  const values = () => numbers(dice, tokens * systems);
  const clock = numbers(dice, 3 * systems, 0.1, 1);
  // This one is done, and its slope no number.
  clock[systems] = 0;
  const h = values();
  h[0] = Number.NaN;
  return {
    stage: tokenStage("stage", { tokens, systems, part }, named("mu", "s", "h", "clock", "x", "trial", "total", "delta")),
    buffers: {
      mu: numbers(dice, systems),
      s: numbers(dice, systems),
      h,
      clock,
      x: values(),
      trial: values(),
      total: values(),
      delta: values(),
    },
    size: `${tokens} x ${systems}`,
  };
}
