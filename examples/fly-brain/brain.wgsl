// A neuron that receives synapses only: the ring has one number a neuron and step for it.
#import "neuron"

fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 1>) {
  arrive(p, s, arrivals[0], 0.0);
}
