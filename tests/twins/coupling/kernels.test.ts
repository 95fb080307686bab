/** The kernels of couplings against their twins, to the bit, on random input with poisoned outputs; the twins against numbers worked out by hand. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import count from "../../../shaders/coupling/count.wgsl";
import drive from "../../../shaders/coupling/drive.wgsl";
import gate from "../../../shaders/coupling/gate.wgsl";
import intake from "../../../shaders/coupling/intake.wgsl";
import keep from "../../../shaders/coupling/keep.wgsl";
import type { ElementType, GpuBuffer, TypedArrays } from "../../../src/gpu/buffers.ts";
import type { Device } from "../../../src/gpu/device.ts";
import type { ShaderSource } from "../../../src/gpu/source.ts";
import { countTwin } from "../../../src/twins/coupling/count.ts";
import { drive as driveTwin } from "../../../src/twins/coupling/drive.ts";
import { gateTwin } from "../../../src/twins/coupling/gate.ts";
import { intake as intakeTwin } from "../../../src/twins/coupling/intake.ts";
import { keepTwin } from "../../../src/twins/coupling/keep.ts";
import { stageTwin } from "../../../src/twins/coupling/stage.ts";
import { WHOLE } from "../../../src/twins/lib/share.ts";
import { RUN_WORDS, Run } from "../../../src/twins/lib/window.ts";
import { Dice } from "../../../src/verify/dice.ts";
import { closeDevice, softwareDevice } from "../lib/kernel.ts";

let device: Device;
beforeAll(async () => {
  device = await softwareDevice();
});
afterAll(closeDevice);

type Words = Float32Array | Uint32Array;
const typeOf = (words: Words): ElementType => (words instanceof Float32Array ? "f32" : "u32");

/** Runs a kernel on copies of the buffers; returns what they then hold, by name. `shape`: fields of a stage; else `run` and the struct `own`. */
async function onDevice(
  source: ShaderSource,
  workgroups: number,
  buffers: Readonly<Record<string, Words>>,
  uniforms:
    | { readonly shape: Readonly<Record<string, number>> }
    | { readonly run: Uint32Array; readonly own?: readonly [string, Uint32Array] },
): Promise<Record<string, Words>> {
  const kernel = await device.kernel(source);
  const bound: Record<string, GpuBuffer | Awaited<ReturnType<Device["uniform"]>>> = {};
  if ("shape" in uniforms) {
    bound.shape = await device.uniform("shape", kernel.uniformSize("shape"));
    bound.shape.write(kernel.pack("shape", uniforms.shape));
  } else {
    const { run, own } = uniforms;
    for (const [name, words] of [["run", run], ["window", Uint32Array.of(1)], ...(own ? [own] : [])] as [string, Uint32Array][]) {
      const uniform = await device.uniform(name, words.byteLength);
      uniform.write(words);
      bound[name] = uniform;
    }
  }
  for (const [name, words] of Object.entries(buffers)) bound[name] = await device.bufferOf(name, typeOf(words), words as never);
  await device.commands("kernel").dispatch(kernel.bind(bound), workgroups).submit();
  const out: Record<string, Words> = {};
  for (const name of Object.keys(buffers)) out[name] = (await (bound[name] as GpuBuffer).read()) as TypedArrays["f32"] | TypedArrays["u32"];
  return out;
}

/** A run whose second window begins at step `first` with `tail` spikes in the queue; windows have so many steps. */
function windowOf(first: number, steps: number, tail: number, queue: number) {
  const run = new Uint32Array(RUN_WORDS);
  run[Run.window_steps] = steps;
  run[Run.end_step] = 1000;
  run[Run.neurons] = 40;
  run[Run.neuron_bits] = 6;
  run[Run.queue_capacity] = 10000;
  run[Run.tails_at] = 4;
  run[Run.steps_at] = 8;
  const control = new Uint32Array(12).fill(0xffffffff, 1, 4);
  control[0] = queue;
  control[5] = tail;
  control[8] = 3;
  control[9] = first;
  return { run, control, window: Uint32Array.of(1) };
}

