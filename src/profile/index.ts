export { aggregate, type AggregateOptions, type Granularity } from "./aggregate.ts";
export { applyFilters, FilterError, type FilterOptions } from "./apply-filters.ts";
export { combine, DIFF_BASE_LABEL, subtractBase, type BaseOptions } from "./combine.ts";
export { profileOfCpuProfile } from "./cpu-profile.ts";
export { decodeProfile } from "./decode.ts";
export { encodeProfile } from "./encode.ts";
export { ProfileFormatError, type ProfileFormatCode } from "./format-error.ts";
export { framesOfLocation, type Frame } from "./frame.ts";
export { frameOrigin, framePackage, type FrameOrigin, type FramePackage } from "./frame-origin.ts";
export { growthBySite, namedFrame, type Growth, type SiteGrowth } from "./growth-by-site.ts";
export { gunzip, isGzip } from "./gunzip.ts";
export {
  profileOfHeapProfile,
  type HeapProfileOrigin,
  type SamplingHeapProfile,
  type SamplingHeapProfileNode,
} from "./heap-profile.ts";
export { Int64Column } from "./int64-column.ts";
export { isNumberLabel, numericLabelUnits, type LabelUnits } from "./label-units.ts";
export { withMainMapping, withoutMappingUrls, type MainProgram } from "./main-mapping.ts";
export {
  areComparableUnits,
  percentage,
  scaledLabel,
  scaleMeasurement,
  twoDecimals,
  type Measurement,
} from "./measurement.ts";
export { difference, merge } from "./merge.ts";
export type {
  FunctionIndex,
  Functions,
  Labels,
  Lines,
  LocationIndex,
  Locations,
  MappingIndex,
  Mappings,
  Profile,
  ProfileHeader,
  SampleIndex,
  Samples,
  StringIndex,
  ValueType,
} from "./model.ts";
export {
  MAPPING_HAS_FILENAMES,
  MAPPING_HAS_FUNCTIONS,
  MAPPING_HAS_INLINE_FRAMES,
  MAPPING_HAS_LINE_NUMBERS,
} from "./model.ts";
export { PatternError } from "./pattern-error.ts";
export { compilePattern, type Pattern } from "./pattern.ts";
export {
  ProfileBuilder,
  type FunctionRow,
  type LabelRow,
  type LineRow,
  type LocationRow,
  type MappingRow,
} from "./profile-builder.ts";
export { withPlainNames, type NameForm, type NameOptions } from "./plain-names.ts";
export { ProfileRangeError } from "./range-error.ts";
export { readProfile } from "./read-profile.ts";
export { removeUninteresting } from "./prune.ts";
export { sampleIndexByName } from "./sample-index.ts";
export { sampleTypeColumn, total } from "./sample-type.ts";
export type { SampleRows } from "./sample-rows.ts";
export { scale } from "./scale.ts";
export { siteSeries, type SiteSeries } from "./site-series.ts";
export { speedscopeOf, type SpeedscopeFile, type SpeedscopeFrame } from "./speedscope.ts";
export { StringTable } from "./string-table.ts";
export { addTagFrames, type TagFrameOptions } from "./tag-frames.ts";
export type { CallFrame, CpuProfile, CpuProfileNode } from "./v8-json.ts";
export { withSymbols } from "./with-symbols.ts";
