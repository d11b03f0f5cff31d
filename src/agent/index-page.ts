import { bytes, count, duration } from "#face";
import type { AgentRequest, Answer } from "./answer.ts";
import { styleSheet } from "./index-style.ts";
import type { Surroundings } from "./surroundings.ts";

interface Row {
  readonly name: string;
  readonly what: string;
  /** What links are called and where they lead, relative to `/debug/pprof/`. */
  readonly links: readonly (readonly [label: string, to: string])[];
}

/** The index: what can be asked for, for a person in a browser. Costs the program nothing. */
export async function answerIndex(surroundings: Surroundings, request: AgentRequest): Promise<Answer> {
  const headers = {
    "Content-Type": "text/html; charset=utf-8",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    // The address may hold the token.
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
  };
  return { status: 200, headers, body: page(surroundings, request) };
}

function page({ series, stalls }: Surroundings, request: AgentRequest): string {
  const { heapUsed, rss } = series.latest();
  const origin = `http://${request.headers["host"] ?? "localhost:6060"}`;
  const token = request.query.get("token");
  const rows = (list: readonly Row[]): string => list.map((row) => rowText(row, token)).join("\n");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>/debug/pprof/</title>
<style>${styleSheet}</style>
</head>
<body>
<h1>/debug/pprof/</h1>
<p class="faint">pid ${process.pid}, Node.js ${escaped(process.version)}, up ${duration(process.uptime())}; resident ${bytes(rss)}, heap ${bytes(heapUsed)}</p>

<h2>What leaks?</h2>
<form action="../sawtooth/leaks" method="get">
<p>Look for <input name="seconds" type="number" min="4" max="3600" value="30" aria-label="seconds"> seconds
<input name="format" type="hidden" value="text">${token === null ? "" : `<input name="token" type="hidden" value="${escaped(token)}">`}
<button>Look</button> and say what grows, who holds it, and which line adds to it.</p>
</form>
<table>
${rows(ownRows)}
</table>

<h2>Profiles</h2>
<table>
${rows(profileRows(stalls.count))}
</table>

<h2>From a terminal</h2>
<pre>go tool pprof ${escaped(origin)}/debug/pprof/heap
curl -o before.pb.gz ${escaped(origin)}/debug/pprof/heap
go tool pprof -base before.pb.gz ${escaped(origin)}/debug/pprof/heap
npx sawtooth find ${escaped(origin)}
npx sawtooth pprof -top '${escaped(origin)}/debug/pprof/profile?seconds=10'</pre>
<p class="faint">Parameters: <code>debug=1</code> text; <code>gc=1</code> collect first (heap, allocs);
<code>seconds=N</code> what changed in that time; <code>precise=1</code> with inlining off, so that hot code is told apart (heap, allocs).</p>
</body>
</html>
`;
}

const ownRows: readonly Row[] = [
  {
    name: "collections",
    what: "The largest Maps, Sets, arrays, listener and timer lists, by who holds them. Walks the program's data once.",
    links: [
      ["text", "../sawtooth/collections?format=text"],
      ["JSON", "../sawtooth/collections?format=json"],
    ],
  },
  {
    name: "memory",
    what: "Memory since the agent started, where it is now, and what limits it.",
    links: [
      ["text", "../sawtooth/memory?format=text"],
      ["JSON", "../sawtooth/memory?format=json"],
    ],
  },
  {
    name: "snapshot",
    what: "A heap snapshot for Chrome's DevTools. Stops the program while it is taken, so it asks first.",
    links: [["what it would cost", "../sawtooth/snapshot"]],
  },
];

function profileRows(stalls: number): readonly Row[] {
  return [
    {
      name: "heap",
      what: "A sampling of the objects that live, by the stack that allocated them.",
      links: [
        ["text", "heap?debug=1"],
        ["file", "heap"],
        ["after a collection", "heap?gc=1"],
        ["what changes in 30 s", "heap?seconds=30"],
      ],
    },
    {
      name: "allocs",
      what: "The same, shown by all that was allocated since the start.",
      links: [
        ["text", "allocs?debug=1"],
        ["file", "allocs"],
      ],
    },
    {
      name: "profile",
      what: "CPU profile of the main thread, also while it is stuck in a loop.",
      links: [
        ["10 s", "profile?seconds=10"],
        ["30 s", "profile?seconds=30"],
      ],
    },
    {
      name: "goroutine",
      what: "What the program has open: timers, servers, sockets, requests.",
      links: [
        ["text", "goroutine?debug=1"],
        ["one by one", "goroutine?debug=2"],
        ["file", "goroutine"],
      ],
    },
    {
      name: "block",
      what: `Times when the event loop stood still, by the stack that blocked it: ${count(stalls)} so far.`,
      links: [
        ["text", "block?debug=1"],
        ["file", "block"],
      ],
    },
    {
      name: "threadcreate",
      what: "The main thread and the worker threads.",
      links: [
        ["text", "threadcreate?debug=1"],
        ["file", "threadcreate"],
      ],
    },
    { name: "cmdline", what: "The command line of the program.", links: [["text", "cmdline"]] },
    { name: "mutex", what: "Always empty: JavaScript has no mutexes.", links: [["text", "mutex?debug=1"]] },
    { name: "trace", what: "Not in Node.js: Go's execution trace has no counterpart.", links: [] },
  ];
}

function rowText({ name, what, links }: Row, token: string | null): string {
  const list = links.map(([label, to]) => `<a href="${escaped(withToken(to, token))}">${label}</a>`);
  return `<tr><td><code>${name}</code></td><td>${what}</td><td>${list.join(" · ")}</td></tr>`;
}

function withToken(to: string, token: string | null): string {
  if (token === null) return to;
  return `${to}${to.includes("?") ? "&" : "?"}token=${encodeURIComponent(token)}`;
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
