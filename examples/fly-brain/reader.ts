import { asyncBufferFromFile, type FileMetaData, parquetMetadataAsync, parquetRead } from "hyparquet";
import { InputError } from "../../src/errors.ts";
import type { Counts } from "./counts.ts";
import type { Wiring } from "./wiring.ts";

/** Columns read: rows of the completeness list, and synapses with the sign of the source. */
const COLUMNS = { source: "Presynaptic_Index", target: "Postsynaptic_Index", weight: "Excitatory x Connectivity" } as const;
type Key = keyof typeof COLUMNS;
const KEYS = Object.keys(COLUMNS) as Key[];

/** Most synapses of one connection that a weight can be: what float32 counts exactly. */
const MOST_SYNAPSES = 2 ** 24;

/**
 * Reads a connectivity file of Shiu et al. (2024), row group by row group and only the three columns needed.
 * @param counts what the file must hold
 * @throws InputError naming file, column and row: not a whole parquet file, a column missing, a value out of range, other counts
 */
export async function readWiring(path: string, counts: Counts): Promise<Wiring> {
  const file = await whole(path, () => asyncBufferFromFile(path));
  const metadata = await whole(path, () => parquetMetadataAsync(file));
  const rows = Number(metadata.num_rows);
  checkColumns(path, metadata);
  same(path, "connections", rows, counts.connections);
  const wiring = {
    neurons: counts.neurons,
    source: new Uint32Array(rows),
    target: new Uint32Array(rows),
    weight: new Int32Array(rows),
  };
  const read = { source: 0, target: 0, weight: 0 };
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    // One column at a time: while it is decoded each of its numbers is an object.
    for (const key of KEYS) {
      const onPage = (page: { readonly rowStart: number; readonly columnData: ArrayLike<unknown> }) => {
        take(path, key, page.columnData, page.rowStart, wiring);
        read[key] += page.columnData.length;
      };
      await whole(path, () => parquetRead({ file, metadata, columns: [COLUMNS[key]], rowStart, rowEnd, onPage }));
    }
    rowStart = rowEnd;
  }
  for (const key of KEYS) same(path, `values of ${COLUMNS[key]}`, read[key], rows);
  checkCounts(path, wiring, counts);
  return wiring;
}

/** The reader's own errors are about the file. */
async function whole<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError("data", path, `is not a whole parquet file (${(error as Error).message}); fetch it again`);
  }
}

function checkColumns(path: string, metadata: FileMetaData): void {
  const [, ...found] = metadata.schema.map(({ name }) => name);
  for (const name of Object.values(COLUMNS)) {
    if (!found.includes(name)) throw new InputError("data", path, `has no column "${name}"; its columns: ${found.join(", ")}`);
  }
}

/** Checks a run of values and stores them from row `first` on. */
function take(path: string, key: Key, values: ArrayLike<unknown>, first: number, wiring: Wiring): void {
  const out = wiring[key];
  const least = key === "weight" ? -MOST_SYNAPSES : 0;
  const most = key === "weight" ? MOST_SYNAPSES : wiring.neurons - 1;
  for (let i = 0; i < values.length; i++) {
    const given = values[i];
    const value = typeof given === "bigint" ? Number(given) : given;
    if (!(Number.isInteger(value) && (value as number) >= least && (value as number) <= most && first + i < out.length)) {
      const shown = typeof given === "bigint" ? String(given) : JSON.stringify(given);
      const where = `column "${COLUMNS[key]}", row ${first + i}`;
      throw new InputError("data", path, `${where}: ${shown} is not an integer of ${least} to ${most}; fetch the file again`);
    }
    out[first + i] = value as number;
  }
}

function checkCounts(path: string, { weight }: Wiring, counts: Counts): void {
  let synapses = 0;
  let positive = 0;
  let negative = 0;
  for (const w of weight) {
    synapses += Math.abs(w);
    if (w > 0) positive++;
    else if (w < 0) negative++;
  }
  same(path, "connections of positive weight", positive, counts.positive);
  same(path, "connections of negative weight", negative, counts.negative);
  same(path, "synapses", synapses, counts.synapses);
}

function same(path: string, what: string, found: number, published: number): void {
  if (found === published) return;
  const [has, wants] = [found, published].map((n) => n.toLocaleString("en"));
  throw new InputError("data", path, `has ${has} ${what} where the published file has ${wants}; fetch it again`);
}
