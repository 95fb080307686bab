// Products of matrices by tiles of 16 x 16, a workgroup each. Products are added in the order of the depth, as the twins add them.
const TILE = 16u;

var<workgroup> left_tile: array<f32, 256>;   // row, depth
var<workgroup> right_tile: array<f32, 256>;  // depth, column

/** First row and column of a workgroup's tile of a matrix with so many columns. */
fn tile_of(group: vec3<u32>, groups: vec3<u32>, columns: u32) -> vec2<u32> {
  let across = (columns + TILE - 1u) / TILE;
  let tile = group.y * groups.x + group.x;
  return TILE * vec2<u32>(tile / across, tile % across);
}

/** `before` and what the two tiles in workgroup memory add to element (row, column). */
fn add_tiles(before: f32, row: u32, column: u32) -> f32 {
  var sum = before;
  for (var k = 0u; k < TILE; k++) {
    sum = sum + left_tile[row * TILE + k] * right_tile[k * TILE + column];
  }
  return sum;
}
