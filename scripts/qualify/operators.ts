import { burgersFno } from "../../examples/burgers-fno/index.ts";
import { corticalField } from "../../examples/cortical-field/index.ts";
import { darcyFno } from "../../examples/darcy-fno/index.ts";
import { kuramotoSivashinsky } from "../../examples/kuramoto-sivashinsky/index.ts";
import { neuralFieldBumps } from "../../examples/neural-field-bumps/index.ts";
import type { Check } from "./check.ts";
import { studied } from "./studied.ts";

/** Operators and fields, against published numbers and closed forms. */
export const operatorChecks: readonly Check[] = [
  studied(kuramotoSivashinsky),
  studied(corticalField),
  studied(neuralFieldBumps),
  studied(burgersFno),
  studied(darcyFno, "pde"),
];
