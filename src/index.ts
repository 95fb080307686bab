/** Galvani's library: describe a network, simulate it, read what it did; train one. */
export { linearRegions, type Region, type RegionOptions, type Regions } from "./analysis/codes.ts";
export {
  type Covariance,
  type CovarianceNames,
  type CovarianceSpec,
  covariance,
  covarianceStages,
  readCovariance,
} from "./analysis/covariance.ts";
export {
  type ComplexMatrix,
  type CrossNames,
  type CrossOptions,
  type CrossSpec,
  type CrossSpectra,
  crossSpectra,
  crossSpectraStages,
  readCrossSpectra,
  restartCrossSpectra,
} from "./analysis/cross.ts";
export { type Divergence, type DivergenceOptions, stateSpaceDivergence } from "./analysis/divergence.ts";
export { type FixedPoint, type FixedPoints, fixedPoints, type PiecewiseLinearMap } from "./analysis/fixed-points.ts";
export { type Complexity, type LempelZivOptions, lempelZiv } from "./analysis/lempel-ziv.ts";
export {
  type PowerNames,
  type PowerOptions,
  type PowerSpectrum,
  powerSpectrum,
  powerSpectrumStages,
  readPowerSpectrum,
} from "./analysis/power.ts";
export type { Scaling, SegmentSpec, WindowName } from "./analysis/segments.ts";
export { type SpectrumDistance, type SpectrumDistanceOptions, spectrumDistance } from "./analysis/spectrum-distance.ts";
export {
  lyapunovExponents,
  qrOfTangents,
  restartExponents,
  type TangentBuffers,
  type TangentSpec,
  tangentBuffers,
} from "./analysis/tangents.ts";
export { Cell, type CellOptions, cellParameters, cellStateDict, type Read } from "./cell/cell.ts";
export type { CellSpec, CfcSpec, GruSpec, LstmSpec, LtcSpec } from "./cell/cell-spec.ts";
export { type ParityEncoding, parityData, paritySequences } from "./cell/parity.ts";
export { type GenerateOptions, largestExponent, Plrnn, type PlrnnOptions } from "./cell/plrnn.ts";
export type { AlRnnSpec, PlrnnSpec, ShallowPlrnnSpec } from "./cell/plrnn-spec.ts";
export {
  gradientNorms,
  type ReconstructionRecord,
  type ReconstructionTrainer,
  reconstructionTrainer,
  trainedWeights,
} from "./cell/reconstruction.ts";
export type { Series as ObservedSeries } from "./cell/reconstruction-check.ts";
export type { ForcingSpec, ReconstructionSpec } from "./cell/reconstruction-spec.ts";
export { type ScanInputs, SelectiveScan, type SelectiveScanSpec } from "./cell/selective-scan.ts";
export {
  type SequenceEpochRecord,
  type SequencePass,
  type SequenceTrainer,
  type SequenceTrainingSpec,
  sequenceTrainer,
} from "./cell/sequence-training.ts";
export type { LabelledSequences, SequenceData, SequenceSet } from "./cell/sequences.ts";
export { TokenDynamics, type TokenSpec } from "./cell/token-dynamics.ts";
export { type CompareOptions, type Comparison, classify } from "./deploy/compare.ts";
export { type Answers, type LayerSpikes, SpikingNetwork } from "./deploy/spiking.ts";
export { type Deployed, toNetwork } from "./deploy/to-network.ts";
export * from "./errors.ts";
export { type FieldOptions, type FieldRecording, type FieldRunOptions, FieldSimulation, type Frames } from "./field/simulation.ts";
export type * from "./field/spec.ts";
export {
  Ensemble,
  type EnsembleChange,
  type EnsembleFrames,
  type EnsembleOptions,
  type EnsembleRunOptions,
} from "./flow/ensemble.ts";
export type { EnsembleRecording, EnsembleSpec, FlowText, History, Integrator, PerSystem } from "./flow/spec.ts";
export { decodeCheckpoint, encodeCheckpoint } from "./io/checkpoint.ts";
export { decodeFieldTraining, encodeFieldTraining } from "./io/field-training.ts";
export { decodeIdx, type Idx } from "./io/idx.ts";
export { decodeModel, encodeModel } from "./io/model.ts";
export { parseNetworkFile, type ReadFile } from "./io/network-file.ts";
export { decodeNeuralOperator, encodeNeuralOperator, type Operator } from "./io/neuraloperator.ts";
export { decodeNpy, encodeNpy } from "./io/npy.ts";
export { decodeNpz, encodeNpz, spikesNpz } from "./io/npz.ts";
export { decodeSafetensors, encodeSafetensors, type Safetensors } from "./io/safetensors.ts";
export { fieldMetricsCsv, metricsCsv, sweepCsv, sweepNpz } from "./io/table.ts";
export { traceEvents } from "./io/trace-events.ts";
export { decodeTraining, encodeTraining, type TrainingCheckpoint } from "./io/training.ts";
export { decodeWeights, encodeWeights, encodeWeightsNpz } from "./io/weights.ts";
export type { DataSet, LabelledSet } from "./learn/data.ts";
export type { EncoderSpec } from "./learn/encoders.ts";
export type { EpochRecord } from "./learn/epoch-record.ts";
export { bestEpoch, type TrainEpochsOptions, type TrainEpochsProgress, trainEpochs } from "./learn/epochs.ts";
export type { LayerSpec } from "./learn/layers/index.ts";
export type { LossSpec } from "./learn/losses.ts";
export type { TrainedModel } from "./learn/model.ts";
export type { OptimiserSpec } from "./learn/optimisers.ts";
export type { ScheduleSpec } from "./learn/schedules.ts";
export { parametersOf, type StateDict, type StateTensor, stateDict } from "./learn/state-dict.ts";
export { Trainer, type TrainingState } from "./learn/trainer.ts";
export type { NetworkSpec, Pass, TrainingSpec } from "./learn/training-spec.ts";
export { CurlDescent, type CurlDescentSpec, type CurlNetwork, type CurlRunOptions, type CurlSizes } from "./local/curl-descent.ts";
export { curlStability } from "./local/curl-stability.ts";
export { DeepLinear, type DeepLinearSpec } from "./local/deep-linear.ts";
export {
  type EquilibriumGradients,
  type EquilibriumPass,
  EquilibriumPropagation,
  type EquilibriumPropagationOptions,
  type LayerParameters,
  type PassOptions,
} from "./local/equilibrium-propagation.ts";
export type { EquilibriumPropagationSpec, Nudging } from "./local/equilibrium-spec.ts";
export { LinearWeights, type LinearWeightsSpec, type WeightDrive } from "./local/exponentiated-gradient.ts";
export { Ska, type SkaSpec } from "./local/ska.ts";
export {
  latencyPatterns,
  Tempotron,
  type TempotronPattern,
  type TempotronSpec,
  type TempotronTask,
  type TempotronTrainOptions,
  tempotronVoltage,
} from "./local/tempotron.ts";
export { falseMatchChance, recallChance, type SegmentShape, unionMatchChance, unionSizes } from "./memory/chances.ts";
export { HopfieldNetwork, type HopfieldOptions, type Recall, type RelaxOptions } from "./memory/hopfield.ts";
export { type CellSets, type Matches, SegmentMatcher, type SegmentsSpec } from "./memory/segments.ts";
export { type RandomSetsOptions, randomSets } from "./memory/sets.ts";
export type { HopfieldSpec, NoisyExamples, RandomPatterns } from "./memory/spec.ts";
export { falseMatchTrials, type TrialOptions, type Trials } from "./memory/trials.ts";
export type * from "./network/description.ts";
export { type CouplingOptions, type Field, Network, type Population } from "./network/network.ts";
export type { UserModel } from "./network/user-model.ts";
export { type ChannelStatistics, type FieldData, type FieldSet, fitNormalisation, type Normalisation } from "./operator/data.ts";
export { FNO, type FnoOptions, parametersOfFno } from "./operator/fno.ts";
export type { FnoSpec, SkipSpec } from "./operator/spec.ts";
export { SpectralConv } from "./operator/spectral-conv.ts";
export type { SpectralConvSpec } from "./operator/spectral-conv-spec.ts";
export {
  bestFieldEpoch,
  type FieldEpochRecord,
  type FieldPass,
  type FieldTrainer,
  fieldTrainer,
} from "./operator/training.ts";
export type { FieldLossSpec, FieldTrainingSpec } from "./operator/training-spec.ts";
export type { Ceilings } from "./plan/ceilings.ts";
export type { Buffers, DenseKernel, DenseTwin, Program, ProgramBuffer, ProgramExecutor, Stage } from "./plan/program.ts";
export { executeProgram } from "./plan/program-target.ts";
export type { AdapterChoice } from "./plan/target.ts";
export { couplingMatrix } from "./rate/couplings.ts";
export { type RateExponentOptions, type RateExponents, rateExponents } from "./rate/lyapunov.ts";
export { type RateFrames, RateNetwork, type RateOptions, type RateRecording, type RateRunOptions } from "./rate/network.ts";
export type * from "./rate/spec.ts";
export type { Checkpoint } from "./simulate/checkpoint.ts";
export type { FieldSummary } from "./simulate/field-states.ts";
export type { RunOptions, SimulationOptions } from "./simulate/options.ts";
export type { HostProfile, KernelProfile, Profile, ProfileOptions } from "./simulate/profile.ts";
export type { FieldFrames, RateTrace, Spikes, Trace } from "./simulate/recorder.ts";
export { simulate } from "./simulate/simulate.ts";
export { Simulation } from "./simulate/simulation.ts";
export type { Span } from "./simulate/spans.ts";
export { type Column, type Point, type Sweep, type SweepOptions, sweep } from "./simulate/sweep.ts";
export { fft, irfft, rfft } from "./spectral/fft.ts";
export { FftPlan, type FftPlanSpec } from "./spectral/fft-plan.ts";
export type { Direction, FftBuffers, FftSpec, Norm } from "./spectral/fft-spec.ts";
export type { FlowRow } from "./twins/flow/row.ts";
export { type BuiltInFlow, type FlowName, flows } from "./twins/flow/table.ts";
export { models } from "./twins/neuron/index.ts";
export type { NeuronModel, NeuronTwin, PopulationStep } from "./twins/neuron/model.ts";
export type { SpikeData } from "./view/data.ts";
export { type OperatorReportInput, operatorReportHtml } from "./view/operator-report.ts";
export * as plots from "./view/plots.ts";
export { type ReportInput, reportHtml } from "./view/report.ts";
export * as statistics from "./view/statistics.ts";
export { type TrainingReportInput, trainingReportHtml } from "./view/training-report.ts";
