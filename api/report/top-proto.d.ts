import { type Profile } from "#profile";
import { type Report } from "./report.ts";
/** The heaviest nodes as a profile of one-frame samples with the values cum and flat: `pprof -topproto`. */
export declare function topProto(report: Report): Profile;
