/**
 * What is asked of profiles that they cannot give: a sample type they have not, profiles that do not go together. The
 * message is for the user, in pprof's words where it has some; a RangeError without a code is a fault of the program.
 */
export class ProfileRangeError extends RangeError {
  override readonly name = "ProfileRangeError";
  readonly code = "report";
}
