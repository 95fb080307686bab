/** The page's part of tfjs-fft.mjs: one transform on both sides, turn by turn. */
import type { openDevice } from "../../src/gpu/adapter.ts";
import type { Buffers } from "../../src/plan/program.ts";
import type { GpuProgram } from "../../src/plan/program-gpu.ts";
import type { fft } from "../../src/spectral/fft.ts";
import { scattered } from "../stages.ts";

interface Tensor {
  data(): Promise<Float32Array>;
  dispose(): void;
}

/** What is used of @tensorflow/tfjs-core. */
interface TensorFlow {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tensor(data: Float32Array, shape: readonly number[]): Tensor;
  complex(real: Tensor, imaginary: Tensor): Tensor;
  fft(input: Tensor): Tensor;
  backend(): { endComputePassEncoder(): void; submitQueue(): void; readonly queue: GPUQueue };
}

interface Sides {
  readonly tf: TensorFlow;
  readonly openDevice: typeof openDevice;
  readonly GpuProgram: typeof GpuProgram;
  readonly fft: typeof fft;
}

export interface Compared {
  readonly adapter: string;
  /** ms of each turn. */
  readonly theirs: readonly number[];
  readonly ours: readonly number[];
  /** |difference| / |theirs|, both as vectors. */
  readonly error: number;
}

/** Data is on the device before a turn and its result stays there: a turn is from the call until the queue is done. One turn each does not count. */
export async function compare(sides: Sides, batch: number, points: number, repeats: number): Promise<Compared> {
  const data = scattered(2 * batch * points);
  const theirs = await tensorFlow(sides.tf, data, batch, points);
  const ours = await galvani(sides, data, batch, points);
  const times: { theirs: number[]; ours: number[] } = { theirs: [], ours: [] };
  for (let turn = 0; turn <= repeats; turn++) {
    const [a, b] = [await timed(theirs.run), await timed(ours.run)];
    if (turn === 0) continue;
    times.theirs.push(a);
    times.ours.push(b);
  }
  return { adapter: ours.adapter, ...times, error: difference(await ours.read(), await theirs.read()) };
}

async function timed(run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

async function tensorFlow(tf: TensorFlow, data: Float32Array, batch: number, points: number) {
  await tf.setBackend("webgpu");
  await tf.ready();
  const part = (which: number) =>
    tf.tensor(
      data.filter((_, i) => i % 2 === which),
      [batch, points],
    );
  const input = tf.complex(part(0), part(1));
  let output: Tensor | undefined;
  const run = async () => {
    output?.dispose();
    output = tf.fft(input);
    const backend = tf.backend();
    backend.endComputePassEncoder();
    backend.submitQueue();
    await backend.queue.onSubmittedWorkDone();
  };
  return { run, read: async () => (await output?.data()) ?? new Float32Array() };
}

async function galvani({ openDevice, GpuProgram, fft }: Sides, data: Float32Array, batch: number, points: number) {
  const buffers: Buffers = {
    input: { type: "f32", length: data.length, data: data.slice() },
    output: { type: "f32", length: data.length },
  };
  const stages = fft("fft", { sizes: [points], batch }, "forward", buffers, { input: "input", output: "output" });
  const program = await GpuProgram.create(await openDevice("software"), { buffers, sequences: { stages } });
  return {
    adapter: `${program.adapterKind}: ${program.adapter}`,
    run: () => program.run("stages"),
    read: () => program.read("output", "f32"),
  };
}

function difference(got: Float32Array, expected: Float32Array): number {
  let wrong = 0;
  let all = 0;
  for (let i = 0; i < expected.length; i++) {
    wrong += (got[i] - expected[i]) ** 2;
    all += expected[i] ** 2;
  }
  return Math.sqrt(wrong / all);
}
