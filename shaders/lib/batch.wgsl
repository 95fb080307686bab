// Where training stands: the words of `clock`. Twin: src/twins/lib/batch.ts.
const CURSOR = 0u;    // batches of this pass done
const HALTED = 1u;    // 1 + the batch whose loss was not finite, or 0
const EPOCH = 2u;     // which draw of the encoder's random numbers
const EXAMPLES = 3u;  // examples of this pass
