// A part of a sweep of Glauber dynamics: updates one after another, each of a unit drawn at random, as many a sweep as there are units. A workgroup is one
// replica; its threads share the patterns out and add up the field of the unit in a fixed order. Numbers are whole, and exact below 2^24, so
// that all adapters decide alike. Twin: src/twins/memory/glauber.ts.

#import "lib/philox"

struct Shape {
  units: u32,
  first: u32,      // updates of this part of the sweep: first to end - 1; the last part ends at units
  end: u32,
  patterns: u32,
  examples: u32,   // of each pattern, summed before they act; 1: patterns act themselves
  replicas: u32,
  order: u32,      // units that act on each other together: 2, 3, 4
  frozen: u32,     // 1: no noise
  scale: f32,      // 2 beta, and what the sums are to be divided by
  key0: u32,
  key1: u32,
  stream: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> logistic: array<u32>;
@group(0) @binding(2) var<storage, read> entries: array<u32>;              // 2 x units x words: planes of what each unit is in all examples
@group(0) @binding(3) var<storage, read> actives: array<f32>;               // of each pattern: entries that are not 0
@group(0) @binding(4) var<storage, read_write> sweeps: array<u32>;         // done, of each replica
@group(0) @binding(5) var<storage, read_write> states: array<u32>;         // replicas x words of a state
@group(0) @binding(6) var<storage, read_write> overlaps: array<f32>;       // replicas x patterns x examples

#import "lib/logistic"

const THREADS = 64u;

var<workgroup> draws: array<vec2<u32>, 64>;
var<workgroup> parts: array<f32, 64>;

fn entry(unit: u32, example: u32) -> f32 {
  let words = (shape.patterns * shape.examples + 31u) / 32u;
  let word = unit * words + example / 32u;
  let bit = example % 32u;
  if (((entries[word] >> bit) & 1u) == 0u) { return 0.0; }
  return select(-1.0, 1.0, ((entries[shape.units * words + word] >> bit) & 1u) != 0u);
}

// What one pattern adds to the field: its entry x times the sum over all ordered choices of order - 1 different other units of the products of
// their entries and states. rest is the overlap without the unit, others are the pattern's other entries that are not 0.
fn pull(x: f32, rest: f32, others: f32) -> f32 {
  if (shape.order == 2u) { return x * rest; }
  if (shape.order == 3u) { return x * (rest * rest - others); }
  return x * (rest * (rest * rest - (3.0 * others - 2.0)));
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let replica = group.y * groups.x + group.x;
  if (replica >= shape.replicas) { return; }
  let sweep = sweeps[replica];
  let row = replica * shape.patterns * shape.examples;
  let state = replica * ((shape.units + 31u) / 32u);
  for (var done = shape.first; done < shape.end; done += THREADS) {
    draws[thread] = philox4x32(vec2(shape.key0, shape.key1), vec4(done + thread, replica, shape.stream, sweep)).xy;
    workgroupBarrier();
    let count = min(THREADS, shape.end - done);
    for (var n = 0u; n < count; n++) {
      let draw = draws[n];
      let unit = mulhi(draw.x, shape.units);
      let word = state + unit / 32u;
      let own = select(-1.0, 1.0, ((states[word] >> (unit % 32u)) & 1u) != 0u);
      var part = 0.0;
      for (var p = thread; p < shape.patterns; p += THREADS) {
        var x = 0.0;
        var overlap = 0.0;
        for (var e = p * shape.examples; e < (p + 1u) * shape.examples; e++) {
          x += entry(unit, e);
          overlap += overlaps[row + e];
        }
        part += pull(x, overlap - x * own, actives[p] - 1.0);
      }
      parts[thread] = part;
      workgroupBarrier();
      var field = 0.0;
      for (var t = 0u; t < THREADS; t++) { field += parts[t]; }
      let x = shape.scale * field;
      // Without noise the unit follows its field, whatever the draw; in no field either state is as likely.
      var rare = logistic_q32(x);
      if (shape.frozen != 0u && field != 0.0) { rare = 0u; }
      let up = (field >= 0.0) != (draw.y < rare);
      let turned = up != (own > 0.0);
      if (turned) {
        let change = select(-2.0, 2.0, up);
        for (var p = thread; p < shape.patterns; p += THREADS) {
          for (var e = p * shape.examples; e < (p + 1u) * shape.examples; e++) { overlaps[row + e] += change * entry(unit, e); }
        }
      }
      // Everybody has read the state and the parts before they change.
      workgroupBarrier();
      if (turned && thread == 0u) { states[word] ^= 1u << (unit % 32u); }
      storageBarrier();
      workgroupBarrier();
    }
  }
  if (thread == 0u && shape.end == shape.units) { sweeps[replica] = sweep + 1u; }
}
