import { MAPPING_HAS_FUNCTIONS, withSymbols, type Profile } from "#profile";
import { postText, type FetchOptions } from "./pprof-fetch.ts";
import type { ProfileUrl } from "./pprof-url.ts";

/** Where gperftools serves profiles; its symbols are beside them, as Go's are beside all under /debug/pprof/. */
const GPERFTOOLS = /\/pprof\/(?:heap|growth|profile|pmuprofile|contention)$/u;

/**
 * Asks the server that a profile came from for the names it lacks: google/pprof internal/symbolz. A server that does not
 * know, or cannot be asked, leaves the profile as it is and a note.
 */
export async function symbolizedByServer(
  profile: Profile,
  source: ProfileUrl,
  fetching: FetchOptions,
  note: (line: string) => void,
): Promise<Profile> {
  const rows = namelessRows(profile);
  if (rows.size === 0) return profile;
  const url = symbolUrl(source.url);
  try {
    const addresses = [...new Set(rows.values())].map((address) => `0x${address.toString(16)}`);
    const answer = await postText({ ...source, url }, addresses.join("+"), fetching);
    const known = new Map(
      Array.from(answer.matchAll(/(0x[\da-f]+)\s+(.*)/giu), ([, address, name]) => [BigInt(address!), name!]),
    );
    const names = new Map<number, string>();
    for (const [row, address] of rows) {
      const name = known.get(address);
      if (name !== undefined && name !== "") names.set(row, name);
    }
    return names.size === 0 ? profile : withSymbols(profile, names);
  } catch (error) {
    if (fetching.signal.aborted) throw error;
    note(`${url.href} gives no names: ${error instanceof Error ? error.message : String(error)}`);
    return profile;
  }
}

/** Addresses of locations without a name that a server may know, by row. */
function namelessRows({ locations, mappings, strings }: Profile): Map<number, bigint> {
  const rows = new Map<number, bigint>();
  for (let row = 0; row < locations.count; row++) {
    if (locations.lineStarts[row] !== locations.lineStarts[row + 1] || locations.addresses.isZero(row))
      continue;
    const mapping = locations.mappings[row]!;
    if (mapping !== 0) {
      if ((mappings.flags[mapping - 1]! & MAPPING_HAS_FUNCTIONS) !== 0) continue;
      // What the kernel maps is in no program.
      if (/^(?:\[|linux-vdso|\/dev\/dri\/)/u.test(strings.at(mappings.files[mapping - 1]!))) continue;
    }
    rows.set(row, locations.addresses.unsigned(row));
  }
  return rows;
}

function symbolUrl(profile: URL): URL {
  const url = new URL(profile);
  const isBeside = url.pathname.includes("/debug/pprof/") || GPERFTOOLS.test(url.pathname);
  url.pathname = isBeside ? url.pathname.replace(/[^/]*\/?$/u, "symbol") : "/symbolz";
  url.search = "";
  return url;
}