describe("count", () => {
  it("kernel and twin", async () => {
    for (const seed of [1, 2, 3]) {
      const dice = new Dice(seed, "count");
      const spikes = 150 + dice.whole(0, 199);
      const queue = Uint32Array.from({ length: 400 }, () => (dice.whole(0, 7) << 6) | dice.whole(0, 39));
      const { run, control, window } = windowOf(20, 8, 31, spikes);
      const source = Uint32Array.of(5, 29);
      const buffers = {
        cells: Uint32Array.from({ length: 29 }, () => dice.whole(0, 6)),
        counts: Uint32Array.from({ length: 7 }, () => dice.whole(0, 8)),
        control,
        queue,
      };
      const got = await onDevice(count, 2, buffers, { run, own: ["source", source] });
      countTwin(WHOLE)(run, window, source, buffers.cells, buffers.counts, control, queue);
      expect(got.counts).toEqual(buffers.counts);
    }
  });

  it("by hand: only the window's spikes, only of the population", () => {
    const { run, control, window } = windowOf(0, 8, 1, 6);
    const counts = Uint32Array.of(0, 10);
    const queue = Uint32Array.of(3, 3, 2, 4 + (7 << 6), 5, 3);
    countTwin(WHOLE)(run, window, Uint32Array.of(3, 2), Uint32Array.of(1, 0), counts, control, queue);
    expect([...counts]).toEqual([1, 12]);
  });
});

describe("gate", () => {
  it.each([
    ["due", 20, 5, true],
    ["between two steps", 20, 4, false],
    ["past the end", 1000, 5, false],
  ])("kernel and twin: %s", async (_, first, steps, due) => {
    const { run, control, window } = windowOf(first, steps, 0, 0);
    const clock = Uint32Array.of(25);
    const words = Uint32Array.of(9);
    const got = await onDevice(gate, 1, { gate: words, control }, { run, own: ["clock", clock] });
    gateTwin(WHOLE)(run, window, clock, words, control);
    expect(got.gate).toEqual(words);
    expect([...words]).toEqual([due ? 1 : 0]);
  });

  it("closes for a window that the queue might not hold, and opens for a stage's twin alike", () => {
    const { run, control, window } = windowOf(20, 5, 9900, 9900);
    const words = Uint32Array.of(9);
    gateTwin(WHOLE)(run, window, Uint32Array.of(25), words, control);
    expect([...words]).toEqual([0]);
    let calls = 0;
    const twin = stageTwin(() => calls++, { shape: {}, every: 25 }, WHOLE);
    twin(run, window, control);
    expect(calls).toBe(0);
    control[5] = 0;
    twin(run, window, control);
    stageTwin(() => calls++, { shape: {}, every: 25 }, { index: 1, count: 2 })(run, window, control);
    stageTwin(() => calls++, { shape: {}, every: 10 }, WHOLE)(run, window, control);
    expect(calls).toBe(1);
  });
});

describe("intake", () => {
  it.each([0, 1])("kernel and twin, first %s", async (first) => {
    const dice = new Dice(7 + first, "intake");
    const [places, channels] = [131, 2];
    const floats = (length: number) => Float32Array.from({ length }, () => dice.whole(0, 1999) / 7 - 100);
    const buffers = {
      constant: floats(places * channels),
      gains: floats(places),
      counts: Uint32Array.from({ length: places }, () => dice.whole(0, 49)),
      input: floats(places * channels),
    };
    const shape = { places, channels, channel: 1, first };
    const got = await onDevice(intake, 3, buffers, { shape });
    intakeTwin(shape, buffers.constant, buffers.gains, buffers.counts, buffers.input);
    expect(got.input).toEqual(buffers.input);
    expect(got.counts).toEqual(buffers.counts);
    expect(buffers.counts.some((n) => n !== 0)).toBe(false);
  });

  it("by hand", () => {
    const input = Float32Array.of(1, 2, 3, 4);
    const constant = Float32Array.of(10, 20, 30, 40);
    const shape = { places: 2, channels: 2, channel: 1 };
    intakeTwin({ ...shape, first: 1 }, constant, Float32Array.of(2, 3), Uint32Array.of(5, 0), input);
    intakeTwin({ ...shape, first: 0 }, constant, Float32Array.of(-1, 3), Uint32Array.of(1, 1), input);
    expect([...input]).toEqual([1, 29, 3, 43]);
  });
});

