import { expect, test } from "vitest";
import { Workbench } from "../../examples/bench.ts";
import { burgersData, drawFields, heatAlone, TIME, VISCOSITY } from "../../examples/burgers-fno/data.ts";
import { carryOut } from "../../examples/burgers-fno/index.ts";
import { burgers } from "../../examples/burgers-fno/problem.ts";
import { modesOf, scaled } from "../../examples/shared/operators.ts";
import { CancelledError } from "../../src/errors.ts";

const wave = (k: number, i: number, n: number) => (2 * Math.PI * ((k * i) % n)) / n;

/** Amplitudes of cosines and sines of a field. */
function modes(field: ArrayLike<number>, upTo: number): [cosine: number, sine: number][] {
  const n = field.length;
  return Array.from({ length: upTo }, (_, k) => {
    const sum = (of: (angle: number) => number) => Array.from(field).reduce((all, u, i) => all + u * of(wave(k, i, n)), 0);
    return [(2 * sum(Math.cos)) / n, (2 * sum(Math.sin)) / n];
  });
}

test("first fields have the spectrum they should, no mean, and are the same on any grid", () => {
  const [count, n] = [400, 64];
  const fields = drawFields(5, 0, count, n);
  const squares = new Float64Array(6);
  for (let f = 0; f < count; f++) {
    const found = modes(fields.subarray(f * n, (f + 1) * n), 6);
    expect(Math.abs(found[0][0])).toBeLessThan(1e-12);
    found.forEach(([c, s], k) => {
      squares[k] += (c * c + s * s) / (2 * count);
    });
  }
  // The variance along sqrt(2) cos: an amplitude has twice that of 625 ((2 pi k)^2 + 25)^-2. 800 draws: 5 % is a standard error.
  for (let k = 1; k < 6; k++)
    expect(Math.abs(squares[k] / (2 * 625 * ((2 * Math.PI * k) ** 2 + 25) ** -2) - 1), `mode ${k}`).toBeLessThan(0.2);
  const finer = drawFields(5, 0, 1, 128);
  const [coarse, fine] = [modes(fields.subarray(0, n), 8), modes(finer, 8)];
  fine.forEach((pair, k) => expect(Math.hypot(pair[0] - coarse[k][0], pair[1] - coarse[k][1])).toBeLessThan(1e-12));
  expect(drawFields(5, 1, 1, n)).not.toEqual(fields.slice(0, n));
  expect(drawFields(5, 0, 2, n)).toEqual(fields.slice(0, 2 * n));
});

/** Burgers' equation at time 1 by Cole and Hopf, in float64: u = -2 nu phi_x / phi where phi obeys the heat equation. */
function coleHopf(first: Float32Array): Float64Array {
  const n = first.length;
  const own = modes(first, n / 2);
  const potential = (i: number) =>
    own.reduce(
      (sum, [c, s], k) => (k === 0 ? sum : sum + (c * Math.sin(wave(k, i, n)) - s * (Math.cos(wave(k, i, n)) - 1)) / (2 * Math.PI * k)),
      0,
    );
  const phi = modes(
    Float64Array.from(first, (_, i) => Math.exp(-potential(i) / (2 * VISCOSITY))),
    16,
  );
  return Float64Array.from(first, (_, i) => {
    let [value, slope] = [phi[0][0] / 2, 0];
    for (let k = 1; k < phi.length; k++) {
      const decay = Math.exp(-VISCOSITY * (2 * Math.PI * k) ** 2 * TIME);
      const [c, s] = [phi[k][0] * decay, phi[k][1] * decay];
      value += c * Math.cos(wave(k, i, n)) + s * Math.sin(wave(k, i, n));
      slope += 2 * Math.PI * k * (s * Math.cos(wave(k, i, n)) - c * Math.sin(wave(k, i, n)));
    }
    return (-2 * VISCOSITY * slope) / value;
  });
}

test("the fields obey Burgers' equation; the same cases at 1, 2 and 4 times the points", async () => {
  const { train, tests } = await burgersData({ seed: 3, train: 3, test: 4, points: 64 });
  expect(Object.entries(tests).map(([name, { sizes, inputs }]) => [name, sizes, inputs.length])).toEqual([
    ["64", [64], 256],
    ["128", [128], 512],
    ["256", [256], 1024],
  ]);
  expect([train.sizes, train.inputs.length, train.targets.length]).toEqual([[64], 192, 192]);
  for (const key of ["inputs", "targets"] as const)
    for (const [name, stride] of [
      ["64", 4],
      ["128", 2],
    ] as const)
      expect(tests[name][key]).toEqual(tests["256"][key].filter((_, i) => i % stride === 0));
  expect(train.inputs.slice(0, 64)).not.toEqual(tests["64"].inputs.slice(0, 64));
  for (let f = 0; f < 4; f++) {
    const exact = coleHopf(tests["256"].inputs.subarray(f * 256, (f + 1) * 256));
    const found = tests["256"].targets.subarray(f * 256, (f + 1) * 256);
    const apart = Math.hypot(...exact.map((u, i) => u - found[i])) / Math.hypot(...exact);
    expect(apart, `field ${f}`).toBeLessThan(1e-4);
    expect(Math.hypot(...exact)).toBeGreaterThan(1e-3);
  }
});

