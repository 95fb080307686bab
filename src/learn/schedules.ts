/** How the learning rate goes from epoch to epoch. */
export type ScheduleSpec =
  | { readonly schedule: "constant" }
  | {
      /** Half a cosine from the optimiser's rate down to `lr_min`, as PyTorch's CosineAnnealingLR stepped once an epoch. */
      readonly schedule: "cosine";
      /** Epochs until `lr_min` (PyTorch's T_max), at least 1; from there the rate goes up again. */
      readonly epochs: number;
      /** Default 0. */
      readonly lr_min?: number;
    }
  | {
      /** The rate is multiplied by `gamma` each time so many epochs are over, as PyTorch's StepLR. */
      readonly schedule: "step";
      /** PyTorch's step_size, at least 1. */
      readonly epochs: number;
      /** Default 0.1. */
      readonly gamma?: number;
    }
  | {
      /** The rate is multiplied by the same each epoch, so that after `epochs` of them it is `lr_end`, where it stays. */
      readonly schedule: "exponential";
      /** At least 1. */
      readonly epochs: number;
      /** Above 0. */
      readonly lr_end: number;
    };

/** The learning rate of an epoch, counted from 0. @param lr the optimiser's: that of the first epoch */
export function learningRate(spec: ScheduleSpec, lr: number, epoch: number): number {
  if (spec.schedule === "constant") return lr;
  if (spec.schedule === "step") return lr * (spec.gamma ?? 0.1) ** Math.floor(epoch / spec.epochs);
  if (spec.schedule === "exponential") return lr * (spec.lr_end / lr) ** Math.min(1, epoch / spec.epochs);
  const { epochs, lr_min = 0 } = spec;
  return lr_min + (lr - lr_min) * 0.5 * (1 + Math.cos((Math.PI * epoch) / epochs));
}
