// Log-sum-exp at a temperature, the soft maximum of UltraLIF (arXiv 2602.11206): stable, because the largest argument is taken out.
// Twin: src/twins/lib/lse.ts.

/** A soft maximum of three and its derivatives: to the arguments `share`, which add up to 1; to log eps `eps * entropy`. */
struct Soft {
  value: f32,
  share: vec3<f32>,
  entropy: f32,
}

/** eps log(exp(a.x / eps) + exp(a.y / eps) + exp(a.z / eps)): at least the largest, at most eps log 3 above it. */
fn lse3(a: vec3<f32>, eps: f32) -> Soft {
  let most = max(a.x, max(a.y, a.z));
  let below = (a - most) / eps;
  let parts = exp(below);
  let sum = parts.x + parts.y + parts.z;
  let share = parts / sum;
  let height = log(sum);
  return Soft(most + eps * height, share, height - dot(share, below));
}

/** The same of two: at most eps log 2 above the larger; `share.z` is 0. */
fn lse2(a: f32, b: f32, eps: f32) -> Soft {
  let most = max(a, b);
  let below = (vec2(a, b) - most) / eps;
  let parts = exp(below);
  let sum = parts.x + parts.y;
  let share = parts / sum;
  let height = log(sum);
  return Soft(most + eps * height, vec3(share, 0.0), height - dot(share, below));
}

/** The logistic function s of x, and 1 - s, each to its own last bits; its derivative is s times the rest. */
struct Logistic {
  s: f32,
  rest: f32,
}

fn logistic(x: f32) -> Logistic {
  let e = exp(-abs(x));
  let near = 1.0 / (1.0 + e);
  let far = e / (1.0 + e);
  return Logistic(select(far, near, x >= 0.0), select(near, far, x >= 0.0));
}

fn sigmoid(x: f32) -> f32 {
  return logistic(x).s;
}
