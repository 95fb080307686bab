/** Shiu et al. (2024), doi:10.1038/s41586-024-07763-9, `default_params` of model.py in github.com/philshiu/Drosophila_brain_model. */
export const neuron = {
  /** mV */
  v_0: -52,
  v_rst: -52,
  v_th: -45,
  /** ms: membrane, synapse, refractory period. */
  t_mbr: 20,
  tau: 5,
  t_rfc: 2.2,
  /** mV a synapse. */
  w_syn: 0.275,
} as const;

/** ms of every synapse. */
export const delay = 1.8;

/** Synapses that a spike of the stimulus counts for; it acts on the potential itself. */
export const kick = 250;
