/** Projections, connectivity rules, inputs and records that are wrong. */
import { input, network, normal, projection } from "./files.ts";
import { type Case, refused } from "./refused.ts";

const rule = (r: unknown) => projection({ rule: r });

const PROJECTIONS: Case[] = [
  ["an unknown population", projection({ target: "X" }), "projections[0].target", "no population of this name; populations: E, I"],
  ["an unknown receptor", projection({ receptor: "gaba" }), "projections[0].receptor", "its receptors: ex, in"],
  ["no delay", projection({ delay: undefined }), "projections[0].delay", "is missing; ms; half a step or more"],
  ["a negative delay", projection({ delay: -1 }), "projections[0].delay", "-1: must be half a step"],
  ["a delay of 0", projection({ delay: 0 }), "projections[0].delay", "half a step, 0.05 ms"],
  ["a delay below half a step", projection({ delay: 0.04 }), "projections[0].delay", "half a step, 0.05 ms, or more"],
  ["uniform delays from 0", projection({ delay: { uniform: { low: 0, high: 1 } } }), "projections[0].delay.uniform.low", "half a step"],
  ["delays with a min of 0", projection({ delay: normal({ min: 0 }) }), "projections[0].delay.normal.min", "half a step"],
  ["delays around -1", projection({ delay: normal({ mean: -10 }) }), "projections[0].delay.normal", "bounds 0.05 to infinity"],
  ["one delay of many below", projection({ rule: "one_to_one", delay: [1, 1, 0.01, 1] }), "projections[0].delay[2]", "half a step"],
  [
    "too few weights",
    projection({ rule: "one_to_one", weight: [1, 2] }),
    "projections[0].weight",
    "must have 4 elements, one a synapse of one_to_one",
  ],
  [
    "too few weights for all pairs",
    projection({ rule: { all_to_all: { allow_autapses: false } }, weight: [1] }),
    "projections[0].weight",
    "must have 12 elements",
  ],
  [
    "weights for drawn synapses",
    projection({ rule: { fixed_indegree: { indegree: 1 } }, weight: [1, 2, 3, 4] }),
    "projections[0].weight",
    "needs edges, one_to_one or all_to_all",
  ],
  ["a negative conductance", projection({ target: "I", receptor: "ex", weight: -1 }), "projections[0].weight", "takes conductances"],
  [
    "conductances drawn below 0",
    projection({ target: "I", receptor: "ex", weight: { uniform: { low: -1, high: 1 } } }),
    "projections[0].weight.uniform.low",
    "takes conductances",
  ],
  [
    "a name used twice",
    network({ projections: [1, 2].map(() => ({ name: "p", source: "E", target: "E", rule: "one_to_one", weight: 1, delay: 1 })) }),
    "projections[1].name",
    "another projection has this name",
  ],
];

const RULES: Case[] = [
  ["an unknown rule", rule({ fixed_indgree: { indegree: 1 } }), "projections[0].rule.fixed_indgree", 'did you mean "fixed_indegree"?'],
  ["an unknown rule's name", rule("all"), "projections[0].rule", "rules: all_to_all, one_to_one"],
  ["a rule without its options", rule("fixed_indegree"), "projections[0].rule", 'takes options: {"fixed_indegree": {"indegree": ...}}'],
  ["a rule that is a number", rule(3), "projections[0].rule", "must be a rule"],
  ["an empty rule", rule({}), "projections[0].rule", "must be a rule"],
  [
    "an option of another rule",
    rule({ pairwise_bernoulli: { p: 0.1, allow_multapses: true } }),
    "projections[0].rule.pairwise_bernoulli.allow_multapses",
    "unknown key",
  ],
  ["a probability above 1", rule({ pairwise_bernoulli: { p: 1.1 } }), "projections[0].rule.pairwise_bernoulli.p", "must be 1 or less"],
  ["a negative in-degree", rule({ fixed_indegree: { indegree: -1 } }), "projections[0].rule.fixed_indegree.indegree", "must be 0 or more"],
  [
    "an in-degree with a fraction",
    rule({ fixed_indegree: { indegree: 1.5 } }),
    "projections[0].rule.fixed_indegree.indegree",
    "must be an integer",
  ],
  [
    "more sources than there are",
    rule({ fixed_indegree: { indegree: 4, allow_autapses: false, allow_multapses: false } }),
    "projections[0].rule.fixed_indegree.indegree",
    "must be 3 or less",
  ],
  [
    "more targets than there are",
    rule({ fixed_outdegree: { outdegree: 5, allow_multapses: false } }),
    "projections[0].rule.fixed_outdegree.outdegree",
    "must be 4 or less",
  ],
  [
    "no source at all",
    network({
      populations: [{ name: "E", size: 1, model: "iaf_psc_exp" }],
      projections: [{ source: "E", target: "E", rule: { fixed_indegree: { indegree: 1, allow_autapses: false } }, weight: 1, delay: 1 }],
    }),
    "projections[0].rule.fixed_indegree.indegree",
    "allow autapses",
  ],
  ["a negative total", rule({ fixed_total_number: { n: -1 } }), "projections[0].rule.fixed_total_number.n", "must be 0 or more"],
  [
    "more synapses than pairs",
    rule({ fixed_total_number: { n: 17, allow_multapses: false } }),
    "projections[0].rule.fixed_total_number.n",
    "must be 16 or less",
  ],
  ["one to one of two sizes", projection({ target: "I", rule: "one_to_one" }), "projections[0].rule", '"E" has 4 neurons, "I" 2'],
  [
    "edges out of range",
    rule({ edges: { source: [0, 4], target: [0, 0] } }),
    "projections[0].rule.edges.source[1]",
    "an integer of 0 to 3",
  ],
  ["negative edges", rule({ edges: { source: [0, 0], target: [-1, 0] } }), "projections[0].rule.edges.target[0]", "an integer of 0 to 3"],
  ["edges with a fraction", rule({ edges: { source: [0.5], target: [0] } }), "projections[0].rule.edges.source[0]", "an integer of 0 to 3"],
  [
    "edges of two lengths",
    rule({ edges: { source: [0, 1], target: [0] } }),
    "projections[0].rule.edges.target",
    "as many elements as source, 2",
  ],
  ["edges that are a number", rule({ edges: { source: 0, target: [0] } }), "projections[0].rule.edges.source", "must be an array"],
];

