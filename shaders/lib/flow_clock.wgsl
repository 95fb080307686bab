// Where an ensemble of flows stands: the words of `clock`. Twin: FlowClock in src/twins/flow/flow.ts.
const STEP = 0u;    // steps done
const GOAL = 1u;    // where to stop
const LEFT = 2u;    // steps left until the next frame
const SLOT = 3u;    // where that frame goes
const TURN = 4u;    // steps left until tangent vectors are made orthonormal
const PLACE = 5u;   // of a delay flow: the step of its past that is a delay ago
