// UltraLIF and UltraPLIF (arXiv 2602.11206, main code): V <- LSE_eps(V + log tau, I), s = sigmoid(V / eps), V <- V (1 - s).
// Twin: src/twins/dense/neuron/ultra_lif.ts.
#import "lib/ultra_lif"

const OWN_BETA = false;
const RAWS = 2u;  // log tau, log eps
