import { aeif_cond_exp } from "./aeif_cond_exp.ts";
import { hh_psc_alpha } from "./hh_psc_alpha.ts";
import { iaf_cond_exp } from "./iaf_cond_exp.ts";
import { iaf_psc_alpha } from "./iaf_psc_alpha.ts";
import { iaf_psc_delta } from "./iaf_psc_delta.ts";
import { iaf_psc_exp } from "./iaf_psc_exp.ts";
import { izhikevich } from "./izhikevich.ts";
import type { BuiltInModel } from "./model.ts";

/** The built-in neuron models by name. */
export const models: Readonly<Record<string, BuiltInModel>> = {
  iaf_psc_exp,
  iaf_psc_delta,
  iaf_psc_alpha,
  iaf_cond_exp,
  aeif_cond_exp,
  izhikevich,
  hh_psc_alpha,
};
