import addSource from "../shaders/bench/atomic_add.wgsl";
import { timeKernel } from "../src/gpu/profiler.ts";
import { atomic_add } from "../src/twins/bench/atomic_add.ts";
import { type Bench, type Result, repeat } from "./measure.ts";

export const ATOMIC = "scattered adds";
const ADDS = 2 ** 22;
const SLOTS = 2 ** 20;

/** What scattered integer adds can do (atomic ones on a device): the ceiling of propagation. */
export async function atomicAdd({ device }: Bench): Promise<Result[]> {
  const indices = Uint32Array.from({ length: ADDS }, (_, i) => (Math.imul(i, 0x9e3779b1) >>> 0) % SLOTS);
  const weights = new Int32Array(ADDS).fill(3);
  const shown = { name: ATOMIC, unit: "M/s", note: `${SLOTS} slots` };
  if (!device) {
    const sums = new Int32Array(SLOTS);
    const once = () => {
      const start = performance.now();
      atomic_add(ADDS, indices, weights, sums);
      return (performance.now() - start) / 1000;
    };
    return [await repeat(shown, once, (s) => ADDS / s / 1e6)];
  }
  const kernel = await device.kernel(addSource);
  const size = await device.uniform("size", kernel.uniformSize("size"));
  size.write(kernel.pack("size", { n: ADDS }));
  const sums = await device.buffer("sums", "i32", SLOTS);
  const bound = kernel.bind({
    size,
    indices: await device.bufferOf("indices", "u32", indices),
    weights: await device.bufferOf("weights", "i32", weights),
    sums,
  });
  const once = async () => (await timeKernel(device, bound, ADDS / 256, { rounds: 1 })).nsPerDispatch / 1e9;
  return [await repeat(shown, once, (s) => ADDS / s / 1e6)];
}
