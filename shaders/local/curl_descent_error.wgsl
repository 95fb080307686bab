// The error of a linear student, student - teacher, and its Frobenius norm. A workgroup is a network; sums are added by halves. One that is
// not finite counts as the largest. Twin: src/twins/local/curl_descent_error.ts.
#import "lib/halves"

const LARGEST = 3.4e38;

struct Shape {
  networks: u32,
  count: u32,      // outputs x inputs
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> students: array<f32>;         // networks x outputs x inputs
@group(0) @binding(2) var<storage, read> teachers: array<f32>;         // the same
@group(0) @binding(3) var<storage, read_write> misses: array<f32>;     // the same
@group(0) @binding(4) var<storage, read_write> residuals: array<f32>;  // networks

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let network = group.y * groups.x + group.x;
  // Groups beyond the last, where so many are laid out in two dimensions.
  if (network >= shape.networks) { return; }
  let begin = network * shape.count;
  var sum = 0.0;
  for (var i = begin + thread; i < begin + shape.count; i += 64u) {
    let miss = students[i] - teachers[i];
    misses[i] = miss;
    sum += miss * miss;
  }
  let square = sum_of_threads(thread, sum);
  if (thread == 0u) {
    // All bits of the exponent: infinite or not a number.
    let broken = (bitcast<u32>(square) & 0x7f800000u) == 0x7f800000u;
    residuals[network] = select(sqrt(square), LARGEST, broken);
  }
}
