import { fitNormalisation } from "../../src/operator/data.ts";
import { modesOf, type Problem } from "../shared/operators.ts";
import { burgersData } from "./data.ts";

/** Points that are learnt from. */
const POINTS = 128;
/** Fields to be judged by, at full size: a fifth of those to learn from. */
const TESTED = 0.2;

/** From u at time 0 to u at time 1. */
export const burgers: Problem = {
  about: "Burgers' equation, viscosity 0.1, from u(t = 0) to u(t = 1) on the periodic unit interval",
  settings: { fields: 1000, width: 64, modes: 16, layers: 4, epochs: 100, batch: 20, lr: 0.001, seed: 1, schedule: "cosine" },
  names: { input: "u at time 0", target: "u at time 1" },
  sizes: [POINTS],
  data: ({ fields, seed, signal, onProgress }) =>
    burgersData({ seed, train: fields, test: Math.ceil(TESTED * fields), points: POINTS, signal, onProgress }),
  spec: ({ width, modes, layers, epochs, batch, lr, seed, schedule }, data) => ({
    model: {
      n_modes: modesOf(modes, 1),
      in_channels: 1,
      out_channels: 1,
      hidden_channels: width,
      n_layers: layers,
      // The equation is the same everywhere on the circle: an operator without coordinates is so by construction.
      positional_embedding: null,
      use_channel_mlp: false,
    },
    batch,
    loss: { loss: "relative_l2" },
    optimiser: { optimiser: "Adam", lr, weight_decay: 1e-4 },
    ...(schedule === "cosine" && { schedule: { schedule, epochs } }),
    normalisation: fitNormalisation(data.train),
    seed,
  }),
};
