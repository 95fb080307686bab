import { InputError } from "../../errors.ts";
import type { WindowsShape } from "../../twins/lib/windows.ts";
import { needWhole } from "../needs.ts";
import type { Tensor } from "../tensor.ts";

/** A window over images as a layer describes it. */
interface Window {
  /** Side of the square window. */
  readonly kernel_size: number;
  readonly stride: number;
  readonly padding: number;
}

/** Channels, rows and columns of what comes in. @throws InputError naming `layers[index].field` where they are not images */
export function imagesOf(index: number, field: string, value: number, { shape }: Tensor): readonly [number, number, number] {
  const [channels, rows, columns] = shape;
  if (shape.length !== 3)
    throw new InputError(`layers[${index}].${field}`, value, `what comes in is ${shape.join(" x ")}; it must be channels x rows x columns`);
  return [channels, rows, columns];
}

/** A window's places over images of so many rows and columns, as PyTorch counts them. @throws InputError where it has none */
export function windowsOf(
  index: number,
  { kernel_size, stride, padding }: Window,
  [channels, rows, columns]: readonly [number, number, number],
): Omit<WindowsShape, "images" | "first"> {
  const kernel = kernel_size;
  needWhole(`layers[${index}].kernel_size`, kernel, 1);
  needWhole(`layers[${index}].stride`, stride, 1);
  needWhole(`layers[${index}].padding`, padding, 0);
  const places = (pixels: number) => Math.floor((pixels + 2 * padding - kernel) / stride) + 1;
  if (kernel > Math.min(rows, columns) + 2 * padding)
    throw new InputError(`layers[${index}].kernel_size`, kernel, `what comes in is ${channels} x ${rows} x ${columns}; use a smaller one`);
  return { channels, rows, columns, out_rows: places(rows), out_columns: places(columns), kernel, stride, padding };
}
