export { callgrind } from "./callgrind.ts";
export { comments } from "./comments.ts";
export { profileDiff, type ProfileDiff, type SiteChange } from "./diff.ts";
export { documentHead, type DocumentHead, type JsonPlace } from "./document.ts";
export { dot } from "./dot.ts";
export { splitList, trimSourcePath, type SourcePaths } from "./go-path.ts";
export { flame, NARROWEST_SHARE } from "./flame.ts";
export { flameDocument, type JsonFlame } from "./flame-document.ts";
export {
  graphDocument,
  topDocument,
  treeDocument,
  type JsonCall,
  type JsonLeftOut,
  type JsonNode,
  type JsonTag,
} from "./graph-document.ts";
export { profileLabels } from "./labels.ts";
export { list } from "./list.ts";
export type { SourceReader } from "./listed-source.ts";
export { dividedProfile } from "./proto.ts";
export { profileDocument } from "./profile-document.ts";
export { raw } from "./raw.ts";
export { reportOn, type ReportRequest } from "./report-on.ts";
export { ReportError } from "./report-error.ts";
export { profileTotal, type Report, type ReportOptions } from "./report.ts";
export { tagsDocument, tracesDocument, type JsonNumberLabel, type JsonTrace } from "./sample-document.ts";
export { sourceDocument, type JsonListedFile } from "./source-document.ts";
export { tags } from "./tags.ts";
export { top } from "./top.ts";
export { topProto } from "./top-proto.ts";
export { traces } from "./traces.ts";
export { peek, tree, type NamePattern } from "./tree.ts";
export { weblist } from "./weblist.ts";
