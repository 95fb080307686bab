import type { GpuBuffer, UniformBuffer } from "../src/gpu/buffers.ts";
import type { Device } from "../src/gpu/device.ts";
import type { Bound } from "../src/gpu/kernel.ts";
import type { ResolvedNetwork } from "../src/network/resolved.ts";
import { type Compiled, compile } from "../src/simulate/compile.ts";
import { WHOLE } from "../src/twins/lib/share.ts";

type Words = Float32Array | Uint32Array | Int32Array;

/** A network's plan outside a simulation, its first window ready to be run again and again. */
export async function planned(network: ResolvedNetwork, pageBytes: number): Promise<Compiled> {
  const compiled = await compile(network, { pageBytes });
  compiled.plan.run[0] = 2 ** 31;
  return compiled;
}

/** One dispatch of the plan on a device. */
export async function boundOn(
  device: Device,
  { plan }: Compiled,
  k: number,
): Promise<{ readonly bound: Bound; readonly workgroups: number; readonly buffers: readonly GpuBuffer[] }> {
  const { kernel, bindings, workgroups, label } = plan.window[k];
  const named: Record<string, GpuBuffer | UniformBuffer> = {
    run: await device.uniform("run", plan.run.byteLength),
    window: await device.uniform("window", 4, 1),
  };
  (named.run as UniformBuffer).write(plan.run);
  (named.window as UniformBuffer).write(Uint32Array.of(0));
  const buffers: GpuBuffer[] = [];
  for (const [variable, name] of Object.entries(bindings)) {
    const words = plan.uniforms[name];
    if (words) {
      const uniform = await device.uniform(name, words.byteLength);
      uniform.write(words);
      named[variable] = uniform;
      continue;
    }
    const planned = plan.buffers[name];
    const buffer = await device.buffer(name, planned.type, Math.max(1, planned.length));
    if (planned.data && planned.length > 0) buffer.write(planned.data as never);
    buffers.push(buffer);
    named[variable] = buffer;
  }
  const compiledKernel = await device.kernel(plan.kernels[kernel].source);
  return { bound: compiledKernel.bind(named, label), workgroups, buffers };
}

/** One dispatch of the plan on its twin. */
export function calledOn({ plan }: Compiled, k: number, held: Record<string, Words> = {}): () => void {
  const { kernel, bindings } = plan.window[k];
  const twin = plan.kernels[kernel].twin?.(WHOLE) as unknown as (...words: readonly Words[]) => void;
  const make = { f32: Float32Array, u32: Uint32Array, i32: Int32Array };
  const rest = Object.values(bindings).map((name) => {
    const buffer = plan.buffers[name];
    return plan.uniforms[name] ?? held[name] ?? buffer.data ?? new make[buffer.type](buffer.length);
  });
  const window = Uint32Array.of(0);
  return () => twin(plan.run, window, ...rest);
}
