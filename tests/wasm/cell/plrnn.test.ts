/** Piecewise-linear RNNs four sequences at once, against their twins in JavaScript on the same random arrays. */
import { expect, test } from "vitest";
import { Arena } from "../../../src/plan/arena.ts";
import { al_rnn_backward } from "../../../src/twins/cell/al_rnn_backward.ts";
import { al_rnn_forward } from "../../../src/twins/cell/al_rnn_forward.ts";
import { shallow_plrnn_backward } from "../../../src/twins/cell/shallow_plrnn_backward.ts";
import { shallow_plrnn_forward } from "../../../src/twins/cell/shallow_plrnn_forward.ts";
import { Dice } from "../../../src/verify/dice.ts";
import { workWithin } from "../../../src/wasm/assembler/memory.ts";
import { alRnnBackwardCode, alRnnForwardCode, shallowBackwardCode, shallowForwardCode } from "../../../src/wasm/cell/plrnn-code.ts";
import { SequenceLoops } from "../../../src/wasm/cell/sequence-lanes.ts";

const size = { steps: 7, batch: 8, units: 5, observed: 2, every: 3 };
const row = size.batch * size.units;
const signals = (size.steps + 1) * size.batch * size.observed;
const al = { ...size, linear: 3, keep: 1, a_at: 1, w_at: 8, h_at: 36 };
const wide = size.batch * 9;
const shallow = { ...size, hidden: 9, keep: 1, clipped: 1, a_at: 1, w1_at: 7, w2_at: 53, h1_at: 99, h2_at: 105 };
const alWeights = 41;
const shallowWeights = 114;

/** Lengths of the arrays, those that are written after `|`. */
const forward = (weights: number, active: number, keep: number) => [
  ...[weights, signals, 1, row],
  ...[size.steps * row, keep ? size.steps * row : row, keep ? size.steps * active : active],
];
const cases: readonly (readonly [string, (...args: never[]) => void, SequenceLoops<never>, object, readonly number[]])[] = [
  ["al-rnn, forwards", al_rnn_forward, new SequenceLoops(alRnnForwardCode), al, forward(alWeights, row, 1)],
  ["al-rnn, free", al_rnn_forward, new SequenceLoops(alRnnForwardCode), { ...al, every: 0, keep: 0 }, forward(alWeights, row, 0)],
  ["al-rnn, back", al_rnn_backward, new SequenceLoops(alRnnBackwardCode), al, [alWeights, 1, ...Array(3).fill(size.steps * row), row]],
  ["shallow, forwards", shallow_plrnn_forward, new SequenceLoops(shallowForwardCode), shallow, forward(shallowWeights, wide, 1)],
  [
    "shallow, free, not clipped",
    ...([shallow_plrnn_forward, new SequenceLoops(shallowForwardCode)] as const),
    ...([{ ...shallow, every: 0, keep: 0, clipped: 0 }, forward(shallowWeights, wide, 0)] as const),
  ],
  ...[1, 0].map(
    (clipped) =>
      [
        `shallow, back, clipped ${clipped}`,
        ...([shallow_plrnn_backward, new SequenceLoops(shallowBackwardCode)] as const),
        { ...shallow, clipped },
        [shallowWeights, 1, ...Array(3).fill(size.steps * row), ...Array(2).fill(size.steps * wide), row],
      ] as const,
  ),
];

test.each(cases)("%s", (name, twin, loops, shape, lengths) => {
  const dice = new Dice(1, name);
  const arena = new Arena(4 * lengths.reduce((sum, length) => sum + length, 0) + 64 * lengths.length);
  workWithin(arena.memory);
  const own = lengths.map((length) => Float32Array.from(dice.list(length, -0.6, 0.6)));
  const within = own.map((values, k) => {
    const placed = arena.place(`${k}`, "f32", values.length) as Float32Array;
    placed.set(values);
    return placed;
  });
  const run = loops as unknown as SequenceLoops<object>;
  // Other memory than an executor's is left to the twin's own loops.
  expect(run.run(shape, own)).toBe(false);
  expect(run.run(shape, [within[0], ...own.slice(1)])).toBe(false);
  expect(run.run(shape, within)).toBe(true);
  (twin as (...args: unknown[]) => void)(shape, ...own);
  let changed = 0;
  own.forEach((expected, k) => {
    const most = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expected.forEach((value, i) => {
      expect(Math.abs(within[k][i] - value), `array ${k}, element ${i}`).toBeLessThan(2e-6 * most);
      changed += value !== 0 ? 1 : 0;
    });
  });
  expect(changed).toBeGreaterThan(3 * row);
});
