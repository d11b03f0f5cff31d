import { open, readFile } from "node:fs/promises";
import {
  combine,
  ProfileFormatError,
  ProfileRangeError,
  removeUninteresting,
  subtractBase,
  withMainMapping,
  withoutMappingUrls,
  withPlainNames,
  type Profile,
} from "#profile";
import type { FetchOptions, TlsFiles, TlsIdentity } from "./pprof-fetch.ts";
import { profileUrl, type ProfileUrl } from "./pprof-url.ts";
import { readProfileBytes } from "./profile-bytes.ts";
import { saveCopy } from "./saved-copy.ts";
import { symbolizeMode, type SymbolizeMode } from "./symbolize-mode.ts";
import { SourceError } from "./source-error.ts";

/** Which profiles to get and what to make of them, as pprof's source flags say. */
export interface SourceOptions extends TlsFiles {
  /** Files and URLs; of two or more, a first one that is an executable is the program. */
  readonly sources: readonly string[];
  readonly base: readonly string[];
  readonly diffBase: boolean;
  readonly normalize: boolean;
  /** Seconds for URLs to measure, and to wait for them; 0 or less when not given. */
  readonly seconds: number;
  readonly timeout: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly symbolize: string;
  readonly allFrames: boolean;
  readonly addComment: string;
  readonly buildId: string;
}

/** The profile that a command line means. */
export interface LoadedProfile {
  readonly profile: Profile;
  /** Where a copy of what was fetched is; null when nothing was, or it could not be saved. */
  readonly savedTo: string | null;
}

/** Bytes of a source, at most, as they come and uncompressed. */
const MAXIMUM_BYTES = 2 ** 30;
/** Sources fetched at once. */
const AT_ONCE = 128;

/**
 * Gets all sources and bases at once, adds each up, subtracts the bases, drops the frames the profile says are of no
 * interest, and saves a copy when something came from a URL: google/pprof internal/driver/fetch.go. A source that fails
 * is a note on `stderr` as long as another does not. Throws SourceError, and ProfileRangeError for profiles that do not go
 * together, with pprof's messages.
 */
