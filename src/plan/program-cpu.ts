import { GalvaniError } from "../errors.ts";
import { ARRAYS, type ElementType, type TypedArrays } from "../gpu/buffers.ts";
import type { Floats } from "../twins/lib/floats.ts";
import { multiplyWithin, PACKED_LENGTH } from "../wasm/algebra/product.ts";
import { workWithin } from "../wasm/assembler/memory.ts";
import { Arena } from "./arena.ts";
import { breathe } from "./breathe.ts";
import { type Program, type ProgramExecutor, programBytes, type Stage } from "./program.ts";

/** ms of work before timers and signals are let in. */
const BREATH_MS = 20;

/** The arena's buffers begin at multiples of so many bytes. */
const LINE = 64;

type Words = Floats | Uint32Array | Int32Array;

/** A stage with its twin and what it is called with. */
interface Call {
  readonly twin: (...args: unknown[]) => void;
  readonly args: readonly unknown[];
}

/** Runs a program on its twins, in this thread. */
export class CpuProgram implements ProgramExecutor {
  readonly adapter = "cpu (1 thread)";
  readonly adapterKind = "cpu";
  private readonly buffers: Record<string, Words> = {};
  private readonly calls: Record<string, readonly Call[]> = {};

  /** @param precision "f64" keeps every float of the program in float64: the oracle that gradients are checked against */
  constructor(program: Program, precision: "f32" | "f64" = "f32") {
    const place = precision === "f64" ? inFloat64 : inOneMemory(program);
    for (const [name, buffer] of Object.entries(program.buffers)) {
      const words = place(name, buffer.type, buffer.length);
      if (buffer.data) words.set(buffer.data);
      this.buffers[name] = words;
      buffer.data = undefined;
    }
    for (const [name, stages] of Object.entries(program.sequences)) this.calls[name] = stages.map((stage) => this.callOf(stage));
  }

  async run(sequence: string, times = 1): Promise<void> {
    let last = performance.now();
    for (let n = 0; n < times; n++) {
      for (const { twin, args } of held(this.calls[sequence])) {
        twin(...args);
        if (performance.now() - last < BREATH_MS) continue;
        await breathe();
        last = performance.now();
      }
    }
    await breathe();
  }

  async read<T extends ElementType>(buffer: string, type: T): Promise<TypedArrays[T]> {
    return ARRAYS[type].from(held(this.buffers[buffer])) as TypedArrays[T];
  }

  /** The buffer itself: what an oracle's test looks at in full precision. */
  view(buffer: string): Words {
    return this.buffers[buffer];
  }

  write(buffer: string, data: Float32Array | Uint32Array | Int32Array, at = 0): void {
    held(this.buffers[buffer]).set(data, at);
  }

  destroy(): void {
    for (const name of Object.keys(this.buffers)) delete this.buffers[name];
    for (const name of Object.keys(this.calls)) delete this.calls[name];
  }

  private callOf({ label, kernel, shape, bindings }: Stage): Call {
    const buffers = Object.values(bindings).map((name) => {
      const buffer = this.buffers[name];
      if (!buffer) throw new GalvaniError(`${label}: the program has no buffer "${name}"`);
      return buffer;
    });
    return { twin: kernel.twin as (...args: unknown[]) => void, args: [shape, ...buffers] };
  }
}

/** @throws GalvaniError for what `destroy` has given back */
function held<T>(found: T | undefined): T {
  if (found === undefined) throw new GalvaniError("destroyed: nothing can be run, read or written any more; make another");
  return found;
}

type Place = (name: string, type: ElementType, length: number) => Words;

/** All buffers in one WebAssembly memory: products and maps are computed where their operands are. */
function inOneMemory(program: Program): Place {
  const arena = new Arena(programBytes(program) + 4 * PACKED_LENGTH + LINE * Object.keys(program.buffers).length);
  multiplyWithin(arena.memory, arena.place("packed", "f32", PACKED_LENGTH));
  workWithin(arena.memory);
  return (name, type, length) => arena.place(`buffer ${name}`, type, length);
}

const inFloat64: Place = (name, type, length) => {
  try {
    return new (type === "f32" ? Float64Array : ARRAYS[type])(length);
  } catch (cause) {
    throw new GalvaniError(`buffer ${name} (${8 * length} bytes) does not fit this machine's memory; use a smaller batch`, { cause });
  }
};
