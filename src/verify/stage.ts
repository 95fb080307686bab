import type { TypedArrays } from "../gpu/buffers.ts";
import type { Device } from "../gpu/device.ts";
import type { ShaderSource } from "../gpu/source.ts";
import type { Stage } from "../plan/program.ts";
import type { Tally } from "./tally.ts";

/** Changes a shader before it is compiled: tests plant faults with it. */
export type Alter = ((source: ShaderSource) => ShaderSource) | undefined;

/** What words hold before they are written: a pattern that no kernel writes. */
export const POISON = 0xdeadbeef;

/** Numbers behind the last result that must stay as they were. */
export const GUARD = 5;

/** A result before it is written: not a number, so that what is left of it counts neither as equal to a result nor as the largest value. */
export function poisoned(length: number): Float32Array {
  return new Float32Array(length + GUARD).fill(Number.NaN);
}

/** Some numbers, with a guard behind. */
export function guarded(values: ArrayLike<number>): Float32Array {
  const all = poisoned(values.length);
  all.set(values);
  return all;
}

export type Words = Readonly<Record<string, Float32Array | Uint32Array>>;

/** Systems side by side, of which rounding may decide a choice. */
export interface Edges {
  readonly systems: number;
  /** Value k of system i is at k stride + i. */
  readonly stride: number;
  /** Whether both sides went on with the system, one by another choice. */
  apart(i: number, got: Words, expected: Words): boolean;
}

/** Runs a stage's kernel on the device and its twin here, on copies of `buffers`, and holds every buffer of one against that of the other. */
export async function checkStage(
  device: Device,
  tally: Tally,
  stage: Stage,
  buffers: Words,
  alter: Alter,
  { systems, stride, apart }: Edges = { systems: 0, stride: 1, apart: () => false },
): Promise<void> {
  const { got, expected } = await bothWays(device, stage, buffers, alter);
  const moved = new Set(Array.from({ length: systems }, (_, i) => i).filter((i) => apart(i, got, expected)));
  tally.edge(systems, moved.size);
  for (const [name, words] of Object.entries(expected)) {
    if (words instanceof Float32Array) tally.floats(got[name] as Float32Array, words, (i) => moved.has(i % stride));
    else tally.words(name, got[name], words);
  }
}

/** The buffers of a stage after its kernel on the device, and after its twin here, both on copies of `buffers`. */
export async function bothWays(
  device: Device,
  stage: Stage,
  buffers: Words,
  alter: Alter,
): Promise<{ readonly got: Words; readonly expected: Words }> {
  const { label, bindings, shape, kernel } = stage;
  const compiled = await device.kernel(alter ? alter(kernel.source) : kernel.source);
  const uniform = await device.uniform(label, compiled.uniformSize("shape"));
  uniform.write(compiled.pack("shape", shape));
  const names = [...new Set(Object.values(bindings))];
  const held = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await device.bufferOf(name, typeOf(buffers[name]), buffers[name])] as const)),
  );
  const bound = Object.fromEntries(Object.entries(bindings).map(([variable, name]) => [variable, held[name]]));
  await device
    .commands(label)
    .dispatch(compiled.bind({ shape: uniform, ...bound }), stage.workgroups)
    .submit();
  const expected = Object.fromEntries(names.map((name) => [name, buffers[name].slice()]));
  const twin = kernel.twin as (...args: unknown[]) => void;
  twin(shape, ...Object.values(bindings).map((name) => expected[name]));
  const got: Record<string, Float32Array | Uint32Array> = {};
  for (const name of names) got[name] = (await held[name].read()) as Float32Array | Uint32Array;
  for (const buffer of [uniform, ...Object.values(held)]) buffer.destroy();
  return { got, expected };
}

function typeOf(data: TypedArrays["f32"] | TypedArrays["u32"]): "f32" | "u32" {
  return data instanceof Float32Array ? "f32" : "u32";
}
