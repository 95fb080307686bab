/** Runs of random blocks, and the synapses drawn from them, are those drawn one by one. */
import { expect, it } from "vitest";
import { type DrawSpec, LARGEST, Row, SpecDraw, SynapseDraw } from "../../../src/twins/lib/draw.ts";
import { philox4x32 } from "../../../src/twins/lib/philox.ts";
import { PhiloxLoop, randomWords } from "../../../src/twins/lib/random-words.ts";

const KEY = [0x89abcdef | 0, 77] as const;

it.each([
  ["where it can be compiled", randomWords(70)],
  ["one by one", new PhiloxLoop(70)],
])("random words, %s", (_, random) => {
  const four = new Int32Array(4);
  for (const count of [1, 4, 67, 70]) {
    random.words.fill(-1);
    random.items(...KEY, 0xfffffff0, 5, 6, 7, count);
    for (let j = 0; j < count; j++) {
      philox4x32(...KEY, (0xfffffff0 + j) | 0, 5, 6, 7, four);
      expect(random.words.slice(4 * j, 4 * j + 4)).toEqual(four);
    }
    random.blocks(...KEY, 9, 1000, 6, 0, count);
    for (let j = 0; j < count; j++) {
      philox4x32(...KEY, 9, 1000 + j, 6, 0, four);
      expect(random.words.slice(4 * j, 4 * j + 4)).toEqual(four);
    }
  }
});

const free = { a: 0, b: 0, min: -LARGEST, max: LARGEST, array: new Int32Array(0) };
const SPECS: Record<string, DrawSpec> = {
  constant: { ...free, kind: "constant", a: -70000 },
  array: { ...free, kind: "array", array: Int32Array.from({ length: 400 }, (_, k) => (k - 200) * 9999) },
  uniform: { ...free, kind: "uniform", a: -300000, b: 900000 },
  normal: { ...free, kind: "normal", a: 100000, b: 200000 },
  "normal within bounds that cut most off": { ...free, kind: "normal", a: 100000, b: 200000, min: -1000, max: 30000 },
  "normal wider than 31 bits": { ...free, kind: "normal", a: 5, b: 2 ** 30 },
  lognormal: { ...free, kind: "lognormal", a: 16 * 2 ** 26, b: 2 ** 25, max: LARGEST - 1 },
};

it.each(Object.entries(SPECS))("synapses, %s", (_, spec) => {
  const synapses = new SynapseDraw(
    new SpecDraw(spec, { key: KEY, stream: 3, word: 1 }),
    new SpecDraw(spec, { key: KEY, stream: 3, word: 2 }),
    1000,
    5000,
    true,
  );
  const n = 131;
  const [item, block, ordinal] = [4, 2 ** 31 - 60, 11];
  const random = randomWords(n);
  random.blocks(...KEY, item, block, 3, 0, n);
  const targets = Int32Array.from({ length: n }, (_, k) => 3 * k);
  const [one, together] = [new Row(), new Row()];
  for (const row of [one, together]) {
    row.reserve(n + 1);
    synapses.add(row, 1, 2, 3, 4, 5, 6);
  }
  for (let k = 0; k < n; k++) synapses.add(one, targets[k], random.words[4 * k + 1], random.words[4 * k + 2], item, block + k, ordinal + k);
  synapses.addRun(together, targets, n, random.words, item, block, ordinal);
  expect(together.length).toBe(n + 1);
  for (const field of ["cell", "weight", "delay"] as const)
    expect(together[field].slice(0, n + 1), field).toEqual(one[field].slice(0, n + 1));
});
