/** Selective scans against a sequential loop in float64. */
import { expect, test } from "vitest";
import { type ScanInputs, SelectiveScan, type SelectiveScanSpec } from "../../src/cell/selective-scan.ts";
import { selectiveScan } from "../../src/cell/selective-scan-stages.ts";
import { GalvaniError, InputError, StateDivergedError } from "../../src/errors.ts";
import type { Buffers } from "../../src/plan/program.ts";
import { CpuProgram } from "../../src/plan/program-cpu.ts";
import { Dice } from "../../src/verify/dice.ts";

/** A scan, and inputs of so many steps. */
function drawn(name: string, steps: number, channels: number, states: number, batch: number, gated = false) {
  const dice = new Dice(7, name);
  const list = (length: number, low: number, high: number) => Float32Array.from(dice.list(length, low, high));
  const spec: SelectiveScanSpec = {
    ...{ channels, states, batch, gated, A: list(channels * states, -1.5, -0.001) },
    ...{ D: list(channels, -1, 1), delta_bias: list(channels, -3, 0) },
  };
  const wide = steps * batch * channels;
  const inputs: ScanInputs = {
    ...{ u: list(wide, -1, 1), delta: list(wide, -3, 2) },
    ...{ B: list(steps * batch * states, -1, 1), C: list(steps * batch * states, -1, 1) },
    ...(gated && { z: list(wide, -2, 2) }),
  };
  return { spec, inputs };
}

/** The definition, step by step in float64. @returns y, and the state as batch x channels x states */
function sequential(spec: SelectiveScanSpec, { u, delta, B, C, z }: ScanInputs) {
  const { channels, states, batch = 1, A, D = [], delta_bias = [] } = spec;
  const h = new Float64Array(batch * channels * states);
  const y = Float64Array.from(u, (_, at) => {
    const [t, b, d] = [Math.floor(at / (batch * channels)), Math.floor(at / channels) % batch, at % channels];
    const step = Math.log(1 + Math.exp(delta[at]! + (delta_bias[d] ?? 0)));
    let sum = (D[d] ?? 0) * u[at]!;
    for (let n = 0; n < states; n++) {
      const [s, row] = [(b * channels + d) * states + n, (t * batch + b) * states + n];
      h[s] = Math.exp(step * A[d * states + n]!) * h[s]! + step * B[row]! * u[at]!;
      sum += C[row]! * h[s]!;
    }
    return z ? (sum * z[at]!) / (1 + Math.exp(-z[at]!)) : sum;
  });
  return { y, h };
}

/** Largest difference over the largest value. */
function apart(got: ArrayLike<number>, expected: Float64Array): number {
  expect(got.length).toBe(expected.length);
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(got[i]! - value)), 0) / largest;
}

test.each([1, 2, 15, 16, 17, 255, 257, 1023, 4097, 65_536])("%i steps in chunks and in one are the sequential loop", async (steps) => {
  const [channels, states, batch] = steps > 5000 ? [1, 2, 1] : [3, 5, 2];
  const { spec, inputs } = drawn(`steps ${steps}`, steps, channels, states, batch, true);
  const { y, h } = sequential(spec, inputs);
  const buffers: Buffers = {};
  const held = { ...inputs, parameters: [...spec.A, ...spec.delta_bias!, ...spec.D!] };
  for (const [name, values] of Object.entries(held))
    buffers[name] = { type: "f32", length: values.length, data: Float32Array.from(values) };
  buffers.y = { type: "f32", length: y.length };
  buffers.state = { type: "f32", length: h.length };
  const names = { u: "u", delta: "delta", B: "B", C: "C", z: "z", parameters: "parameters", state: "state", y: "y" };
  for (const chunk of [undefined, steps, 7]) {
    const program = () => {
      const own = Object.fromEntries(Object.entries(buffers).map(([name, buffer]) => [name, { ...buffer }]));
      return { sequences: { scan: selectiveScan("scan", { steps, batch, channels, states, chunk }, own, names) }, buffers: own };
    };
    for (const [precision, error] of [
      ["f64", 1e-12],
      ["f32", 2e-6],
    ] as const) {
      const cpu = new CpuProgram(program(), precision);
      await cpu.run("scan");
      expect(apart(cpu.view("y"), y)).toBeLessThan(error);
      const state = cpu.view("state");
      const turned = Float64Array.from(h, (_, i) => state[(i % states) * batch * channels + Math.floor(i / states)]!);
      expect(apart(turned, h)).toBeLessThan(error);
    }
  }
});

