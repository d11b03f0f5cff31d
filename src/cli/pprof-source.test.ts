import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { encodeProfile, ProfileBuilder, readProfile, total, type Profile } from "#profile";
import { loadProfiles, type SourceOptions } from "./pprof-source.ts";
import { readProfileBytes } from "./profile-bytes.ts";
import { profileUrl } from "./pprof-url.ts";

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
if (!hasOpenssl) console.warn("SKIPPED: fetching over TLS: openssl is not installed");

let folder = "";
const servers: Server[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sawtooth-source-"));
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
});
afterAll(() => rmSync(folder, { recursive: true }));

function heap(bytes: number, type = "space", name = "main.keep"): Profile {
  const builder = new ProfileBuilder({
    sampleTypes: [{ type, unit: "bytes" }],
    dropFrames: "runtime\\..*",
  });
  const named = (one: string): ReturnType<ProfileBuilder["addLocation"]> =>
    builder.addLocation({ lines: [{ function: builder.addFunction({ name: one }) }] });
  builder.addSample([named("runtime.malg"), named(name)], [bytes]);
  return builder.build();
}

function file(name: string, content: Profile | string): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : gzipSync(encodeProfile(content)));
  return path;
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  servers.push(server);
  await new Promise((ready) => server.once("listening", ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const NOTHING: SourceOptions = {
  sources: [],
  base: [],
  diffBase: false,
  normalize: false,
  seconds: -1,
  timeout: -1,
  tlsCert: "",
  tlsKey: "",
  tlsCa: "",
  headers: {},
  symbolize: "none",
  allFrames: false,
  addComment: "",
  buildId: "",
};

async function load(
  options: Partial<SourceOptions>,
): Promise<{ profile: Profile; savedTo: string | null; said: string[] }> {
  const said: string[] = [];
  const environment = { PPROF_TMPDIR: join(folder, "saved") };
  const loaded = await loadProfiles(
    { ...NOTHING, ...options },
    (line) => said.push(line),
    environment,
    new AbortController().signal,
  );
  return { ...loaded, said };
}

test("files add up, a base goes off, and frames the profile calls dull are dropped", async () => {
  const sources = [file("a.pb.gz", heap(5)), file("b.pb.gz", heap(7))];
  const { profile, savedTo, said } = await load({ sources, base: [file("base.pb.gz", heap(2))] });
  expect(total(profile, 0)).toBe(10n);
  expect(profile.samples.locations).toHaveLength(1);
  expect([savedTo, said]).toEqual([null, []]);
});

test("-all_frames keeps them, -add_comment adds, -buildid names the made-up mapping", async () => {
  const sources = [file("all.pb.gz", heap(5))];
  const { profile } = await load({ sources, allFrames: true, addComment: "before", buildId: "abc" });
  expect(profile.samples.locations).toHaveLength(2);
  expect(profile.comments).toEqual(["before"]);
  expect(profile.strings.at(profile.mappings.buildIds[0]!)).toBe("abc");
});

test("a first source that is an ELF file is the program", async () => {
  const { profile } = await load({ sources: [process.execPath, file("elf.pb.gz", heap(5))] });
  expect(profile.strings.at(profile.mappings.files[0]!)).toBe(process.execPath);
});

test("so is one for macOS or Windows, as Go knows them", async () => {
  const source = file("program.pb.gz", heap(5));
  for (const magic of ["cffaedfe", "feedfacf", "cafebabe", "4d5a9000"]) {
    const program = join(folder, magic);
    writeFileSync(program, Buffer.from(`${magic}0007`, "hex"));
    const { profile } = await load({ sources: [program, source] });
    expect(profile.strings.at(profile.mappings.files[0]!)).toBe(program);
  }
});

test("a source that fails is a note as long as another does not", async () => {
  const missing = join(folder, "missing");
  const broken = file("broken", "not a profile");
  const { profile, said } = await load({ sources: [missing, broken, folder, file("ok.pb.gz", heap(3))] });
  expect(total(profile, 0)).toBe(3n);
  expect(said).toEqual([
    `${missing}: open ${missing}: no such file or directory`,
    expect.stringMatching(/broken: parsing profile: unrecognized profile format/),
    `${folder}: read ${folder}: is a directory`,
    "Fetched 1 source profiles out of 4",
  ]);
});

test("damaged and oversized gzip are told apart from profiles", async () => {
  const cut = join(folder, "cut.pb.gz");
  writeFileSync(cut, gzipSync(encodeProfile(heap(5))).subarray(0, 30));
  const { said } = await load({ sources: [cut, file("whole.pb.gz", heap(5))] });
  expect(said[0]).toBe(`${cut}: parsing profile: damaged gzip: unexpected end of file`);
  const zeros = gzipSync(Buffer.alloc(1 << 20));
  await expect(readProfileBytes(zeros, 1 << 19)).rejects.toThrow("more than 524288 bytes uncompressed");
});

test("no source at all, and profiles without a type in common, are errors", async () => {
  await expect(load({ sources: [join(folder, "missing")] })).rejects.toThrow(
    "failed to fetch any source profiles",
  );
  const sources = [file("x.pb.gz", heap(1)), file("y.pb.gz", heap(1, "delay"))];
  await expect(load({ sources })).rejects.toThrow(
    "problem fetching source profiles: profiles have empty common sample type list",
  );
  await expect(load({ sources: [sources[0]!], base: [join(folder, "missing")] })).rejects.toThrow(
    "failed to fetch any base profiles",
  );
});

test("a URL is fetched with seconds and headers, follows redirects, and a copy is saved", async () => {
  const asked: (string | undefined)[] = [];
  const origin = await serve(({ url, headers }, response) => {
    asked.push(url, headers.authorization);
    if (url?.startsWith("/old") === true) response.writeHead(302, { location: "/new" }).end();
    else response.end(gzipSync(encodeProfile(heap(9))));
  });
  const headers = { authorization: "Bearer t" };
  const { profile, savedTo, said } = await load({ sources: [`${origin}/old?x=1`], seconds: 90, headers });
  expect(asked).toEqual(["/old?seconds=90&x=1", "Bearer t", "/new", "Bearer t"]);
  expect(total(profile, 0)).toBe(9n);
  expect(said).toEqual([
    `Fetching profile over HTTP from ${origin}/old?seconds=90&x=1`,
    "Please wait... (1m30s)",
    `Saved profile in ${savedTo}`,
  ]);
  expect(savedTo).toBe(join(folder, "saved", "pprof.space.001.pb.gz"));
  expect(total(await readProfile(new Uint8Array(readFileSync(savedTo!)), 1 << 20), 0)).toBe(9n);
  const again = await load({ sources: [`${origin}/new`] });
  expect(again.savedTo).toBe(join(folder, "saved", "pprof.space.002.pb.gz"));
  expect(readdirSync(join(folder, "saved"))).toHaveLength(2);
});

test("a redirect to another server takes no token along", async () => {
  const seen: (string | undefined)[] = [];
  const other = await serve(({ headers }, response) => {
    seen.push(headers.authorization);
    response.end(encodeProfile(heap(1)));
  });
  const origin = await serve((_, response) => response.writeHead(307, { location: other }).end());
  await load({ sources: [`${origin}/x`], headers: { authorization: "Bearer t" } });
  expect(seen).toEqual([undefined]);
});

test("what a server says is shown only when it says that it explains", async () => {
  const origin = await serve(({ url }, response) => {
    const explains = url === "/go" ? { "x-go-pprof": "1" } : {};
    response.writeHead(404, { "content-type": "text/plain", ...explains }).end("Unknown profile\n");
  });
  const failing = async (source: string): Promise<string> => {
    const said: string[] = [];
    const loading = loadProfiles(
      { ...NOTHING, sources: [source] },
      (line) => said.push(line),
      {},
      new AbortController().signal,
    );
    await expect(loading).rejects.toThrow("failed to fetch any source profiles");
    return said.at(-1)!;
  };
  expect(await failing(`${origin}/go`)).toBe(
    `${origin}/go: server response: 404 Not Found - Unknown profile`,
  );
  expect(await failing(`${origin}/other`)).toBe(`${origin}/other: server response: 404 Not Found`);
  expect(await failing("http://127.0.0.1:1/x")).toMatch(
    /http fetch: Get "http:\/\/127.0.0.1:1\/x": .*ECONNREFUSED/,
  );
  expect(await failing(`${origin.replace("http:", "https:")}/x`)).toMatch(
    /: http: server gave HTTP response to HTTPS client$/,
  );
});

test.runIf(hasOpenssl)(
  "TLS: an authority of one's own is believed, another's only with https+insecure",
  async () => {
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
    const make = [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-days",
      "1",
    ];
    execFileSync("openssl", [...make, "-keyout", key, "-out", cert, ...subject], { stdio: "ignore" });
    const options = { key: readFileSync(key), cert: readFileSync(cert) };
    const server = createTlsServer(options, (_, response) => response.end(encodeProfile(heap(4)))).listen(
      0,
      "127.0.0.1",
    );
    servers.push(server);
    await new Promise((ready) => server.once("listening", ready));
    const place = `127.0.0.1:${(server.address() as AddressInfo).port}/x`;
    expect(total((await load({ sources: [`https://${place}`], tlsCa: cert })).profile, 0)).toBe(4n);
    expect(total((await load({ sources: [`https+insecure://${place}`] })).profile, 0)).toBe(4n);
    await expect(load({ sources: [`https://${place}`] })).rejects.toThrow(
      "failed to fetch any source profiles",
    );
    await expect(load({ sources: [], tlsCert: cert })).rejects.toThrow(
      "-tls_cert is specified, but -tls_key is not",
    );
  },
);

test("a fetch ends when the user ends it", async () => {
  const stop = new AbortController();
  const origin = await serve(() => stop.abort(new Error("interrupted")));
  const loading = loadProfiles({ ...NOTHING, sources: [`${origin}/x`] }, () => {}, {}, stop.signal);
  await expect(loading).rejects.toThrow("interrupted");
});

test.each([
  ["localhost:6060", "http://localhost:6060/debug/pprof/profile", 65],
  ["http://h/", "http://h/debug/pprof/profile", 65],
  ["h:80/debug/pprof/heap?seconds=10&gc=1", "http://h/debug/pprof/heap?gc=1&seconds=10", 20],
  ["https+insecure://h/x", "https://h/x", 65],
])("%s means %s", (source, href, seconds) => {
  const { url, timeoutMs } = profileUrl(source, -1, -1)!;
  expect([url.href, timeoutMs]).toEqual([href, seconds * 1000]);
});

test.each(["heap.pb.gz", "/tmp/heap.pb.gz", "file:///tmp/x", "ftp://h/x", ""])("%j is no URL", (source) => {
  expect(profileUrl(source, -1, -1)).toBeNull();
});
