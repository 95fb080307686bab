import { instantiate } from "./module.ts";

/** Memories whose arrays compiled loops work on where they are. */
const memories = new WeakMap<ArrayBufferLike, WebAssembly.Memory>();

/** Makes compiled loops work on arrays in `memory` from now on. It must not grow afterwards. */
export function workWithin(memory: WebAssembly.Memory): void {
  memories.set(memory.buffer, memory);
}

/** The memory that all of these arrays lie in, if it is one that `workWithin` was told of. */
export function memoryOf({ buffer }: ArrayBufferView, ...others: readonly ArrayBufferView[]): WebAssembly.Memory | undefined {
  for (const other of others) if (other.buffer !== buffer) return undefined;
  return memories.get(buffer);
}

const isShared = ({ buffer }: WebAssembly.Memory): boolean => !(buffer instanceof ArrayBuffer);

/** A loop compiled once for shared memories and once for others, when it is first asked for, and instantiated once for each. */
export class CompiledLoop<Run> {
  private readonly modules = new Map<boolean, WebAssembly.Module>();
  private readonly runs = new WeakMap<WebAssembly.Memory, Run>();

  /** @param write the module's bytes: see `moduleOf` */
  constructor(private readonly write: (shared: boolean) => Uint8Array<ArrayBuffer>) {}

  /** The loop over arrays of a memory. @throws WebAssembly.CompileError where code cannot be compiled */
  within(memory: WebAssembly.Memory): Run {
    const known = this.runs.get(memory);
    if (known) return known;
    const shared = isShared(memory);
    const module = this.modules.get(shared) ?? new WebAssembly.Module(this.write(shared));
    this.modules.set(shared, module);
    const run = instantiate<Run>(module, memory);
    this.runs.set(memory, run);
    return run;
  }
}
