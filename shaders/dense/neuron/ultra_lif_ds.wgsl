// The DS variant of UltraLIF and UltraPLIF (arXiv 2602.11206): V <- LSE_eps(V + log tau, I), s = sigmoid(beta V), V <- V (1 - s).
// Twin: src/twins/dense/neuron/ultra_lif.ts.
#import "lib/ultra_lif"

const OWN_BETA = true;
const RAWS = 3u;  // log tau, log eps, log beta
