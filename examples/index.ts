import { darcyFno } from "./darcy-fno/index.ts";
import { diehlCook } from "./diehl-cook/index.ts";
import { equilibriumPropagation } from "./equilibrium-propagation/index.ts";
import type { Example, Study } from "./example.ts";
import { flyBrain } from "./fly-brain/index.ts";
import { flyVisual } from "./fly-visual/index.ts";
import { hlop } from "./hlop/index.ts";
import { nalsm } from "./nalsm/index.ts";
import { portableExamples, portableStudies } from "./portable.ts";
import { ska } from "./ska/index.ts";

/** Every example, in the order of `galvani list`. A browser takes `portable.ts`: this one reads files through Node. */
export const examples: readonly Example[] = [...portableExamples, flyVisual, flyBrain];

/** Every study, likewise. */
export const studies: readonly Study[] = [...portableStudies, diehlCook, hlop, nalsm, darcyFno, equilibriumPropagation, ska];
