/** The pieces that random numbers are made of, on an adapter against their twins. */
import { kernelTests } from "./kernel-tests.ts";

kernelTests([{ kernel: "philox, normal, poisson" }], [["philox, normal, poisson", "poisson_count(words.y,", "poisson_count(words.x,"]]);
