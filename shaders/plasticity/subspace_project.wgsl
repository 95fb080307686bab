// Outputs of lateral neurons: y = H x for a batch, H the rows `first` to `first + rows` of `weights`. A workgroup takes a tile of 16 samples
// by 16 rows. Twin: src/twins/plasticity/subspace_project.ts.
#import "lib/tile"

struct Size {
  batch: u32,
  first: u32,
  rows: u32,
  columns: u32,
}

@group(0) @binding(0) var<uniform> size: Size;
@group(0) @binding(1) var<storage, read> inputs: array<f32>;        // batch x columns
@group(0) @binding(2) var<storage, read> weights: array<f32>;       // rows x columns, `first` of other rows before
@group(0) @binding(3) var<storage, read_write> outputs: array<f32>; // batch x rows

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let corner = tile_of(group, groups, size.rows);
  let sample = corner.x + local.y;
  let row = corner.y + local.x;
  var sum = 0.0;
  for (var at = 0u; at < size.columns; at += TILE) {
    let column = at + local.x;
    left_tile[local.y * TILE + local.x] = 0.0;
    right_tile[local.x * TILE + local.y] = 0.0;
    if (column < size.columns) {
      if (sample < size.batch) { left_tile[local.y * TILE + local.x] = inputs[sample * size.columns + column]; }
      let loaded = corner.y + local.y;
      if (loaded < size.rows) { right_tile[local.x * TILE + local.y] = weights[(size.first + loaded) * size.columns + column]; }
    }
    workgroupBarrier();
    sum = add_tiles(sum, local.y, local.x);
    workgroupBarrier();
  }
  if (sample < size.batch && row < size.rows) { outputs[sample * size.rows + row] = sum; }
}
