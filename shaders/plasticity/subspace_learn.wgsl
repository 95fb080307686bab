// Weights of lateral neurons learn: dH = y^T e / batch is the Hebbian term y^T x less the anti-Hebbian y^T (H^T y), Oja's subspace rule; it is
// clipped, goes through momentum and is added to the rows `first` to `first + rows` of `weights`. A workgroup takes a tile of 16 rows by
// 16 columns. Twin: src/twins/plasticity/subspace_learn.ts.
#import "lib/tile"

struct Size {
  batch: u32,
  first: u32,
  rows: u32,
  columns: u32,
  share: f32,     // 1 / batch
  limit: f32,     // of |dH|
  momentum: f32,  // share of the last step's change that stays
  fresh: f32,     // share of the new one: 1 - momentum
  rate: f32,
}

@group(0) @binding(0) var<uniform> size: Size;
@group(0) @binding(1) var<storage, read> outputs: array<f32>;        // batch x rows
@group(0) @binding(2) var<storage, read> errors: array<f32>;         // batch x columns
@group(0) @binding(3) var<storage, read_write> changes: array<f32>;  // rows x columns: momentum
@group(0) @binding(4) var<storage, read_write> weights: array<f32>;  // rows x columns, `first` of other rows before

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let corner = tile_of(group, groups, size.columns);
  let row = corner.x + local.y;
  let column = corner.y + local.x;
  var sum = 0.0;
  for (var at = 0u; at < size.batch; at += TILE) {
    left_tile[local.x * TILE + local.y] = 0.0;
    right_tile[local.y * TILE + local.x] = 0.0;
    let sample = at + local.y;
    if (sample < size.batch) {
      let loaded = corner.x + local.x;
      if (loaded < size.rows) { left_tile[local.x * TILE + local.y] = outputs[sample * size.rows + loaded]; }
      if (column < size.columns) { right_tile[local.y * TILE + local.x] = errors[sample * size.columns + column]; }
    }
    workgroupBarrier();
    sum = add_tiles(sum, local.y, local.x);
    workgroupBarrier();
  }
  if (row < size.rows && column < size.columns) {
    let i = row * size.columns + column;
    let change = size.momentum * changes[i] + size.fresh * clamp(sum * size.share, -size.limit, size.limit);
    changes[i] = change;
    weights[size.first * size.columns + i] = weights[size.first * size.columns + i] + size.rate * change;
  }
}
