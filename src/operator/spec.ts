/** A Fourier neural operator as data, with the names, defaults and meaning of neuraloperator 2.0 (`neuralop.models.FNO`). */

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
  /** Whether a block ends with a channel MLP; default true. The network of the original paper has none. */
  readonly use_channel_mlp?: boolean;
  /** The channel MLP's hidden channels are this many times `hidden_channels`; default 0.5. */
  readonly channel_mlp_expansion?: number;
  /** Default "soft-gating". */
  readonly channel_mlp_skip?: SkipSpec;
  /** Default "linear". */
  readonly fno_skip?: SkipSpec;
}
