// A square window that moves over images: what convolutions and pools have in common.
struct Shape {
  images: u32,         // samples of a convolution, planes of a pool
  first: u32,          // the first of them in the tensors
  channels: u32,       // of a sample; 1 for planes
  rows: u32,           // of an image
  columns: u32,
  out_rows: u32,       // places of the window
  out_columns: u32,
  kernel: u32,         // its side
  stride: u32,
  padding: u32,        // zeros around an image
}

@group(0) @binding(0) var<uniform> shape: Shape;

/** Places from `low` to below `high` whose windows hold the pixel at `at`, one way. */
struct Places {
  low: u32,
  high: u32,
}

fn places_of(at: u32, out: u32) -> Places {
  let padded = at + shape.padding;
  let low = select(0u, (padded - shape.kernel) / shape.stride + 1u, padded >= shape.kernel);
  return Places(low, min(padded / shape.stride + 1u, out));
}
