// A neuron that also receives kicks of its potential.
#import "neuron"

fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 2>) {
  arrive(p, s, arrivals[0], arrivals[1]);
}
