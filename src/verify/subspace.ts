import learnSource from "../../shaders/plasticity/subspace_learn.wgsl";
import projectSource from "../../shaders/plasticity/subspace_project.wgsl";
import reconstructSource from "../../shaders/plasticity/subspace_reconstruct.wgsl";
import type { Device } from "../gpu/device.ts";
import type { ShaderSource } from "../gpu/source.ts";
import { subspace_learn, subspaceScalars } from "../twins/plasticity/subspace_learn.ts";
import { type SubspaceSize, subspace_project } from "../twins/plasticity/subspace_project.ts";
import { subspace_reconstruct } from "../twins/plasticity/subspace_reconstruct.ts";
import type { Dice } from "./dice.ts";
import { type Alter, GUARD, poisoned } from "./stage.ts";
import type { Tally } from "./tally.ts";

const TILE = 16;

/** A kernel on one set of operands: what it reads, and what it writes or changes, with a guard behind. */
interface Job {
  readonly source: ShaderSource;
  readonly uniform: Readonly<Record<string, number>>;
  /** Workgroups: tiles of the result. */
  readonly tiles: number;
  readonly read: Readonly<Record<string, Float32Array>>;
  readonly written: Readonly<Record<string, Float32Array>>;
}

/** y = H x. */
export async function checkProject(device: Device, tally: Tally, dice: Dice, alter: Alter): Promise<string> {
  const { size, inputs, weights } = operands(dice);
  const { batch, rows } = size;
  const outputs = poisoned(batch * rows);
  const job = { source: projectSource, uniform: { ...size }, tiles: tiles(batch, rows), read: { inputs, weights }, written: { outputs } };
  const got = await onDevice(device, job, alter);
  subspace_project(size, inputs, weights, outputs);
  tally.floats(got.outputs, outputs);
  return described(size);
}

/** e = x - H^T y. */
export async function checkReconstruct(device: Device, tally: Tally, dice: Dice, alter: Alter): Promise<string> {
  const { size, inputs, weights } = operands(dice);
  const { batch, rows, columns } = size;
  const outputs = numbers(dice, batch * rows);
  const errors = poisoned(batch * columns);
  const read = { inputs, weights, outputs };
  const job = { source: reconstructSource, uniform: { ...size }, tiles: tiles(batch, columns), read, written: { errors } };
  const got = await onDevice(device, job, alter);
  subspace_reconstruct(size, inputs, weights, outputs, errors);
  tally.floats(got.errors, errors);
  return described(size);
}

/** Momentum and weights after one batch; a limit that some of the changes meet. */
export async function checkLearn(device: Device, tally: Tally, dice: Dice, alter: Alter): Promise<string> {
  const { size, inputs: errors, weights } = operands(dice);
  const { batch, rows, columns } = size;
  const outputs = numbers(dice, batch * rows);
  const changes = numbers(dice, rows * columns + GUARD);
  const rates = { rate: 0.3, momentum: dice.uniform(0.5, 0.95), limit: 0.5 / Math.sqrt(batch) };
  const uniform = { ...size, ...subspaceScalars(size, rates) };
  const job = { source: learnSource, uniform, tiles: tiles(rows, columns), read: { outputs, errors }, written: { changes, weights } };
  const got = await onDevice(device, job, alter);
  subspace_learn(size, rates, outputs, errors, changes, weights);
  tally.floats(got.changes, changes);
  tally.floats(got.weights, weights);
  return described(size);
}

function operands(dice: Dice): { size: SubspaceSize; inputs: Float32Array; weights: Float32Array } {
  // Odd: no tile ends where a matrix does.
  const size = { batch: dice.whole(33, 70) | 1, first: dice.whole(1, 20), rows: dice.whole(17, 60) | 1, columns: dice.whole(65, 200) | 1 };
  const inputs = numbers(dice, size.batch * size.columns);
  // Rows before, and one behind, that must stay as they were.
  return { size, inputs, weights: numbers(dice, (size.first + size.rows + 1) * size.columns) };
}

const numbers = (dice: Dice, n: number) => Float32Array.from(dice.list(n, -1, 1));
const tiles = (down: number, across: number) => Math.ceil(down / TILE) * Math.ceil(across / TILE);
const described = ({ batch, rows, columns }: SubspaceSize) => `${batch} samples, ${rows} rows of ${columns}`;

async function onDevice(device: Device, job: Job, alter: Alter): Promise<Readonly<Record<string, Float32Array>>> {
  const kernel = await device.kernel(alter ? alter(job.source) : job.source);
  const size = await device.uniform("size", kernel.uniformSize("size"));
  size.write(kernel.pack("size", job.uniform));
  const given = Object.entries({ ...job.read, ...job.written });
  const buffers = Object.fromEntries(
    await Promise.all(given.map(async ([name, data]) => [name, await device.bufferOf(name, "f32", data)] as const)),
  );
  await device
    .commands(job.source.path)
    .dispatch(kernel.bind({ size, ...buffers }), job.tiles)
    .submit();
  const results: Record<string, Float32Array> = {};
  for (const name of Object.keys(job.written)) results[name] = await buffers[name].read();
  for (const buffer of [size, ...Object.values(buffers)]) buffer.destroy();
  return results;
}
