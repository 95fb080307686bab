// A pass of tempotrons through their patterns, one after another, learning from each error (Guetig and Sompolinsky 2006). A workgroup is a
// tempotron. Between two spikes V = V0 (A exp(-s / tau) - B exp(-s / tau_s)): A and B are prefix sums of decaying weights, so threads take
// stretches of a pattern's spikes, scan what stretches leave behind, and look through their own for the highest V: at a spike, or where the
// slope is 0 between two, exactly. Twin: src/twins/local/tempotron_pass.ts.
#import "lib/batch"

const THREADS = 128u;

struct Shape {
  tasks: u32,
  afferents: u32,
  rows: u32,        // of `errors`
  duration: f32,    // ms
  tau: f32,         // ms
  tau_s: f32,
  peak: f32,        // V0
  threshold: f32,
  rate: f32,
  momentum: f32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;               // CURSOR: passes done
@group(0) @binding(2) var<storage, read> tasks: array<u32>;               // tasks + 1: first pattern of each
@group(0) @binding(3) var<storage, read> patterns: array<u32>;            // 2 a pattern, and one more: first spike, 1 where it is to fire
@group(0) @binding(4) var<storage, read> spikes: array<f32>;              // 3 a spike, in order of time: time, decays since the one before
@group(0) @binding(5) var<storage, read> sources: array<u32>;             // the afferent of each
@group(0) @binding(6) var<storage, read_write> weights: array<f32>;       // tasks x afferents
@group(0) @binding(7) var<storage, read_write> velocities: array<f32>;    // tasks x afferents
@group(0) @binding(8) var<storage, read_write> errors: array<f32>;        // rows x tasks

/** What a stretch does to A and B before it: times `decay`, plus `sum`. */
struct Stretch {
  decay: vec2<f32>,
  sum: vec2<f32>,
}

/** A height of V, and its time. */
struct Peak {
  height: f32,
  time: f32,
}

var<workgroup> stretches: array<Stretch, 128>;
var<workgroup> peaks: array<Peak, 128>;

fn higher(a: Peak, b: Peak) -> Peak {
  if (b.height > a.height || (b.height == a.height && b.time < a.time)) { return b; }
  return a;
}

/** What the spikes `begin` to `end` do. */
fn stretch_of(row: u32, begin: u32, end: u32) -> Stretch {
  var stretch = Stretch(vec2(1.0), vec2(0.0));
  for (var k = begin; k < end; k++) {
    let decay = vec2(spikes[3u * k + 1u], spikes[3u * k + 2u]);
    stretch = Stretch(stretch.decay * decay, stretch.sum * decay + weights[row + sources[k]]);
  }
  return stretch;
}

/** The highest V from spike `begin` on, up to the one at `end`. @param last behind the pattern's last spike */
fn peak_of(row: u32, first: u32, begin: u32, end: u32, last: u32, before: vec2<f32>) -> Peak {
  var best = Peak(-3.0e38, shape.duration);
  var state = before;
  for (var k = begin; k < end; k++) {
    state = state * vec2(spikes[3u * k + 1u], spikes[3u * k + 2u]) + weights[row + sources[k]];
    let time = spikes[3u * k];
    if (k > first) { best = higher(best, Peak(state.x - state.y, time)); }
    var until = shape.duration;
    if (k + 1u < last) { until = spikes[3u * k + 3u]; }
    if (state.x > 0.0 && state.y * shape.tau > state.x * shape.tau_s) {
      let s = log(state.y * shape.tau / (state.x * shape.tau_s)) * shape.tau * shape.tau_s / (shape.tau - shape.tau_s);
      if (time + s < until) { best = higher(best, Peak(state.x * exp(-s / shape.tau) * (1.0 - shape.tau_s / shape.tau), time + s)); }
    }
    if (k + 1u == last) {
      let rest = until - time;
      best = higher(best, Peak(state.x * exp(-rest / shape.tau) - state.y * exp(-rest / shape.tau_s), until));
    }
  }
  return best;
}

/** The time and height of the highest V of the spikes `first` to `last`; for all threads. */
fn highest(row: u32, first: u32, last: u32, thread: u32) -> Peak {
  let each = (last - first + THREADS - 1u) / THREADS;
  let begin = min(first + thread * each, last);
  let end = min(begin + each, last);
  stretches[thread] = stretch_of(row, begin, end);
  for (var gap = 1u; gap < THREADS; gap <<= 1u) {
    workgroupBarrier();
    var stretch = stretches[thread];
    if (thread >= gap) {
      let earlier = stretches[thread - gap];
      stretch = Stretch(stretch.decay * earlier.decay, earlier.sum * stretch.decay + stretch.sum);
    }
    workgroupBarrier();
    stretches[thread] = stretch;
  }
  workgroupBarrier();
  var before = vec2(0.0);
  if (thread > 0u) { before = stretches[thread - 1u].sum; }
  peaks[thread] = peak_of(row, first, begin, end, last, before);
  for (var half = THREADS / 2u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (thread < half) { peaks[thread] = higher(peaks[thread], peaks[thread + half]); }
  }
  workgroupBarrier();
  return peaks[0];
}

/** A step of an afferent's weight; `rate` has the sign of the error. */
fn learn(row: u32, afferent: u32, first: u32, last: u32, time: f32, rate: f32) {
  var sum = 0.0;
  for (var k = first; k < last && spikes[3u * k] < time; k++) {
    if (sources[k] == afferent) {
      let age = time - spikes[3u * k];
      sum += exp(-age / shape.tau) - exp(-age / shape.tau_s);
    }
  }
  let velocity = shape.momentum * velocities[row + afferent] + rate * shape.peak * sum;
  velocities[row + afferent] = velocity;
  weights[row + afferent] += velocity;
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let task = group.y * groups.x + group.x;
  // Groups beyond the last, where so many are laid out in two dimensions.
  if (task >= shape.tasks) { return; }
  let row = task * shape.afferents;
  var wrong = 0.0;
  for (var pattern = tasks[task]; pattern < tasks[task + 1u]; pattern++) {
    let first = patterns[2u * pattern];
    let last = patterns[2u * pattern + 2u];
    let wanted = patterns[2u * pattern + 1u] != 0u;
    let peak = highest(row, first, last, thread);
    if ((shape.peak * peak.height >= shape.threshold) != wanted) {
      wrong += 1.0;
      let rate = select(-shape.rate, shape.rate, wanted);
      for (var afferent = thread; afferent < shape.afferents; afferent += THREADS) { learn(row, afferent, first, last, peak.time, rate); }
    }
    // The next pattern meets what this one has taught, and peaks[0] has been read by all.
    storageBarrier();
    workgroupBarrier();
  }
  if (thread == 0u) { errors[clock[CURSOR] % shape.rows * shape.tasks + task] = wrong; }
}
