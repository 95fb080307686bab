// Geometric Brownian motion: dx = mu x dt + sigma x dB. Its logarithm is known at all times, path by path.
struct Params { mu: f32, sigma: f32 }
struct State { x: f32 }

fn derivative(p: Params, s: State, t: f32) -> State { return State(p.mu * s.x); }
fn diffusion(p: Params, s: State, t: f32) -> State { return State(p.sigma * s.x); }
fn diffusion_slope(p: Params, s: State, t: f32) -> State { return State(p.sigma); }
