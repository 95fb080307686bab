/** A Fourier neural operator as data, with the names, defaults and meaning of neuraloperator 2.0 (`neuralop.models.FNO`). */
import { InputError } from "../errors.ts";
import { refuseOthers } from "../network/names.ts";
import { realBins } from "../spectral/bins.ts";
import { roundedToEven } from "./spectral-conv-spec.ts";

/** A way past a block's convolution or channel MLP: a 1x1 convolution without bias, the input itself, or the input times a number a channel. */
export type SkipSpec = "linear" | "identity" | "soft-gating" | null;

export interface FnoSpec {
  /**
   * Modes kept along each axis, the slowest axis first; 1 to 3 of them, as many as the fields have axes. As neuraloperator counts them: along
   * the last axis, whose transform is half as long, n modes are n/2 + 1 frequencies (rounded down), from 0 on; along the others they lie
   * around frequency 0.
   */
  readonly n_modes: readonly number[];
  readonly in_channels: number;
  readonly out_channels: number;
  /** Width: the channels between lifting and projection. */
  readonly hidden_channels: number;
  /** Blocks; default 4. */
  readonly n_layers?: number;
  /** The lifting's hidden channels are this many times `hidden_channels`; default 2. */
  readonly lifting_channel_ratio?: number;
  /** The same of the projection; default 2. */
  readonly projection_channel_ratio?: number;
  /** "grid" (default): each place's coordinates, 0 to 1 along each axis (its end left out), are further input channels. */
  readonly positional_embedding?: "grid" | null;
  /** Whether a block ends with a channel MLP; default true. The original paper's has none; neuraloperator then still applies GELU twice, and so does Galvani. */
  readonly use_channel_mlp?: boolean;
  /** The channel MLP's hidden channels are this many times `hidden_channels`; default 0.5. */
  readonly channel_mlp_expansion?: number;
  /** Default "soft-gating". */
  readonly channel_mlp_skip?: SkipSpec;
  /** Default "linear". */
  readonly fno_skip?: SkipSpec;
  /**
   * Points of 0 put before and behind each axis between lifting and projection, as a share of the field's: one for all axes, or one each; halves
   * of points are rounded to even. For fields that are not periodic. Default null: none.
   */
  readonly domain_padding?: number | readonly number[] | null;
}

/** All settings, with their defaults, and what follows from them. */
export interface WholeFno extends Required<FnoSpec> {
  readonly lifting_channels: number;
  readonly projection_channels: number;
  readonly mlp_channels: number;
  /** A share for each axis. */
  readonly padding: readonly number[];
}

/** @throws InputError as `checkFno` */
export function wholeFno(spec: FnoSpec): WholeFno {
  checkFno(spec);
  const whole = { ...DEFAULTS, ...given(spec) } as Required<FnoSpec>;
  const { n_modes, hidden_channels, lifting_channel_ratio, projection_channel_ratio, channel_mlp_expansion, domain_padding } = whole;
  return {
    ...whole,
    lifting_channels: Math.trunc(lifting_channel_ratio * hidden_channels),
    projection_channels: Math.trunc(projection_channel_ratio * hidden_channels),
    mlp_channels: roundedToEven(channel_mlp_expansion * hidden_channels),
    padding: n_modes.map((_, axis) => (typeof domain_padding === "number" ? domain_padding : (domain_padding?.[axis] ?? 0))),
  };
}

const DEFAULTS = {
  n_layers: 4,
  lifting_channel_ratio: 2,
  projection_channel_ratio: 2,
  positional_embedding: "grid",
  use_channel_mlp: true,
  channel_mlp_expansion: 0.5,
  channel_mlp_skip: "soft-gating",
  fno_skip: "linear",
  domain_padding: null,
} as const satisfies Partial<FnoSpec>;

const REQUIRED = ["n_modes", "in_channels", "out_channels", "hidden_channels"] as const;

