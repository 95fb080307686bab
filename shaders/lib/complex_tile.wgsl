// Products of complex matrices by tiles of 16 x 32, a workgroup of 8 x 8 threads each: a thread sums rows 8 apart and columns 8 apart in
// registers. Tiles of both sides, 16 steps deep, go through workgroup memory; a step is padded by one. Products are added in the order of the depth.
const TILE_ROWS = 16u;
const TILE_COLUMNS = 32u;
const STEPS = 16u;
const SIDE = 8u;
const THREADS = 64u;
const LEFT_STEP = 17u;
const RIGHT_STEP = 33u;

var<workgroup> left_tile: array<vec2<f32>, 272>;   // step, row
var<workgroup> right_tile: array<vec2<f32>, 528>;  // step, column

// Row 0 and its columns 0, 8, 16, 24, then row 8.
alias Sums = array<vec2<f32>, 8>;

/** Which mode a workgroup multiplies, and the first row and column of its tile. */
struct Part {
  mode: u32,
  row: u32,
  column: u32,
}

fn part_of(group: vec3<u32>, groups: vec3<u32>, rows: u32, columns: u32) -> Part {
  let index = group.y * groups.x + group.x;
  let across = (columns + TILE_COLUMNS - 1u) / TILE_COLUMNS;
  let tiles = across * ((rows + TILE_ROWS - 1u) / TILE_ROWS);
  let tile = index % tiles;
  return Part(index / tiles, TILE_ROWS * (tile / across), TILE_COLUMNS * (tile % across));
}

fn product(a: vec2<f32>, b: vec2<f32>) -> vec2<f32> {
  return vec2<f32>(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x);
}

/** Adds the products of what is in workgroup memory to the sums of the thread in row y and column x. */
fn add_steps(sums: ptr<function, Sums>, y: u32, x: u32) {
  for (var k = 0u; k < STEPS; k++) {
    let r = k * RIGHT_STEP + x;
    let b0 = right_tile[r];
    let b1 = right_tile[r + 8u];
    let b2 = right_tile[r + 16u];
    let b3 = right_tile[r + 24u];
    let a0 = left_tile[k * LEFT_STEP + y];
    let a1 = left_tile[k * LEFT_STEP + y + SIDE];
    (*sums)[0] += product(a0, b0);
    (*sums)[1] += product(a0, b1);
    (*sums)[2] += product(a0, b2);
    (*sums)[3] += product(a0, b3);
    (*sums)[4] += product(a1, b0);
    (*sums)[5] += product(a1, b1);
    (*sums)[6] += product(a1, b2);
    (*sums)[7] += product(a1, b3);
  }
}
