import { DeviceError, ShaderError } from "../errors.ts";
import { type GpuBuffer, UniformBuffer } from "./buffers.ts";
import type { Device } from "./device.ts";
import { type Binding, type Reflection, reflect } from "./reflect.ts";
import { oneLine } from "./scope.ts";
import { originOf, type ShaderSource } from "./source.ts";

/** What `bind` takes: a buffer for each variable of the shader. */
type Bindings = Readonly<Record<string, GpuBuffer | UniformBuffer>>;

/** A kernel with its buffers: what a dispatch runs. */
export class Bound {
  constructor(
    readonly kernel: Kernel,
    /** Names it in profiles and errors. */
    readonly label: string,
    /** @internal */ readonly groups: readonly GPUBindGroup[],
    private readonly dynamic: UniformBuffer | undefined,
  ) {}

  /** @internal Dynamic offsets for a slot, or undefined where the kernel has no dynamic uniform. */
  offsetOf(slot: number): readonly number[] | undefined {
    if (!this.dynamic) {
      if (slot !== 0) throw new DeviceError(`${this.label}: slot ${slot}, but ${this.kernel.path} has no uniform in group 1`);
      return undefined;
    }
    if (!(Number.isSafeInteger(slot) && slot >= 0 && slot < this.dynamic.slots)) {
      throw new DeviceError(`${this.label}: slot ${slot} of ${this.dynamic.slots} in "${this.dynamic.label}"`);
    }
    return [slot * this.dynamic.stride];
  }
}

/** A compiled shader whose variables are bound by their WGSL names. Use `device.kernel`. */
export class Kernel {
  private constructor(
    private readonly device: Device,
    readonly path: string,
    /** @internal */ readonly pipeline: GPUComputePipeline,
    private readonly layouts: readonly GPUBindGroupLayout[],
    private readonly reflection: Reflection,
  ) {}

  /** Compiles; what does not compile is a ShaderError at the line and column of the file it was written in. */
  static async compile(device: Device, source: ShaderSource): Promise<Kernel> {
    const { raw } = device;
    // The scope keeps the compile error from also arriving as an uncaptured one.
    raw.pushErrorScope("validation");
    const module = raw.createShaderModule({ label: source.path, code: source.text });
    const scope = raw.popErrorScope();
    const info = await module.getCompilationInfo();
    const bad = info.messages.find((m) => m.type === "error");
    if (bad) {
      await scope;
      throw new ShaderError(originOf(source, bad.lineNum, bad.linePos), oneLine(bad.message));
    }
    const invalid = await scope;
    if (invalid) throw new ShaderError(source.path, oneLine(invalid.message));
    const reflection = reflect(source);
    const layouts = layoutsOf(device, source.path, reflection.bindings);
    const layout = raw.createPipelineLayout({ label: source.path, bindGroupLayouts: layouts });
    try {
      const compute = { module, entryPoint: reflection.entry };
      const pipeline = await raw.createComputePipelineAsync({ label: source.path, layout, compute });
      return new Kernel(device, source.path, pipeline, layouts, reflection);
    } catch (error) {
      if (device.lost) throw error;
      throw new ShaderError(source.path, oneLine(error instanceof Error ? error.message : String(error)));
    }
  }

  /** The shader's variables. */
  get bindings(): readonly Binding[] {
    return this.reflection.bindings;
  }

  /** Binds a buffer to every variable; a missing, unknown or ill-typed one is an error naming kernel and variable. */
  bind(buffers: Bindings, label = this.path): Bound {
    const { bindings } = this.reflection;
    for (const name of Object.keys(buffers)) {
      if (!bindings.some((b) => b.name === name))
        throw this.#wrong(label, name, `not a variable of the shader; it has ${bindings.map((b) => b.name).join(", ")}`);
    }
    for (const b of bindings) this.#check(label, b, buffers[b.name]);
    this.#checkAliases(label, buffers);
    const groups = this.layouts.map((layout, g) =>
      this.device.raw.createBindGroup({
        label,
        layout,
        entries: bindings.filter((b) => b.group === g).map((b) => ({ binding: b.binding, resource: resourceOf(b, buffers[b.name]) })),
      }),
    );
    const dynamic = bindings.find((b) => b.dynamic);
    return new Bound(this, label, groups, dynamic ? (buffers[dynamic.name] as UniformBuffer) : undefined);
  }

  /** Bytes of the uniform struct `name`. */
  uniformSize(name: string): number {
    return this.#uniform(name).size;
  }