test("the heat equation takes each mode down by itself", () => {
  const of = (size: number) =>
    Float32Array.from({ length: 64 }, (_, i) => size * Math.sin(wave(1, i, 64)) + 100 * size * Math.cos(wave(2, i, 64)));
  const decay = (k: number) => Math.exp(-0.1 * (2 * Math.PI * k) ** 2);
  const exact = Float32Array.from(
    { length: 64 },
    (_, i) => decay(1) * Math.sin(wave(1, i, 64)) + 100 * decay(2) * Math.cos(wave(2, i, 64)),
  );
  const found = heatAlone(Float32Array.of(...of(1), ...of(2)), 64);
  exact.forEach((u, i) => {
    expect(found[i]).toBeCloseTo(u, 7);
    expect(found[64 + i]).toBeCloseTo(2 * u, 7);
  });
});

const tiny = { ...burgers.settings, fields: 60, width: 12, modes: 6, layers: 2, epochs: 6, batch: 10, lr: 0.01, seed: 2 };

test("a small operator learns, is as right at other sizes, and says so", async () => {
  const said: string[] = [];
  const bench = new Workbench({ adapter: "cpu", onProgress: (_, text) => said.push(text) });
  const { findings, figures, notes } = await carryOut({ settings: tiny, whole: false }, bench);
  expect(findings.map(({ name }) => name)).toEqual([
    ...["relative L2, test at 128", "relative L2, test at 256", "relative L2, test at 512"],
    "most that an error at another size differs (%)",
    ...["relative L2 of the heat equation alone", "relative L2, training", "time an epoch (s)"],
  ]);
  const [at128, at256, at512, apart, linear] = findings.map(({ measured }) => measured as number);
  expect(at128).toBeLessThan(0.5);
  expect(apart).toBeCloseTo(100 * Math.max(Math.abs(at256 / at128 - 1), Math.abs(at512 / at128 - 1)), 9);
  expect(findings.map(({ holds }) => holds)).toEqual([undefined, undefined, undefined, apart <= 10, undefined, undefined, undefined]);
  // 0.07 over 200 fields, in float64 with NumPy.
  expect(linear).toBeGreaterThan(0.03);
  expect(linear).toBeLessThan(0.15);
  expect(figures.map(({ title }) => title)).toEqual(["Learning curves", "Test cases at 128", "Test cases at 256", "Test cases at 512"]);
  expect(figures.every(({ svg }) => svg.includes("<svg") && !svg.includes("NaN"))).toBe(true);
  expect(notes.length).toBeGreaterThan(2);
  expect(bench.simulations.map(({ adapterKind }) => adapterKind)).toEqual(["cpu"]);
  expect(said.some((text) => text.startsWith("solving Burgers' equation: "))).toBe(true);
  expect(said.some((text) => /^training: epoch 2 of 6, relative L2 0\.\d+, test 0\.\d+$/.test(text))).toBe(true);
  const again = await carryOut({ settings: tiny, whole: true }, new Workbench({ adapter: "cpu" }));
  expect(again.findings[0].measured).toBe(at128);
  expect(again.findings[0].holds).toBe(at128 <= 0.02);
});

test("Ctrl-C ends it while fields are made and while it learns", async () => {
  for (const after of [/solving/, /training/]) {
    const abort = new AbortController();
    const bench = new Workbench({
      adapter: "cpu",
      signal: abort.signal,
      onProgress: (_, text) => after.test(text) && abort.abort(new CancelledError("interrupted")),
    });
    await expect(carryOut({ settings: { ...tiny, epochs: 1000 }, whole: false }, bench)).rejects.toThrow(CancelledError);
  }
});

test("modes and scales", () => {
  expect([modesOf(16, 1), modesOf(1, 1), modesOf(12, 2)]).toEqual([[30], [1], [24, 22]]);
  expect(scaled(burgers.settings, 0.1)).toMatchObject({ fields: 100, epochs: 10 });
  expect(scaled(burgers.settings, 5)).toMatchObject({ fields: 1000, epochs: 500 });
});
