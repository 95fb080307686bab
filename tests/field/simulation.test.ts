import { afterEach, describe, expect, test } from "vitest";
import { FieldDivergedError, InputError } from "../../src/errors.ts";
import { FieldSimulation } from "../../src/field/simulation.ts";
import type { KleinGordonSpec } from "../../src/field/spec.ts";

const LATTICE: KleinGordonSpec = {
  ...{ model: "klein-gordon", sizes: [6, 5], length: [6, 5], dt: 0.25, speed: 1, mass: 0.5, batch: 2 },
  initial: { phi: Array.from({ length: 60 }, (_, p) => Math.sin(p * p)) },
};

const running: FieldSimulation[] = [];
async function create(...args: Parameters<typeof FieldSimulation.create>): Promise<FieldSimulation> {
  const made = await FieldSimulation.create(...args);
  running.push(made);
  return made;
}
afterEach(() => {
  for (const simulation of running.splice(0)) simulation.destroy();
});

describe.each(["cpu", "software"] as const)("a field that runs by itself, on %s", (adapter) => {
  test("frames are the field after every so many steps, however the run is cut", async () => {
    const field = await create(LATTICE, { adapter, record: { every: 3 } });
    const alone = await create(LATTICE, { adapter });
    await field.advance(4);
    expect((await field.frames()).times).toEqual([0.75]);
    await field.run(2);
    await field.advance(0);
    const { times, values } = await field.frames();
    expect(times).toEqual([0.75, 1.5, 2.25, 3]);
    expect([field.step, field.time]).toEqual([12, 3]);
    for (const frame of values) {
      await alone.advance(3);
      expect(frame).toEqual(await alone.read());
    }
    expect(values[3]).not.toEqual(values[2]);
  });

  test("a value that is not finite ends the run with its batch and time", async () => {
    const phi = Array.from({ length: 90 }, (_, p) => (p === 47 ? 3e38 : p / 90));
    const spec: KleinGordonSpec = { ...LATTICE, batch: 3, initial: { phi }, input: { phi: 1 } };
    const field = await create(spec, { adapter });
    const error = await field.advance(100).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(FieldDivergedError);
    expect(error).toMatchObject({ field: "field", batch: 1, step: 16, time: 4 });
    // Where the run ends before that, its end finds it.
    const brief = await create(spec, { adapter });
    await expect(brief.advance(5)).rejects.toMatchObject({ batch: 1, step: 5, time: 1.25 });
    // New values, and it runs again.
    field.setInput({});
    await field.set({ phi: 0 });
    await field.advance(40);
    expect((await field.read()).every((value) => value === 0)).toBe(true);
  });
});

test("more frames than there is room for on the device are all kept", async () => {
  const field = await create({ ...LATTICE, batch: 1, initial: { phi: 1 } }, { adapter: "cpu", record: { every: 1 } });
  await field.advance(9000);
  const { values } = await field.frames();
  expect(values.length).toBe(9000);
  // A uniform field is one oscillator: the leapfrog's own frequency.
  const omega = (2 / 0.25) * Math.asin((0.5 * 0.25) / 2);
  for (const n of [0, 4094, 4095, 4096, 8191, 8192, 8999]) expect(values[n][7]).toBeCloseTo(Math.cos(omega * 0.25 * (n + 1)), 2);
});

test("what is asked of a field that it does not have", async () => {
  const field = await create(LATTICE, { adapter: "cpu" });
  await expect(field.read("u")).rejects.toThrow(/it has: phi, velocity/);
  await expect(field.set({ psi: 1 })).rejects.toThrow(InputError);
  await expect(field.set({ constructor: 1 } as never)).rejects.toThrow(/^constructor: "constructor": is no variable of this field/);
  await expect(field.set({ phi: [1, 2] })).rejects.toThrow(/30 of them/);
  expect(() => field.setInput({ phi: 1 })).toThrow(/is no input of this field/);
  await expect(field.run(0.3)).rejects.toThrow(/whole number of steps of 0.25/);
  await expect(field.run(-1)).rejects.toThrow(InputError);
  await expect(field.advance(1.5)).rejects.toThrow(/integer/);
  await expect(field.frames()).rejects.toThrow(/nothing is recorded/);
  await expect(FieldSimulation.create(LATTICE, { adapter: "cpu", record: { every: 0 } })).rejects.toThrow(/record.every/);
  await expect(FieldSimulation.create(LATTICE, { adapter: "cpu", record: { every: 1, variable: "u" } })).rejects.toThrow(/record.variable/);
});

test("a run that is aborted stops between two steps and can go on", async () => {
  const field = await create(LATTICE, { adapter: "cpu" });
  const stop = new AbortController();
  const reason = new Error("enough");
  const shares: number[] = [];
  const onProgress = (share: number) => {
    shares.push(share);
    if (shares.length === 3) stop.abort(reason);
  };
  await expect(field.advance(100_000, { signal: stop.signal, onProgress })).rejects.toBe(reason);
  expect(field.step).toBeGreaterThan(0);
  expect(field.step).toBeLessThan(100_000);
  expect([...shares].sort()).toEqual(shares);
  const fresh = await create(LATTICE, { adapter: "cpu" });
  const before = field.step;
  await field.advance(10);
  await fresh.advance(before + 10);
  expect(await field.read()).toEqual(await fresh.read());
});

test("one call at a time", async () => {
  const field = await FieldSimulation.create({ ...LATTICE, input: { phi: 0 } }, { adapter: "cpu", record: { every: 1 } });
  const first = field.advance(6);
  const busy = "the field is busy: await the call before";
  await expect(field.advance(6)).rejects.toThrow(busy);
  await expect(field.read()).rejects.toThrow(busy);
  await expect(field.set({ phi: 0 })).rejects.toThrow(busy);
  await expect(field.frames()).rejects.toThrow(busy);
  expect(() => field.setInput({ phi: 1 })).toThrow(busy);
  await first;
  expect(field.step).toBe(6);
  expect((await field.frames()).values).toHaveLength(6);
  field.destroy();
});
