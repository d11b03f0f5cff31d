export { drawChart, type ChartOptions, type ChartPanel } from "./chart.ts";
export { firstLimit, timeToLimit, type Limit, type TimeLeft } from "./forecast.ts";
export { floorOf, type FloorOptions } from "./floor.ts";
export type { ChartSeries } from "./plot.ts";
export type { Point } from "./point.ts";
export { resample } from "./resample.ts";
export { sparkline, type SparklineScale } from "./sparkline.ts";
export { trendOf, type Rate } from "./trend.ts";
