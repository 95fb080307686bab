// A synapse's partner, weight and delay from its random block, in integers: the same bits as the host (docs/random.md). Projections
// are words of `tables`, which a kernel that imports this declares: array<u32>, laid out in src/twins/lib/links.ts.
// Twins: src/twins/lib/draw.ts, generate.ts, links.ts.
#import "lib/philox"
#import "lib/normal"

// Words of the header.
const HEAD_KEY = 1u;
const HEAD_NEURONS = 3u;
const HEAD_CELL_BITS = 4u;
const HEAD_CLASS_BITS = 5u;
const HEAD_NORMAL_AT = 6u;
const HEAD_EXP2_AT = 7u;
const HEAD_POPULATIONS = 8u;
const HEAD_POPULATIONS_AT = 9u;

// Words of a population.
const POPULATION_WORDS = 4u;
const POPULATION_SIZE = 1u;
const POPULATION_OUTGOING_AT = 2u;
const POPULATION_OUTGOING = 3u;

// Words of a link.
const LINK_RULE = 0u;
const LINK_FLAGS = 1u;
const LINK_SOURCES = 2u;
const LINK_TARGETS = 3u;
const LINK_DEGREE = 4u;
const LINK_DEGREES_AT = 5u;
const LINK_POWERS = 6u;
const LINK_POWERS_AT = 7u;
const LINK_STREAM = 8u;
const LINK_SOURCES_STREAM = 9u;
const LINK_TOTAL = 10u;
const LINK_EDGES_AT = 11u;
const LINK_FIRST_CELL = 12u;
const LINK_LAST_CELL = 13u;
const LINK_CLASS = 14u;
const LINK_FIRST_SOURCE = 15u;
const LINK_ROWS_AT = 16u;
const LINK_WEIGHT = 17u;
const LINK_DELAY = 25u;

const FLAG_BAR_SELF = 1u;
const FLAG_DISTINCT = 2u;
const FLAG_MAGNITUDE = 4u;
const FLAG_FIXED = 8u;

const RULE_ALL_TO_ALL = 0u;
const RULE_ONE_TO_ONE = 1u;
const RULE_FIXED_INDEGREE = 2u;
const RULE_FIXED_OUTDEGREE = 3u;
const RULE_FIXED_TOTAL_NUMBER = 4u;
const RULE_PAIRWISE_BERNOULLI = 5u;
const RULE_EDGES = 6u;

// Words of a draw.
const DRAW_A = 1u;
const DRAW_B = 3u;
const DRAW_MIN = 5u;
const DRAW_MAX = 6u;
const DRAW_AT = 7u;

const DRAW_CONSTANT = 0u;
const DRAW_ARRAY = 1u;
const DRAW_UNIFORM = 2u;
const DRAW_LOGNORMAL = 4u;

struct Synapse {
  cell: u32,
  weight: i32,
  delay: u32,  // steps
}

fn link_has(link: u32, flag: u32) -> bool {
  return (tables[link + LINK_FLAGS] & flag) != 0u;
}

// Place of the population that a neuron (global index) is of.
fn population_of(neuron: u32) -> u32 {
  let at = tables[HEAD_POPULATIONS_AT];
  var low = 0u;
  var high = tables[HEAD_POPULATIONS];
  while (high - low > 1u) {
    let middle = (low + high) / 2u;
    if (tables[at + POPULATION_WORDS * middle] <= neuron) { low = middle; } else { high = middle; }
  }
  return at + POPULATION_WORDS * low;
}

// The random block (item, part) of a synapse: words for partner, weight and delay. (`block` is a keyword to the reflection parser.)
fn block_of(link: u32, item: u32, part: u32, attempt: u32) -> vec4<u32> {
  let key = vec2<u32>(tables[HEAD_KEY], tables[HEAD_KEY + 1u]);
  let counter = vec4<u32>(item, part, tables[link + LINK_STREAM], attempt);
  return philox4x32(key, counter);
}

// 2 to the power y 2^-26, as an integer; 2^31 - 1 from y = 31 2^26 on.
fn exp2_q26(y: i32) -> i32 {
  if (y >= 2080374784) { return 0x7fffffff; }
  if (y < -67108864) { return 0; }
  let at = tables[HEAD_EXP2_AT] + ((bitcast<u32>(y) >> 16u) & 1023u);
  let low = tables[at];
  let mantissa = low + mulhi(tables[at + 1u] - low, bitcast<u32>(y) << 16u);
  return bitcast<i32>(mantissa >> u32(30 - (y >> 26u)));
}

