import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { InputError } from "../../src/errors.ts";

/** A connectome: synapses from `source[k]` to `target[k]` of `weight[k]`, and every neuron's cell type and role. */
export interface Connectome {
  readonly neurons: number;
  readonly source: Uint32Array;
  readonly target: Uint32Array;
  /** Sign times mean number of synapses. */
  readonly weight: Float32Array;
  readonly type: readonly string[];
  readonly role: readonly string[];
}

const NAME = "flyvis_extent15";
const WANTED = `the folder must hold ${NAME}.json, ${NAME}.csr.bin.gz and neurons.csv.gz`;
const ITEM_BYTES = 4;

interface Sidecar {
  readonly neurons: number;
  readonly connections: number;
  readonly sections: readonly { readonly name: string; readonly type: string; readonly count: number; readonly offset: number }[];
  readonly bytes_uncompressed: number;
  readonly sha256_uncompressed: string;
}

/**
 * Reads the connectome of the fly's visual system (Lappalainen et al. 2024) from a folder.
 * @throws InputError naming the file: absent, truncated, damaged, or not what the sidecar says
 */
export function readConnectome(folder: string): Connectome {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new InputError("data", folder, `is not a folder; ${WANTED}`);
  const sidecar = readSidecar(join(folder, `${NAME}.json`));
  const file = join(folder, `${NAME}.csr.bin.gz`);
  const bytes = unzipped(file);
  if (bytes.length !== sidecar.bytes_uncompressed) {
    throw new InputError("data", file, `holds ${bytes.length} bytes where ${NAME}.json says ${sidecar.bytes_uncompressed}; fetch it again`);
  }
  if (createHash("sha256").update(bytes).digest("hex") !== sidecar.sha256_uncompressed) {
    throw new InputError("data", file, `does not have the SHA-256 that ${NAME}.json gives; fetch it again`);
  }
  const rowStart = new Uint32Array(section(bytes, sidecar, "row_ptr", "u32", sidecar.neurons + 1, file));
  const target = new Uint32Array(section(bytes, sidecar, "targets", "u32", sidecar.connections, file));
  const weight = new Float32Array(section(bytes, sidecar, "weights", "f32", sidecar.connections, file));
  const source = sourcesOf(rowStart, sidecar, file);
  return { neurons: sidecar.neurons, source, target, weight, ...readNeurons(join(folder, "neurons.csv.gz"), sidecar.neurons) };
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === "ENOENT" ? "is not there" : `cannot be read (${(error as Error).message})`;
    throw new InputError("data", file, `${why}; ${WANTED}`);
  }
}

function unzipped(file: string): Buffer {
  const packed = read(file);
  try {
    return gunzipSync(packed);
  } catch (error) {
    throw new InputError("data", file, `is not a whole gzip file (${(error as Error).message}); fetch it again`);
  }
}

function readSidecar(file: string): Sidecar {
  const text = read(file).toString("utf8");
  let found: Partial<Sidecar> | null;
  try {
    found = JSON.parse(text) as Partial<Sidecar> | null;
  } catch {
    throw new InputError("data", file, "is not JSON; fetch it again");
  }
  const { neurons, connections, sections, bytes_uncompressed, sha256_uncompressed } = found ?? {};
  const counts = [neurons, connections, bytes_uncompressed].every((n) => Number.isSafeInteger(n) && n! > 0);
  if (!counts || !Array.isArray(sections) || typeof sha256_uncompressed !== "string") {
    throw new InputError("data", file, "must have neurons, connections, sections, bytes_uncompressed and sha256_uncompressed");
  }
  return found as Sidecar;
}

/** The bytes of one section, in a buffer of their own. The format is little-endian, as are all machines Galvani runs on. */
function section(bytes: Buffer, sidecar: Sidecar, name: string, type: string, count: number, file: string): ArrayBuffer {
  const found = sidecar.sections.find((s) => s.name === name);
  const end = (found?.offset ?? 0) + count * ITEM_BYTES;
  if (found?.type !== type || found.count !== count || !(found.offset >= 0) || end > bytes.length) {
    throw new InputError("data", file, `section ${name} must be ${count} values of ${type} inside the file`);
  }
  return Uint8Array.from(bytes.subarray(found.offset, end)).buffer;
}

function sourcesOf(rowStart: Uint32Array, { neurons, connections }: Sidecar, file: string): Uint32Array {
  const sources = new Uint32Array(connections);
  for (let n = 0; n < neurons; n++) {
    if (rowStart[n + 1]! < rowStart[n]!) throw new InputError("data", file, `row_ptr falls after neuron ${n}; fetch the file again`);
    sources.fill(n, rowStart[n], rowStart[n + 1]);
  }
  if (rowStart[0] !== 0 || rowStart[neurons] !== connections) {
    throw new InputError("data", file, `row_ptr must run from 0 to ${connections}; fetch the file again`);
  }
  return sources;
}

function readNeurons(file: string, neurons: number): Pick<Connectome, "type" | "role"> {
  const [head, ...rows] = unzipped(file).toString("utf8").trimEnd().split(/\r?\n/);
  const columns = head!.split(",");
  const [type, role] = [columns.indexOf("type"), columns.indexOf("role")];
  if (type < 0 || role < 0) throw new InputError("data", file, `must have the columns type and role, not ${columns.join(", ")}`);
  if (rows.length !== neurons) throw new InputError("data", file, `has ${rows.length} neurons where ${NAME}.json says ${neurons}`);
  const cells = rows.map((row) => row.split(","));
  return { type: cells.map((c) => c[type]!), role: cells.map((c) => c[role]!) };
}