const INPUTS: Case[] = [
  ["an unknown kind", input({ kind: "poison" }), "inputs[0].kind", 'did you mean "poisson"?'],
  ["no kind", input({}), "inputs[0].kind", "is missing; one of poisson, spikes"],
  ["an unknown target", input({ kind: "current", amplitude: 1, target: "e" }), "inputs[0].target", 'did you mean "E"?'],
  ["an unknown receptor", input({ kind: "poisson", rate: 1, weight: 1, receptor: "exc" }), "inputs[0].receptor", 'did you mean "ex"?'],
  ["a negative rate", input({ kind: "poisson", rate: -1, weight: 1 }), "inputs[0].rate", "must be 0 Hz or more"],
  ["one negative rate", input({ kind: "poisson", rate: [1, 1, -1, 1], weight: 1 }), "inputs[0].rate[2]", "must be 0 Hz or more"],
  ["a weight that varies", input({ kind: "poisson", rate: 1, weight: [1, 1, 1, 1] }), "inputs[0].weight", "must be a finite number"],
  [
    "a conductance below 0",
    input({ kind: "poisson", target: "I", rate: 1, weight: -1, receptor: "ex" }),
    "inputs[0].weight",
    "takes conductances",
  ],
  ["times that are no array", input({ kind: "spikes", times: 5, neurons: [0], weight: 1 }), "inputs[0].times", "must be an array"],
  ["negative times", input({ kind: "spikes", times: [-1, 1], neurons: [0, 1], weight: 1 }), "inputs[0].times[0]", "must be 0 ms or more"],
  [
    "neurons out of range",
    input({ kind: "spikes", times: [1], neurons: [4], weight: 1 }),
    "inputs[0].neurons[0]",
    'a neuron of "E": an integer of 0 to 3',
  ],
  [
    "fewer neurons than times",
    input({ kind: "spikes", times: [1, 2], neurons: [1], weight: 1 }),
    "inputs[0].neurons",
    "as many elements as times, 2",
  ],
  ["times that do not rise", input({ kind: "step_current", times: [1, 1], amplitudes: [1, 2] }), "inputs[0].times[1]", "times must rise"],
  ["times on one step", input({ kind: "step_current", times: [1, 1.01], amplitudes: [1, 2] }), "inputs[0].times[1]", "same step"],
  [
    "fewer amplitudes than times",
    input({ kind: "step_current", times: [1, 2], amplitudes: [1] }),
    "inputs[0].amplitudes",
    "must have 2 elements",
  ],
  [
    "a noise interval between steps",
    input({ kind: "noise", mean: 0, std: 1, interval: 0.25 }),
    "inputs[0].interval",
    "a multiple of dt, 0.1 ms",
  ],
  ["a negative noise", input({ kind: "noise", mean: 0, std: -1 }), "inputs[0].std", "must be 0 or more"],
];

const RECORDS: Case[] = [
  ["an unknown population", network({ record: [{ spikes: "X" }] }), "record[0].spikes", "no population of this name"],
  ["an unknown variable", network({ record: [{ state: "E", variable: "v_m" }] }), "record[0].variable", 'did you mean "V_m"?'],
  ["no variable", network({ record: [{ state: "E" }] }), "record[0].variable", "is missing"],
  ["nothing to record", network({ record: [{ spike: "E" }] }), "record[0].spike", 'did you mean "spikes"?'],
  ["neurons out of range", network({ record: [{ spikes: "E", neurons: [0, 9] }] }), "record[0].neurons[1]", "an integer of 0 to 3"],
  ["a neuron twice", network({ record: [{ spikes: "E", neurons: [1, 1] }] }), "record[0].neurons[1]", "is given twice"],
  ["no neuron", network({ record: [{ spikes: "E", neurons: [] }] }), "record[0].neurons", "must not be empty"],
  ["every 0 steps", network({ record: [{ state: "E", variable: "V_m", every: 0 }] }), "record[0].every", "must be 1 or more"],
  ["a bin beside a step", network({ record: [{ rate: "E", bin: 0.2001 }] }), "record[0].bin", "a multiple of dt"],
  ["a bin between steps", network({ record: [{ rate: "E", bin: 0.15 }] }), "record[0].bin", "a multiple of dt"],
  ["record that is no list", network({ record: "E" }), "record", "must be a list"],
];

refused({ PROJECTIONS, RULES, INPUTS, RECORDS });