  /** The uniform struct `name` from its fields by name; each must be given, as a number or the list of a vector. */
  pack(name: string, values: Readonly<Record<string, number | readonly number[]>>): ArrayBuffer {
    const { size, fields } = this.#uniform(name);
    const bytes = new DataView(new ArrayBuffer(size));
    for (const key of Object.keys(values))
      if (!fields.some((f) => f.name === key)) throw this.#wrong(this.path, `${name}.${key}`, "no such field");
    for (const f of fields) {
      const value = values[f.name];
      const list = typeof value === "number" ? [value] : (value ?? []);
      if (list.length !== f.words) throw this.#wrong(this.path, `${name}.${f.name}`, `${list.length} numbers given, ${f.words} needed`);
      list.forEach((v, i) => {
        const at = f.offset + i * 4;
        if (f.type === "f32") bytes.setFloat32(at, v, true);
        else if (Number.isInteger(v) && v >= -(2 ** 31) && v < 2 ** 32) bytes.setUint32(at, v >>> 0, true);
        else throw this.#wrong(this.path, `${name}.${f.name}`, `${v} is not a 32-bit integer`);
      });
    }
    return bytes.buffer;
  }

  #uniform(name: string): Binding {
    const b = this.reflection.bindings.find((x) => x.name === name && x.kind === "uniform");
    if (!b) throw this.#wrong(this.path, name, "no such uniform");
    return b;
  }

  #check(label: string, b: Binding, buffer: GpuBuffer | UniformBuffer | undefined): void {
    if (!buffer) throw this.#wrong(label, b.name, "no buffer given");
    if (buffer instanceof UniformBuffer) {
      if (b.kind !== "uniform") throw this.#wrong(label, b.name, `is storage, but "${buffer.label}" is a uniform buffer`);
      if (buffer.size !== b.size) throw this.#wrong(label, b.name, `the struct has ${b.size} bytes, "${buffer.label}" ${buffer.size}`);
      return;
    }
    if (b.kind === "uniform" && !buffer.uniform) throw this.#wrong(label, b.name, `is uniform, but "${buffer.label}" is a storage buffer`);
    if (b.kind !== "uniform" && buffer.type !== b.type)
      throw this.#wrong(label, b.name, `is ${b.type}, but "${buffer.label}" holds ${buffer.type}`);
    if (buffer.raw.size < b.size) throw this.#wrong(label, b.name, `needs ${b.size} bytes, "${buffer.label}" has ${buffer.raw.size}`);
  }

  /** One buffer under two names may only be read. */
  #checkAliases(label: string, buffers: Bindings): void {
    const seen = new Map<GpuBuffer | UniformBuffer, Binding>();
    for (const b of this.reflection.bindings) {
      const other = seen.get(buffers[b.name]);
      if (other && (b.kind === "read_write" || other.kind === "read_write")) {
        throw this.#wrong(label, b.name, `"${buffers[b.name].label}" is also bound to ${other.name}, and one of them is written`);
      }
      seen.set(buffers[b.name], b);
    }
  }

  #wrong(label: string, name: string, reason: string): DeviceError {
    const where = label === this.path ? this.path : `${this.path} (${label})`;
    return new DeviceError(`kernel ${where}, binding "${name}": ${reason}`);
  }
}

function resourceOf(b: Binding, buffer: GpuBuffer | UniformBuffer): GPUBufferBinding {
  return b.kind === "uniform" ? { buffer: buffer.raw, offset: 0, size: b.size } : { buffer: buffer.raw };
}

/** Explicit layouts: `layout: "auto"` would drop unused variables and knows no dynamic offsets. */
function layoutsOf(device: Device, label: string, bindings: readonly Binding[]): GPUBindGroupLayout[] {
  const types = { read: "read-only-storage", read_write: "storage", uniform: "uniform" } as const;
  const storage = bindings.filter((b) => b.kind !== "uniform").length;
  const limit = device.limits.maxStorageBuffersPerShaderStage;
  if (storage > limit) throw new ShaderError(label, `${storage} storage variables are more than this adapter's ${limit}`);
  const groups = Math.max(-1, ...bindings.map((b) => b.group)) + 1;
  return Array.from({ length: groups }, (_, g) =>
    device.raw.createBindGroupLayout({
      label: `${label} ${g}`,
      entries: bindings
        .filter((b) => b.group === g)
        .map((b) => ({
          binding: b.binding,
          visibility: 4,
          buffer: { type: types[b.kind], hasDynamicOffset: b.dynamic, minBindingSize: b.size },
        })),
    }),
  );
}
