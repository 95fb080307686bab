// A partner, a synapse and a gap for each query: what `galvani verify` holds against the host. Twin: src/twins/verify/draw.ts.
#import "lib/draw"

struct Size {
  n: u32,
}

@group(0) @binding(0) var<uniform> size: Size;
@group(0) @binding(1) var<storage, read> tables: array<u32>;
@group(0) @binding(2) var<storage, read> queries: array<u32>;        // four words each: link, item, part, ordinal
@group(0) @binding(3) var<storage, read_write> results: array<u32>;  // five words each: partner, cell, weight, delay, gap

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let i = id.x;
  if (i >= size.n) { return; }
  let link = queries[4u * i];
  let item = queries[4u * i + 1u];
  let part = queries[4u * i + 2u];
  let words = block_of(link, item, part, 0u);
  let partner = partner_of(link, words, item, part, tables[link + LINK_TARGETS]);
  let synapse = synapse_of(link, words, item, part, queries[4u * i + 3u], partner);
  results[5u * i] = partner;
  results[5u * i + 1u] = synapse.cell;
  results[5u * i + 2u] = bitcast<u32>(synapse.weight);
  results[5u * i + 3u] = synapse.delay;
  results[5u * i + 4u] = gap(link, words.x);
}
