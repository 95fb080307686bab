import type { TypeInfo, VariableInfo } from "wgsl_reflect";
import { WgslReflect } from "wgsl_reflect/wgsl_reflect.module.js";
import { type GalvaniError, ShaderError } from "../errors.ts";
import type { ElementType } from "./buffers.ts";
import { originOf, type ShaderSource } from "./source.ts";

/** A `var<storage>` or `var<uniform>` of a kernel. */
export interface Binding {
  readonly name: string;
  readonly group: number;
  readonly binding: number;
  readonly kind: "read" | "read_write" | "uniform";
  /** Group 1, binding 0: the one uniform whose slot each dispatch chooses. */
  readonly dynamic: boolean;
  /** Element type of storage; a struct of mixed fields is u32. */
  readonly type: ElementType;
  /** Bytes of a uniform struct, or the least a storage binding must have. */
  readonly size: number;
  /** Fields of a uniform struct. */
  readonly fields: readonly Field[];
}

/** A field of a uniform struct. */
export interface Field {
  readonly name: string;
  readonly type: ElementType;
  readonly offset: number;
  /** Words: 1 for a scalar, 2 to 4 for a vector, more for an array. */
  readonly words: number;
}

/** What a kernel's text says about itself. */
export interface Reflection {
  readonly entry: string;
  readonly bindings: readonly Binding[];
}

/** Reads entry point and bindings from WGSL that has compiled. */
export function reflect(source: ShaderSource): Reflection {
  let parsed: WgslReflect;
  try {
    parsed = new WgslReflect(source.text);
  } catch (error) {
    throw unread(source, error);
  }
  const entries = parsed.entry.compute;
  if (entries.length !== 1) throw new ShaderError(source.path, `has ${entries.length} compute entry points; a kernel file has one`);
  const bindings = [...parsed.storage, ...parsed.uniforms].map((v) => bindingOf(source, v));
  bindings.sort((a, b) => a.group - b.group || a.binding - b.binding);
  for (const b of bindings) {
    const dynamic = b.group === 1 && b.binding === 0 && b.kind === "uniform";
    if (b.group !== 0 && !dynamic)
      throw new ShaderError(source.path, `${b.name}: bindings are in group 0; group 1 has one uniform at binding 0`);
  }
  return { entry: entries[0].name, bindings };
}

function bindingOf(source: ShaderSource, v: VariableInfo): Binding {
  const { name, group, binding, type } = v;
  const uniform = v.resourceType === 0;
  const kind = uniform ? "uniform" : v.access === "read_write" ? "read_write" : "read";
  const scalars = new Set<string>();
  collect(type, scalars);
  for (const s of scalars) if (!isElement(s)) throw new ShaderError(source.path, `${name}: element type ${s} is not one of f32, u32, i32`);
  const only = scalars.size === 1 ? [...scalars][0] : "u32";
  const fields = uniform ? fieldsOf(source, v) : [];
  // A runtime-sized array has size 0 here; one element is what the platform asks for.
  const size = Math.max(type.size, v.stride ?? 0, 4);
  return { name, group, binding, kind, dynamic: uniform && group === 1, type: only as ElementType, size, fields };
}

function fieldsOf(source: ShaderSource, v: VariableInfo): readonly Field[] {
  return (v.members ?? []).map((m) => {
    const scalars = new Set<string>();
    collect(m.type, scalars);
    const [type] = scalars;
    if (scalars.size !== 1 || !isElement(type))
      throw new ShaderError(source.path, `${v.name}.${m.name}: a uniform field is f32, u32, i32 or a vector of one`);
    return { name: m.name, type, offset: m.offset, words: m.size / 4 };
  });
}

/** Scalar type names below `type`. */
function collect(type: TypeInfo | null, into: Set<string>): void {
  if (!type) return;
  const { members, format } = type as { members?: readonly { readonly type: TypeInfo }[]; format?: TypeInfo | null };
  if (members) for (const m of members) collect(m.type, into);
  else if (format) collect(format, into);
  else {
    // vec2u and friends are whole names without a format.
    const short = /^vec[234]([fiu])$/.exec(type.name);
    into.add(short ? `${short[1]}32` : type.name);
  }
}

function isElement(name: string): name is ElementType {
  return name === "f32" || name === "u32" || name === "i32";
}

/** The reflection parser accepts less than the compiler: say which text it stopped at. */
function unread(source: ShaderSource, error: unknown): GalvaniError {
  const message = error instanceof Error ? error.message : String((error as { message?: string })?.message ?? error);
  const line = /[Ll]ine:?\s*(\d+)/.exec(message)?.[1];
  return new ShaderError(line ? originOf(source, Number(line), 1) : source.path, `reflection: ${message.replaceAll("\n", " ")}`);
}
