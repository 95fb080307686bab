import { type Code, unsigned } from "./code.ts";
import { F64, Op } from "./opcodes.ts";

/** Pages of a shared memory, at most: 4 GiB. */
const PAGE_LIMIT = 65536;

function text(value: string): number[] {
  const bytes = new TextEncoder().encode(value);
  return [...unsigned(bytes.length), ...bytes];
}

/** A function being written: the types of its parameters and locals. */
export class FunctionWriter {
  private readonly types: number[] = [];

  constructor(
    readonly parameters: readonly number[],
    readonly results: readonly number[] = [],
  ) {}

  /** Index of a new local, zero at the start of a call. */
  local(type: number): number {
    this.types.push(type);
    return this.parameters.length + this.types.length - 1;
  }

  locals(count: number, type: number): number[] {
    return Array.from({ length: count }, () => this.local(type));
  }

  /** The function's entry in the code section. */
  encode(code: Code): number[] {
    const runs: [count: number, type: number][] = [];
    for (const type of this.types) {
      const last = runs.at(-1);
      if (last && last[1] === type) last[0]++;
      else runs.push([1, type]);
    }
    const declared = runs.flatMap(([count, type]) => [...unsigned(count), type]);
    const body = [...unsigned(runs.length), ...declared, ...code.bytes, Op.end];
    return [...unsigned(body.length), ...body];
  }
}

/** A function from float64 to float64 (of two for "pow" and the like) taken from the import module "math". */
export interface MathImport {
  readonly name: string;
  readonly arity: number;
}

/**
 * A module that exports one function, "run", and imports a memory "env" "memory", shared or not.
 * The imported functions have the indices 0, 1, ... in their order.
 */
export function moduleOf(
  writer: FunctionWriter,
  code: Code,
  shared: boolean,
  imports: readonly MathImport[] = [],
): Uint8Array<ArrayBuffer> {
  const section = (id: number, items: readonly number[][]): number[] => {
    const body = [...unsigned(items.length), ...items.flat()];
    return [id, ...unsigned(body.length), ...body];
  };
  const type = (parameters: readonly number[], results: readonly number[]) => [
    ...[0x60, ...unsigned(parameters.length), ...parameters],
    ...[...unsigned(results.length), ...results],
  ];
  const types = [...imports.map(({ arity }) => type(new Array<number>(arity).fill(F64), [F64])), type(writer.parameters, writer.results)];
  const limits = shared ? [3, 0, ...unsigned(PAGE_LIMIT)] : [0, 0];
  const memory = [...text("env"), ...text("memory"), 2, ...limits];
  const functions = imports.map(({ name }, k) => [...text("math"), ...text(name), 0, ...unsigned(k)]);
  const bytes = [
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, types),
    ...section(2, [memory, ...functions]),
    ...section(3, [unsigned(imports.length)]),
    ...section(7, [[...text("run"), 0, ...unsigned(imports.length)]]),
    ...section(10, [writer.encode(code)]),
  ];
  return Uint8Array.from(bytes);
}

/** The function of a module (`moduleOf`) on the arrays of a memory; functions of Math are the host's. */
export function instantiate<Run>(module: WebAssembly.Module, memory: WebAssembly.Memory): Run {
  const math = Math as unknown as WebAssembly.ModuleImports;
  return new WebAssembly.Instance(module, { env: { memory }, math }).exports.run as Run;
}
