// The logarithm of geometric Brownian motion: dy = (mu - sigma^2 / 2) dt + sigma dB.
struct Params { mu: f32, sigma: f32 }
struct State { y: f32 }

fn derivative(p: Params, s: State, t: f32) -> State { return State(p.mu - 0.5 * p.sigma * p.sigma); }
fn diffusion(p: Params, s: State, t: f32) -> State { return State(p.sigma); }
