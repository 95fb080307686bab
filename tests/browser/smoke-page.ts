import copySource from "../../shaders/bench/copy.wgsl";
import { ShaderError } from "../../src/errors.ts";
import { hasHardware, openDevice } from "../../src/gpu/adapter.ts";

/** Runs in the page: a kernel and a compile error through the same src/gpu as in Node. */
async function run(n: number): Promise<unknown> {
  const device = await openDevice("software");
  const kernel = await device.kernel(copySource);
  const size = await device.uniform("size", 4);
  size.write(kernel.pack("size", { n }));
  const input = Uint32Array.from({ length: n }, (_, i) => i * 2654435761);
  const source = await device.bufferOf("source", "u32", input);
  const output = await device.buffer("target", "u32", n);
  await device
    .commands("copy")
    .dispatch(kernel.bind({ size, source, target_words: output }), Math.ceil(n / 256))
    .submit();
  const equal = (await output.read()).every((w, i) => w === input[i]);
  const broken = { ...copySource, text: copySource.text.replace("source[i]", "sauce[i]") };
  const error = await device.kernel(broken).catch((e: unknown) => e);
  device.raw.createBuffer({ label: "bad", size: 16, usage: 0 });
  const uncaptured = await device.idle().catch((e: unknown) => (e as Error).name);
  device.destroy();
  return {
    summary: device.summary,
    hardware: await hasHardware(),
    equal,
    place: error instanceof ShaderError ? error.place : String(error),
    uncaptured,
  };
}

Object.assign(globalThis, { run });
