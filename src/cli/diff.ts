import { parseArgs } from "node:util";
import { ProfileRangeError, sampleIndexByName, type Profile } from "#profile";
import { profileDiff, type ProfileDiff } from "#report";
import { loadProfiles, type SourceOptions } from "./pprof-source.ts";
import { requestHeaders } from "./request-headers.ts";
import { renderDiff } from "./render-diff.ts";
import { UsageError } from "./usage-error.ts";

const usage = `sawtooth diff BEFORE AFTER [options]

BEFORE, AFTER   profiles of any kind 'sawtooth pprof' reads: files, or
                addresses of /debug/pprof/ endpoints

Options
  --type NAME     sample type to compare, such as inuse_objects
                  (the profile's own choice, else its last)
  --sites N       sites to show  (20)
  --json          print all of it as JSON
  --token TEXT    sent to the services as 'Authorization: Bearer'; @FILE for a
                  file that holds it
  --header TEXT   any other header, 'Name: value'; may be given several times

Exit code: 0, or 2 when the profiles cannot be compared.
`;

const USUAL_SITES = 20;

/** `sawtooth diff`: prints what changed between two profiles, site by site. */
export async function diff(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(usage);
    return 0;
  }
  const { type, sites, json, before, after, headers } = parse(args);
  const changes = compared(await load(before, headers), await load(after, headers), type);
  process.stdout.write(json ? `${JSON.stringify(changes, null, 2)}\n` : renderDiff(changes, sites));
  return 0;
}

function compared(before: Profile, after: Profile, type: string): ProfileDiff {
  try {
    const sampleType = after.sampleTypes[sampleIndexByName(after, type)]?.type ?? type;
    return profileDiff(before, after, sampleType);
  } catch (error) {
    if (!(error instanceof ProfileRangeError)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}

async function load(source: string, headers: SourceOptions["headers"]): Promise<Profile> {
  const options: SourceOptions = {
    sources: [source],
    base: [],
    diffBase: false,
    normalize: false,
    seconds: -1,
    timeout: -1,
    tlsCert: "",
    tlsKey: "",
    tlsCa: "",
    headers,
    symbolize: "",
    allFrames: false,
    addComment: "",
    buildId: "",
  };
  const warn = (line: string): void => void process.stderr.write(`${line}\n`);
  const { profile } = await loadProfiles(options, warn, process.env, new AbortController().signal);
  return profile;
}

function parse(args: readonly string[]): {
  type: string;
  sites: number;
  json: boolean;
  before: string;
  after: string;
  headers: SourceOptions["headers"];
} {
  const { values, positionals } = readOptions(args);
  const [before, after, more] = positionals;
  if (before === undefined || after === undefined || more !== undefined) {
    throw new UsageError("diff needs two profiles, before and after; see 'sawtooth diff --help'");
  }
  const sites = Number(values.sites ?? USUAL_SITES);
  if (!Number.isInteger(sites) || sites < 1) {
    throw new UsageError(`--sites ${values.sites}: give a whole number from 1 on`);
  }
  const headers = requestHeaders(values.header ?? [], values.token ?? "");
  return { type: values.type ?? "", sites, json: values.json ?? false, before, after, headers };
}

interface Values {
  readonly type?: string | undefined;
  readonly sites?: string | undefined;
  readonly json?: boolean | undefined;
  readonly token?: string | undefined;
  readonly header?: string[] | undefined;
}

function readOptions(args: readonly string[]): { values: Values; positionals: string[] } {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        type: { type: "string" },
        sites: { type: "string" },
        json: { type: "boolean" },
        token: { type: "string" },
        header: { type: "string", multiple: true },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}; see 'sawtooth diff --help'`, { cause: error });
  }
}
