/** Every plot, from one place. Each gives a `Panel`; `figure`, `svgFile` and `svgInline` turn panels into SVG text. */
export { barChart, cvBars, rateBars, type Bar, type BarOptions, type ChartSize, type Reference } from "./bars.ts";
export { linePlot, ratePlot, traces, type LineOptions, type Series, type TraceOptions } from "./curves.ts";
export { correlationPlot, histogramPlot, isiPlot, type HistogramOptions } from "./histograms.ts";
export { raster, type RasterOptions } from "./raster.ts";
export { arrange, figure, svgFile, svgInline, type Panel } from "./svg.ts";