// a + b z 2^-26 of a draw, the product cut towards zero: 64 bits, low word first. a and b have up to 45 bits.
fn scaled(draw: u32, z: i32) -> vec2<u32> {
  let m = u32(abs(z));
  let b = tables[draw + DRAW_B];
  let b_high = tables[draw + DRAW_B + 1u];
  let upper = b_high * m;
  let middle = mulhi(b, m) + upper;
  let top = mulhi(b_high, m) + select(0u, 1u, middle < upper);
  var low = (middle << 6u) | ((b * m) >> 26u);
  var high = (top << 6u) | (middle >> 26u);
  if (z < 0) {
    high = ~high + select(0u, 1u, low == 0u);
    low = ~low + 1u;
  }
  let sum = tables[draw + DRAW_A] + low;
  return vec2<u32>(sum, tables[draw + DRAW_A + 1u] + high + select(0u, 1u, sum < low));
}

// The value of a weight or a delay whose first random word is `word`; those of redraws are `component` of later attempts.
fn draw_of(link: u32, draw: u32, word: u32, component: u32, item: u32, part: u32, ordinal: u32) -> i32 {
  let kind = tables[draw];
  let a = tables[draw + DRAW_A];
  if (kind == DRAW_CONSTANT) { return bitcast<i32>(a); }
  if (kind == DRAW_ARRAY) { return bitcast<i32>(tables[tables[draw + DRAW_AT] + ordinal]); }
  if (kind == DRAW_UNIFORM) { return bitcast<i32>(a + mulhi(word, tables[draw + DRAW_B])); }
  let normal_at = tables[HEAD_NORMAL_AT];
  let least = bitcast<i32>(tables[draw + DRAW_MIN]);
  let most = bitcast<i32>(tables[draw + DRAW_MAX]);
  var drawn = word;
  for (var attempt = 1u; ; attempt++) {
    let wide = scaled(draw, normal_q26(drawn, normal_at));
    var value = bitcast<i32>(wide.x);
    var held = bitcast<i32>(wide.y) == value >> 31u;
    if (kind == DRAW_LOGNORMAL) {
      value = exp2_q26(select(select(0x7fffffff, -0x7fffffff, (wide.y >> 31u) == 1u), value, held));
      held = true;
    }
    if (held && value >= least && value <= most) { return value; }
    drawn = block_of(link, item, part, attempt)[component];
  }
}

// The synapse onto target `target` (index in its population); `words` is its random block, `ordinal` indexes given weights and delays.
fn synapse_of(link: u32, words: vec4<u32>, item: u32, part: u32, ordinal: u32, target_index: u32) -> Synapse {
  var weight = draw_of(link, link + LINK_WEIGHT, words.y, 1u, item, part, ordinal);
  let delay = (draw_of(link, link + LINK_DELAY, words.z, 2u, item, part, ordinal) + 0x8000) >> 16u;
  let cell = tables[select(link + LINK_FIRST_CELL, link + LINK_LAST_CELL, weight < 0)] + target_index;
  if (weight < 0 && link_has(link, FLAG_MAGNITUDE)) { weight = -weight; }
  return Synapse(cell, weight, u32(max(delay, 1)));
}

// The partner of `item` among `others` where repeats are allowed: drawn again while it is `item` itself and that is barred.
fn partner_of(link: u32, words: vec4<u32>, item: u32, part: u32, others: u32) -> u32 {
  var partner = mulhi(words.x, others);
  if (link_has(link, FLAG_BAR_SELF)) {
    for (var attempt = 1u; partner == item; attempt++) {
      partner = mulhi(block_of(link, item, part, attempt).x, others);
    }
  }
  return partner;
}

// Misses before the next hit of a row of pairwise_bernoulli: the largest g with word < (1 - p)^g.
fn gap(link: u32, word: u32) -> u32 {
  let powers = tables[link + LINK_POWERS];
  let at = tables[link + LINK_POWERS_AT];
  var g = 0u;
  var product = 0u;
  for (var i = powers; i > 0u; i--) {
    let power = tables[at + i - 1u];
    let next = select(mulhi(product, power), power, g == 0u);
    if (word >= next) { continue; }
    product = next;
    g += 1u << (i - 1u);
  }
  return g;
}

// Synapses of a source where that number does not hang on the partners drawn.
fn degree_of(link: u32, source: u32) -> u32 {
  let at = tables[link + LINK_DEGREES_AT];
  if (at == 0u) { return tables[link + LINK_DEGREE]; }
  return tables[at + source];
}
