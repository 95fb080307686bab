import { openDevice } from "../../../src/gpu/adapter.ts";
import type { Device } from "../../../src/gpu/device.ts";
import { shader } from "../../gpu/shaders.ts";

/** A body over `input[i * words + w]` that writes `output[i * results + r]`; `tables` may be given to it. */
export interface Piece {
  /** The library texts it needs, imports inlined. */
  readonly library: string;
  readonly body: string;
  readonly words: number;
  readonly results: number;
  readonly tables?: Uint32Array;
}

let device: Device | undefined;

export async function softwareDevice(): Promise<Device> {
  device ??= await openDevice("software");
  return device;
}

export function closeDevice(): void {
  device?.destroy();
  device = undefined;
}

/** Runs a piece of WGSL on the software adapter for every group of `words` of `input`. */
export async function onSoftware(piece: Piece, input: Uint32Array): Promise<Uint32Array> {
  const d = await softwareDevice();
  const n = input.length / piece.words;
  const text = `${piece.library}
struct Size { n: u32 }
@group(0) @binding(0) var<uniform> size: Size;
@group(0) @binding(1) var<storage, read> tables: array<u32>;
@group(0) @binding(2) var<storage, read> input: array<u32>;
@group(0) @binding(3) var<storage, read_write> output: array<u32>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let i = id.x;
  if (i >= size.n + tables[0] * 0u) { return; }
  ${piece.body}
}
`;
  const kernel = await d.kernel(shader("piece.wgsl", text));
  const size = await d.uniform("size", kernel.uniformSize("size"));
  size.write(kernel.pack("size", { n }));
  const output = await d.buffer("output", "u32", n * piece.results);
  const bound = kernel.bind({
    size,
    tables: await d.bufferOf("tables", "u32", piece.tables ?? new Uint32Array(1)),
    input: await d.bufferOf("input", "u32", input),
    output,
  });
  await d
    .commands("piece")
    .dispatch(bound, Math.ceil(n / 64))
    .submit();
  return output.read();
}
