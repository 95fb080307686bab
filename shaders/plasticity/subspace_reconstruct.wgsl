// What lateral neurons leave unexplained: e = x - H^T y for a batch, H the rows `first` to `first + rows` of `weights`. A workgroup takes a
// tile of 16 samples by 16 columns. Twin: src/twins/plasticity/subspace_reconstruct.ts.
#import "lib/tile"

struct Size {
  batch: u32,
  first: u32,
  rows: u32,
  columns: u32,
}

@group(0) @binding(0) var<uniform> size: Size;
@group(0) @binding(1) var<storage, read> inputs: array<f32>;       // batch x columns
@group(0) @binding(2) var<storage, read> weights: array<f32>;      // rows x columns, `first` of other rows before
@group(0) @binding(3) var<storage, read> outputs: array<f32>;      // batch x rows
@group(0) @binding(4) var<storage, read_write> errors: array<f32>; // batch x columns

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let corner = tile_of(group, groups, size.columns);
  let sample = corner.x + local.y;
  let column = corner.y + local.x;
  var sum = 0.0;
  for (var at = 0u; at < size.rows; at += TILE) {
    left_tile[local.y * TILE + local.x] = 0.0;
    right_tile[local.y * TILE + local.x] = 0.0;
    if (sample < size.batch && at + local.x < size.rows) {
      left_tile[local.y * TILE + local.x] = outputs[sample * size.rows + at + local.x];
    }
    let row = at + local.y;
    if (row < size.rows && column < size.columns) {
      right_tile[local.y * TILE + local.x] = weights[(size.first + row) * size.columns + column];
    }
    workgroupBarrier();
    sum = add_tiles(sum, local.y, local.x);
    workgroupBarrier();
  }
  if (sample < size.batch && column < size.columns) {
    errors[sample * size.columns + column] = inputs[sample * size.columns + column] - sum;
  }
}
