/** A square window that moves over images; see shaders/lib/windows.wgsl. */
export interface WindowsShape {
  /** Samples of a convolution, planes of a pool. */
  readonly images: number;
  /** The first of them in the tensors. */
  readonly first: number;
  /** Of a sample; 1 for planes. */
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
  /** Places of the window. */
  readonly out_rows: number;
  readonly out_columns: number;
  /** Side of the window. */
  readonly kernel: number;
  readonly stride: number;
  /** Zeros around an image. */
  readonly padding: number;
}

/** Calls `visit` with each plane, each place of the window in it, and where that window begins. */
export function eachPlace(
  { images, out_rows, out_columns, stride }: WindowsShape,
  visit: (plane: number, place: number, row: number, column: number) => void,
): void {
  for (let plane = 0, place = 0; plane < images; plane++)
    for (let y = 0; y < out_rows; y++) for (let x = 0; x < out_columns; x++, place++) visit(plane, place, y * stride, x * stride);
}
