import { InputError } from "../errors.ts";

/**
 * Rows of a series of so many columns, all finite.
 * @throws InputError
 */
export function rowsOf(series: Float32Array, columns: number, place: string, least = 1): number {
  if (!(series instanceof Float32Array)) throw new InputError(place, series, "must be a Float32Array, row after row");
  const rows = series.length / columns;
  if (!Number.isInteger(rows)) throw new InputError(place, series, `must be rows of ${columns} numbers`);
  if (rows < least) throw new InputError(place, series, `must have ${least} rows of ${columns} or more`);
  const bad = series.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new InputError(`${place}[${bad}]`, series[bad], "must be finite");
  return rows;
}