test.each(["cpu", "software"] as const)("a sequence in pieces is the whole, on %s", { timeout: 60_000 }, async (adapter) => {
  const { spec, inputs } = drawn("pieces", 150, 5, 18, 2);
  const { y, h } = sequential(spec, inputs);
  const scan = await SelectiveScan.create({ ...spec, length: 64 }, { adapter });
  try {
    expect(scan.adapterKind).toBe(adapter);
    expect(apart(await scan.run(inputs), y)).toBeLessThan(5e-6);
    expect(apart(await scan.state(), h)).toBeLessThan(5e-6);
    expect(scan.step).toBe(150);
    scan.setState();
    expect(scan.step).toBe(0);
    const piece = (from: number, end: number): ScanInputs => ({
      ...{ u: inputs.u.slice(from * 10, end * 10), delta: inputs.delta.slice(from * 10, end * 10) },
      ...{ B: inputs.B.slice(from * 36, end * 36), C: inputs.C.slice(from * 36, end * 36) },
    });
    const parts = [await scan.run(piece(0, 1)), await scan.run(piece(1, 90))];
    // Away to nothing, and back to where it was.
    const state = await scan.state();
    scan.setState();
    await scan.run(piece(3, 20));
    scan.setState(state);
    parts.push(await scan.run(piece(90, 150)));
    expect(
      apart(
        parts.flatMap((part) => [...part]),
        y,
      ),
    ).toBeLessThan(5e-6);
  } finally {
    scan.destroy();
  }
});

test("thousands of steps in one call on software", { timeout: 60_000 }, async () => {
  const { spec, inputs } = drawn("long", 8193, 3, 2, 1, true);
  const { y, h } = sequential(spec, inputs);
  const scan = await SelectiveScan.create({ ...spec, length: 8193 }, { adapter: "software" });
  expect(apart(await scan.run(inputs), y)).toBeLessThan(5e-6);
  expect(apart(await scan.state(), h)).toBeLessThan(5e-6);
  scan.destroy();
});

test("the same calls give the same bits", async () => {
  const { spec, inputs } = drawn("bits", 100, 3, 4, 2, true);
  const outputs: Float32Array[] = [];
  for (let k = 0; k < 2; k++) {
    const scan = await SelectiveScan.create({ ...spec, length: 40 }, { adapter: "software" });
    outputs.push(await scan.run(inputs));
    scan.destroy();
  }
  expect(outputs[1]).toEqual(outputs[0]);
});

test("what is wrong is said in one line", async () => {
  const { spec, inputs } = drawn("wrong", 4, 2, 3, 1);
  const refused: [Partial<SelectiveScanSpec>, string][] = [
    [{ channels: 0 }, "channels: 0: must be an integer of 1 or more"],
    [{ gate: true } as never, 'gate: true: unknown key; did you mean "gated"?'],
    [{ gated: "no" as never }, 'gated: "no": true or false'],
    [{ states: 1.5 }, "states: 1.5: must be an integer of 1 or more"],
    [{ batch: -1 }, "batch: -1: must be an integer of 1 or more"],
    [{ length: 2 ** 30 }, "length: 1073741824: is 3221225472 numbers with batch and channels or states; 1073741824 at most"],
    [{ A: [-1] }, "A: array of 1: must have 6 elements, one a channel and state"],
    [{ A: [-1, -1, 0.5, -1, -1, -1] }, "A[2]: 0.5: must be 0 or less: the state would grow without bound"],
    [{ D: [Number.NaN, 1] }, "D[0]: NaN: must be a finite number"],
    [{ delta_bias: [1] }, "delta_bias: array of 1: must have 2 elements, one a channel"],
  ];
  for (const [change, message] of refused) {
    const error = await SelectiveScan.create({ ...spec, ...change }, { adapter: "cpu" }).catch((caught) => caught);
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toBe(message);
  }
  const scan = await SelectiveScan.create(spec, { adapter: "cpu" });
  const wrong: [Partial<ScanInputs>, string][] = [
    [{ u: new Float32Array(7) }, "must be steps x 1 x 2 numbers"],
    [{ delta: new Float32Array(7) }, "must have 8 elements, 4 steps of 2"],
    [{ B: new Float32Array(8) }, "must have 12 elements, 4 steps of 3"],
    [{ C: new Float32Array(12).fill(Number.NaN) }, "C[0]: NaN: must be a finite number"],
    [{ z: new Float32Array(8) }, "leave it out: this scan is not gated"],
  ];
  for (const [change, message] of wrong) await expect(scan.run({ ...inputs, ...change })).rejects.toThrow(message);
  expect(() => scan.setState([1])).toThrow("state: array of 1: must have 6 elements");
  const busy = scan.run(inputs);
  expect(() => scan.setState()).toThrow(GalvaniError);
  await busy;
  const gated = await SelectiveScan.create({ ...spec, gated: true }, { adapter: "cpu" });
  await expect(gated.run(inputs)).rejects.toThrow("must be given: this scan is gated");
});

test("a state that is not finite any more: which sequence, and when", async () => {
  const scan = await SelectiveScan.create({ channels: 2, states: 1, batch: 2, A: [-1, -1], length: 4 }, { adapter: "cpu" });
  const steps = 10;
  const u = new Float32Array(steps * 4).fill(1);
  const delta = new Float32Array(steps * 4).fill(1);
  // Step 6, sequence 1, channel 0.
  [u[6 * 4 + 2], delta[6 * 4 + 2]] = [3e38, 10];
  const ones = new Float32Array(steps * 2).fill(1);
  const error = await scan.run({ u, delta, B: ones, C: ones }).catch((caught) => caught);
  expect(error).toBeInstanceOf(StateDivergedError);
  expect(error).toMatchObject({ system: 1, time: 6 });
});
