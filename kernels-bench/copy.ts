import copySource from "../shaders/bench/copy.wgsl";
import { timeKernel } from "../src/gpu/profiler.ts";
import { type Bench, type Result, repeat } from "./measure.ts";

export const COPY = "copy bandwidth";
const WORDS = 2 ** 24;

/** What memory can do: bytes read and written a second. */
export async function copy({ device }: Bench): Promise<Result[]> {
  if (!device) {
    const [from, to] = [new Uint32Array(WORDS).fill(1), new Uint32Array(WORDS)];
    const once = () => {
      const start = performance.now();
      to.set(from);
      return (performance.now() - start) / 1000;
    };
    return [await repeat({ name: COPY, unit: "GB/s", note: "64 MiB, Uint32Array.set" }, once, (s) => (8 * WORDS) / s / 1e9)];
  }
  const kernel = await device.kernel(copySource);
  const size = await device.uniform("size", kernel.uniformSize("size"));
  size.write(kernel.pack("size", { n: WORDS }));
  const source = await device.buffer("source", "u32", WORDS);
  const target = await device.buffer("target", "u32", WORDS);
  const bound = kernel.bind({ size, source, target_words: target });
  const once = async () => (await timeKernel(device, bound, WORDS / 256, { rounds: 1 })).nsPerDispatch / 1e9;
  const result = await repeat({ name: COPY, unit: "GB/s", note: "64 MiB, read and write" }, once, (s) => (8 * WORDS) / s / 1e9);
  source.destroy();
  target.destroy();
  return [result];
}
