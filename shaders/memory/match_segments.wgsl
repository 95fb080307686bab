// Which segments fire on which inputs: those that share so many cells with them. A workgroup holds 64 segments against 8 inputs; segments lie
// in blocks of 32, word by word, so that neighbours read neighbours. Twin: src/twins/memory/match_segments.ts.

struct Shape {
  inputs: u32,
  segments: u32,   // a multiple of 32; those that fill it up have no cells
  words: u32,      // of an input or a segment
  threshold: u32,  // 1 at least
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> segments: array<u32>;             // segments / 32 x words x 32
@group(0) @binding(2) var<storage, read> inputs: array<u32>;               // inputs x words
@group(0) @binding(3) var<storage, read_write> hits: array<u32>;           // inputs x segments / 32: a bit for each that fires

const SEGMENTS = 64u;
const INPUTS = 8u;

var<workgroup> fired: array<atomic<u32>, 16>;   // two words an input

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let parts = (shape.segments + SEGMENTS - 1u) / SEGMENTS;
  let i = group.y * groups.x + group.x;
  let first = i / parts * INPUTS;
  if (first >= shape.inputs) { return; }
  let part = i % parts;
  let segment = part * SEGMENTS + thread;
  if (segment < shape.segments) {
    var together = array<u32, 8>();
    for (var w = 0u; w < shape.words; w++) {
      let mask = segments[(segment / 32u * shape.words + w) * 32u + segment % 32u];
      for (var n = 0u; n < INPUTS; n++) {
        // Behind the last input the last one again; nobody takes what it gives.
        let row = min(first + n, shape.inputs - 1u);
        together[n] += countOneBits(mask & inputs[row * shape.words + w]);
      }
    }
    for (var n = 0u; n < INPUTS; n++) {
      if (together[n] >= shape.threshold) { atomicOr(&fired[2u * n + thread / 32u], 1u << (thread % 32u)); }
    }
  }
  workgroupBarrier();
  let row = first + thread / 2u;
  let word = 2u * part + thread % 2u;
  if (thread < 2u * INPUTS && row < shape.inputs && word < shape.segments / 32u) {
    hits[row * (shape.segments / 32u) + word] = atomicLoad(&fired[thread]);
  }
}
