// Complexity of sequences by Lempel and Ziv (1976), counted as Kaspar and Schuster (1987) do: the number of words in the shortest history in which
// every word but its last symbol can be copied from what lies before. A thread a sequence; a dispatch makes a number of comparisons of each, and the
// next one goes on where it stopped. Twin: src/twins/analysis/lempel_ziv.ts.
const WORDS = 5u;

struct Shape {
  sequences: u32,
  length: u32,     // symbols of a sequence, 2 or more
  most: u32,       // comparisons of a dispatch
}

@group(0) @binding(0) var<uniform> shape: Shape;
// Sequences x length symbols of 8 bits, four a word.
@group(0) @binding(1) var<storage, read> symbols: array<u32>;
// Of each sequence: complexity so far, symbols of its whole words (its length: done), place that is compared with, symbols that are equal, most so far.
@group(0) @binding(2) var<storage, read_write> progress: array<u32>;

fn symbol(at: u32) -> u32 { return (symbols[at >> 2u] >> (8u * (at & 3u))) & 0xffu; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let sequence = 64u * (group.y * groups.x + group.x) + thread;
  if (sequence >= shape.sequences) { return; }
  let first = sequence * shape.length;
  let at = WORDS * sequence;
  var complexity = progress[at];
  var known = progress[at + 1u];
  var place = progress[at + 2u];
  var equal = progress[at + 3u];
  var longest = progress[at + 4u];
  // Every sequence begins with a word of one symbol.
  if (known == 0u) {
    complexity = 1u;
    known = 1u;
  }
  for (var n = 0u; n < shape.most && known < shape.length; n++) {
    if (symbol(first + place + equal) == symbol(first + known + equal)) {
      equal++;
      // The rest of the sequence is a copy: its last word.
      if (known + equal == shape.length) {
        complexity++;
        known = shape.length;
      }
      continue;
    }
    longest = max(longest, equal);
    equal = 0u;
    place++;
    // No place is left: the longest copy and the symbol behind it are a word.
    if (place == known) {
      complexity++;
      known += longest + 1u;
      place = 0u;
      longest = 0u;
    }
  }
  progress[at] = complexity;
  progress[at + 1u] = known;
  progress[at + 2u] = place;
  progress[at + 3u] = equal;
  progress[at + 4u] = longest;
}
