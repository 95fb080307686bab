// Counts the points of a trajectory in equal boxes of its space; points beyond the boxes are counted together, behind the last box. Whole numbers:
// the order in which threads come does not matter. Twin: src/twins/analysis/histogram.ts.

struct Shape {
  points: u32,
  dims: u32,
  bins: u32,      // along each axis
  at: u32,        // first number of the first point
  stride: u32,    // numbers from one point to the next
  boxes: u32,     // bins to the power of dims
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> trajectory: array<f32>;
@group(0) @binding(2) var<storage, read> edges: array<f32>;   // of each axis: lowest, highest, bins / (highest - lowest)
@group(0) @binding(3) var<storage, read_write> counts: array<atomic<u32>>;   // boxes + 1

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let point = 64u * (group.y * groups.x + group.x) + thread;
  if (point >= shape.points) { return; }
  var box = 0u;
  for (var d = 0u; d < shape.dims; d++) {
    let x = trajectory[shape.at + point * shape.stride + d];
    let inside = x >= edges[3u * d] && x <= edges[3u * d + 1u];
    // By its bits: a compiler may take for granted that nothing is infinite or not a number.
    let finite = (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u;
    if (!inside || !finite) {
      box = shape.boxes;
      break;
    }
    // The highest value belongs to the last box, as in numpy.
    let bin = min(u32((x - edges[3u * d]) * edges[3u * d + 2u]), shape.bins - 1u);
    box = box * shape.bins + bin;
  }
  atomicAdd(&counts[box], 1u);
}