describe("drive", () => {
  it.each([2, 4])("kernel and twin, %s corners", async (corners) => {
    const dice = new Dice(corners, "drive");
    const [neurons, places, channels] = [133, 50, 2];
    const floats = (length: number) => Float32Array.from({ length }, () => dice.whole(0, 1999) / 7 - 100);
    const buffers = {
      corners: Uint32Array.from({ length: neurons * corners }, () => dice.whole(0, places - 1)),
      weights: floats(neurons * corners),
      field: floats(places * channels),
      cursors: new Uint32Array(neurons + 9).fill(0xdeadbeef),
    };
    const shape = { neurons, corners, channels, channel: 1, gain: 1 / 3, at: 4 };
    const got = await onDevice(drive, 3, buffers, { shape });
    driveTwin(shape, buffers.corners, buffers.weights, buffers.field, buffers.cursors);
    expect(got.cursors).toEqual(buffers.cursors);
    expect(buffers.cursors.filter((word) => word === 0xdeadbeef).length).toBe(9);
  });

  it("by hand", () => {
    const cursors = new Uint32Array(3);
    const shape = { neurons: 2, corners: 2, channels: 1, channel: 0, gain: 10, at: 1 };
    driveTwin(shape, Uint32Array.of(0, 1, 1, 2), Float32Array.of(0.25, 0.75, 1, 0), Float32Array.of(4, 8, 100), cursors);
    expect([...new Float32Array(cursors.buffer)]).toEqual([0, 70, 80]);
  });
});

describe("keep", () => {
  it.each([
    ["a frame is due", 20, 30, NaN],
    ["none is due", 20, 60, Infinity],
    ["between two steps of the field", 19, 30, NaN],
    ["nothing is kept", 20, 0, 1],
  ])("kernel and twin: %s", async (_, first, frame, bad) => {
    const dice = new Dice(3, "keep");
    const { run, control, window } = windowOf(first, 10, 0, 0);
    const field = Float32Array.from({ length: 3 * 70 }, () => dice.whole(0, 999) / 3);
    field[3 * 66 + 1] = bad;
    const frames = Uint32Array.of(70, 3, 1, 30, frame, 5, 2);
    const buffers = { field, control, traces: new Float32Array(80).fill(-1) };
    const got = await onDevice(keep, 2, buffers, { run, own: ["frames", frames] });
    keepTwin(WHOLE)(run, window, frames, field, control, buffers.traces);
    expect(got.traces).toEqual(buffers.traces);
    expect(got.control).toEqual(control);
    const looked = (first + 10) % 30 === 0;
    expect(control[2]).toBe(looked && !Number.isFinite(bad) ? 29 : 0xffffffff);
    expect(buffers.traces[5 + 10]).toBe(looked && frame === 30 ? field[31] : -1);
  });

  it("by hand: the second frame of a submit", () => {
    const { run, control, window } = windowOf(20, 10, 0, 0);
    const traces = new Float32Array(6);
    // The submit began at step 3: frames are due at 15 and 30.
    keepTwin(WHOLE)(run, window, Uint32Array.of(2, 1, 0, 15, 15, 2, 1), Float32Array.of(7, 8), control, traces);
    expect([...traces]).toEqual([0, 0, 0, 0, 7, 8]);
  });
});