/** neuraloperator's settings that only have the value here: other values need what is not built. */
const FIXED: Readonly<Record<string, unknown>> = {
  ...{ non_linearity: "gelu", norm: null, norm_groups: 1, complex_data: false, channel_mlp_dropout: 0, conv_bias_kernel: 1 },
  ...{ resolution_scaling_factor: null, fno_block_precision: "full", stabilizer: null, max_n_modes: null },
  ...{ factorization: null, rank: 1, fixed_rank_modes: false, implementation: "factorized", decomposition_kwargs: null },
  ...{ separable: false, preactivation: false, enforce_hermitian_symmetry: true },
};

const SKIPS: readonly SkipSpec[] = ["linear", "identity", "soft-gating", null];

/** A setting whose value is undefined counts as left out. */
const given = (spec: object) => Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined));

/**
 * @param place what the settings are called: "model"
 * @throws InputError for a setting that there is not, that is not built, or whose value cannot be
 */
export function checkFno(spec: FnoSpec, place = "model"): void {
  const at = (key: string) => `${place}.${key}`;
  const { n_modes, positional_embedding, use_channel_mlp, channel_mlp_skip, fno_skip, domain_padding } = spec;
  for (const [key, value] of Object.entries(given(spec))) {
    if (!(key in FIXED)) continue;
    if (value !== FIXED[key]) throw new InputError(at(key), value, `only ${JSON.stringify(FIXED[key])} is built; leave it out`);
  }
  refuseOthers(place, spec, [...REQUIRED, ...Object.keys(DEFAULTS), ...Object.keys(FIXED)]);
  const need = (key: keyof FnoSpec, ok: boolean, remedy: string) => {
    if (!ok) throw new InputError(at(key), spec[key], remedy);
  };
  const isWhole = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 1;
  need("n_modes", Array.isArray(n_modes) && n_modes.length >= 1 && n_modes.length <= 3, "a list of one to three numbers, one an axis");
  n_modes.forEach((modes, k) => {
    if (!isWhole(modes)) throw new InputError(at(`n_modes[${k}]`), modes, "a whole number, 1 or more");
  });
  for (const key of ["in_channels", "out_channels", "hidden_channels", "n_layers"] as const)
    need(key, (key === "n_layers" && spec[key] === undefined) || isWhole(spec[key]), "a whole number, 1 or more");
  const weights = spectralWeights(spec);
  const many = `${weights.toExponential(1)} numbers of spectral weights are more than a buffer holds; take fewer channels, modes or layers`;
  need("hidden_channels", weights <= MOST_WEIGHTS, many);
  for (const key of ["lifting_channel_ratio", "projection_channel_ratio", "channel_mlp_expansion"] as const) {
    const channels = (spec[key] ?? DEFAULTS[key]) * spec.hidden_channels;
    const most = key === "channel_mlp_expansion" ? roundedToEven(channels) : Math.trunc(channels);
    need(key, isWhole(most), `times ${spec.hidden_channels} hidden channels it must be one channel or more`);
  }
  need("positional_embedding", [undefined, "grid", null].includes(positional_embedding), '"grid" or null');
  need("use_channel_mlp", use_channel_mlp === undefined || typeof use_channel_mlp === "boolean", "true or false");
  need("channel_mlp_skip", channel_mlp_skip === undefined || SKIPS.includes(channel_mlp_skip), `one of ${skipNames}`);
  const shares = typeof domain_padding === "number" ? [domain_padding] : (domain_padding ?? []);
  const alike = !Array.isArray(domain_padding) || domain_padding.length === n_modes.length;
  const padding = Array.isArray(shares) && alike && shares.every((share) => Number.isFinite(share) && share >= 0);
  need("domain_padding", padding, "null, or a finite number of 0 or more, or one for each axis");
  need("fno_skip", fno_skip === undefined || SKIPS.includes(fno_skip), `one of ${skipNames}`);
}

/** 4 GiB: what a WebGPU buffer may be at most. */
const MOST_WEIGHTS = 2 ** 30;

/** Numbers of the blocks' complex weights. */
function spectralWeights({ n_modes, hidden_channels, n_layers = DEFAULTS.n_layers }: FnoSpec): number {
  const modes = n_modes.reduce((all, m, axis) => all * (axis === n_modes.length - 1 ? realBins(m) : m), 1);
  return 2 * modes * hidden_channels ** 2 * n_layers;
}

const skipNames = SKIPS.map((skip) => JSON.stringify(skip)).join(", ");
