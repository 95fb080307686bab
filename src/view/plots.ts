/** Every plot, from one place. Each gives a `Panel`; `figure`, `svgFile` and `svgInline` turn panels into SVG text. */
export { type Bar, type BarOptions, barChart, type ChartSize, cvBars, type Reference, rateBars } from "./bars.ts";
export { type LineOptions, linePlot, ratePlot, type Series, type TraceOptions, traces } from "./curves.ts";
export { type FieldCase, type FieldNames, fieldCases } from "./field-cases.ts";
export { type HeatMapOptions, heatMap, spaceTime } from "./heat-map.ts";
export { correlationPlot, type HistogramOptions, histogramPlot, isiPlot } from "./histograms.ts";
export { type ImageGridOptions, imageGrid } from "./images.ts";
export { type RasterOptions, raster } from "./raster.ts";
export { type RooflineInput, roofline } from "./roofline.ts";
export { arrange, figure, type Panel, svgFile, svgInline } from "./svg.ts";
export { type WeightOptions, type WeightSnapshots, weightHistogram, weightHistograms } from "./weights.ts";