export async function loadProfiles(
  options: SourceOptions,
  stderr: (line: string) => void,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<LoadedProfile> {
  const [first = "", ...others] = options.sources;
  const hasProgram = others.length > 0 && (await isProgram(first));
  const loader = new SourceLoader(options, hasProgram ? first : "", stderr, {
    tls: await tlsIdentity(options),
    headers: options.headers,
    signal,
    maximumBytes: MAXIMUM_BYTES,
    environment,
  });
  const [source, base] = await Promise.all([
    loader.load(hasProgram ? others : options.sources, "source"),
    options.base.length === 0 ? null : loader.load(options.base, "base"),
  ]);
  const whole = base === null ? source : subtractBase(source, base, options);
  const framed = options.allFrames ? { ...whole, dropFrames: "", keepFrames: "" } : whole;
  const comments = options.addComment === "" ? framed.comments : [...framed.comments, options.addComment];
  const pruned = pruneOrSay(symbolized(framed, symbolizeMode(options.symbolize, stderr), stderr), stderr);
  const profile = { ...withoutMappingUrls(pruned), comments };
  return { profile, savedTo: loader.hasFetched ? saveCopy(profile, environment, stderr) : null };
}

/** What the TLS flags name; the code that speaks TLS takes longer to load than a small report takes to make. */
async function tlsIdentity(options: TlsFiles): Promise<TlsIdentity> {
  if (options.tlsCert === "" && options.tlsKey === "" && options.tlsCa === "") return {};
  const { readTlsIdentity } = await import("./pprof-fetch.ts");
  return await readTlsIdentity(options);
}

/** pprof shows names without C++ parameters unless told otherwise; names that a profile lacks are not found. */
function symbolized(profile: Profile, mode: SymbolizeMode, note: (line: string) => void): Profile {
  if (mode.off) return profile;
  const { locations, mappings, strings } = profile;
  const nameless = new Set<number>();
  for (let row = 0; row < locations.count; row++) {
    if (locations.lineStarts[row] === locations.lineStarts[row + 1]) nameless.add(locations.mappings[row]!);
  }
  for (const mapping of nameless) {
    const file = mapping === 0 ? "" : strings.at(mappings.files[mapping - 1]!);
    if (file.startsWith("[")) continue;
    const place = file === "" ? "Addresses" : `Addresses of ${file}`;
    note(`${place} stay without names: binaries are not read; symbolize the profile where it was taken`);
  }
  if (mode.form === "system") return withPlainNames(profile, { form: "full", anew: true });
  return withPlainNames(profile, { form: mode.form, anew: mode.anew });
}

function pruneOrSay(profile: Profile, note: (line: string) => void): Profile {
  try {
    return removeUninteresting(profile);
  } catch (error) {
    note(`Ignoring the profile's drop_frames: ${error instanceof Error ? error.message : String(error)}`);
    return profile;
  }
}

/** Gets the sources of one command line. */
class SourceLoader {
  /** Whether a profile came from a URL. */
  hasFetched = false;
  readonly #options: SourceOptions;
  readonly #program: string;
  readonly #note: (line: string) => void;
  readonly #fetching: FetchOptions;

  constructor(options: SourceOptions, program: string, note: (line: string) => void, fetching: FetchOptions) {
    this.#options = options;
    this.#program = program;
    this.#note = note;
    this.#fetching = fetching;
  }

  /** The sum of those sources that could be had. */
  async load(sources: readonly string[], what: "source" | "base"): Promise<Profile> {
    let sum: Profile | null = null;
    let count = 0;
    for (let start = 0; start < sources.length; start += AT_ONCE) {
      const chunk = await Promise.all(sources.slice(start, start + AT_ONCE).map((one) => this.#tryOne(one)));
      // What failed is told in the order of the sources, not of their ends.
      for (const failure of chunk) if (typeof failure === "string") this.#note(failure);
      const profiles = chunk.filter((one) => typeof one !== "string");
      count += profiles.length;
      if (profiles.length > 0) sum = added(sum === null ? profiles : [sum, ...profiles], what);
    }
    if (sum === null) throw new SourceError(`failed to fetch any ${what} profiles`);
    if (count < sources.length) this.#note(`Fetched ${count} ${what} profiles out of ${sources.length}`);
    return sum;
  }

  /** The profile of a source, or why there is none. */
  async #tryOne(source: string): Promise<Profile | string> {
    try {
      const { profile, remote } = await this.#read(source);
      const whole = withMainMapping(profile, { file: this.#program, buildId: this.#options.buildId });
      return remote === null ? whole : await this.#named(whole, remote);
    } catch (error) {
      if (error instanceof ProfileFormatError) return `${source}: parsing profile: ${error.message}`;
      if (error instanceof SourceError) return `${source}: ${error.message}`;
      throw error;
    }
  }

  async #read(source: string): Promise<{ profile: Profile; remote: ProfileUrl | null }> {
    const { seconds, timeout } = this.#options;
    if (isSnapshot(source)) return { profile: await readSnapshot(source), remote: null };
    const local = await readFileIfAny(source);
    if (local !== null) return { profile: await readProfileBytes(local, MAXIMUM_BYTES), remote: null };
    const remote = profileUrl(source, seconds, timeout);
    if (remote === null) throw new SourceError(`open ${source}: no such file or directory`);
    this.#note(`Fetching profile over HTTP from ${remote.url.href}`);
    if (seconds > 0) this.#note(`Please wait... (${goDuration(seconds)})`);
    const { fetchProfile } = await import("./pprof-fetch.ts");
    const profile = await readProfileBytes(await fetchProfile(remote, this.#fetching), MAXIMUM_BYTES);
    this.hasFetched = true;
    return { profile, remote };
  }

  /** With names from the server, unless -symbolize says that they are not to be asked for. */
  async #named(profile: Profile, remote: ProfileUrl): Promise<Profile> {
    if (!symbolizeMode(this.#options.symbolize).remote) return profile;
    const { symbolizedByServer } = await import("./pprof-symbols.ts");
    return await symbolizedByServer(profile, remote, this.#fetching, this.#note);
  }
}

/** Heap snapshots are told by their name: profiles have no other sign in common than not to be one. */
function isSnapshot(source: string): boolean {
  return /\.(?:heapsnapshot(?:\.(?:gz|zst))?|sawidx)$/u.test(source) && !/^https?:/u.test(source);
}

/** A heap snapshot as a profile of who keeps what alive. */
async function readSnapshot(file: string): Promise<Profile> {
  const { profileOfSnapshot } = await import("./snapshot-profile.ts");
  try {
    return await profileOfSnapshot(file);
  } catch (cause) {
    if (!(cause instanceof Error) || !("code" in cause)) throw cause;
    throw new SourceError(cause.message, { cause });
  }
}

function added(profiles: readonly Profile[], what: string): Profile {
  try {
    return combine(profiles);
  } catch (cause) {
    if (!(cause instanceof ProfileRangeError)) throw cause;
    throw new SourceError(`problem fetching ${what} profiles: ${cause.message}`, { cause });
  }
}

/** The content of a file; null when there is none of that name. */
async function readFileIfAny(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : "";
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    const reason = FILE_ERRORS.get(String(code)) ?? (cause instanceof Error ? cause.message : String(cause));
    throw new SourceError(code === "EISDIR" ? `read ${path}: ${reason}` : `open ${path}: ${reason}`, {
      cause,
    });
  }
}

const FILE_ERRORS: ReadonlyMap<string, string> = new Map([
  ["EACCES", "permission denied"],
  ["EISDIR", "is a directory"],
  ["ERR_FS_FILE_TOO_LARGE", "a file of more than 2 GiB, the most allowed"],
]);

async function isProgram(path: string): Promise<boolean> {
  try {
    await using file = await open(path);
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return PROGRAMS.test(buffer.toString("latin1"));
  } catch {
    // Not a file that can be read: then it is a source, which says what is wrong with it.
    return false;
  }
}

/** How executables begin: ELF; Mach-O for one processor, of either byte order, and for several; PE. */
const PROGRAMS =
  /^(?:\u007fELF|\u00fe\u00ed\u00fa[\u00ce\u00cf]|[\u00ce\u00cf]\u00fa\u00ed\u00fe|\u00ca\u00fe\u00ba\u00be|MZ\u0090)/u;

/** Whole seconds as Go prints durations: `30s`, `1m30s`, `1h0m0s`. */
function goDuration(seconds: number): string {
  const hours = Math.trunc(seconds / 3600);
  const minutes = Math.trunc(seconds / 60) % 60;
  const head = hours > 0 ? `${hours}h${minutes}m` : minutes > 0 ? `${minutes}m` : "";
  return `${head}${seconds % 60}s`;
}
