import {
  classPlaces,
  Heap,
  NodeType,
  requiredBy,
  Scopes,
  scriptTexts,
  type Graph,
  type GrowingHolder,
} from "#snapshot";
import { Sources } from "#source";
import { holderOf, type Finding, type Holder, type Leak } from "#verdict";
import { withoutData } from "./data-keys.ts";
import { leakInSource } from "./leak-in-source.ts";
import { RanScripts } from "./ran-scripts.ts";
import { judgedByText, type PlacedHolder } from "./snapshot-waits.ts";

/** What is known of compared snapshots beside their finding. */
export interface ComparedFiles {
  /** The holders of the finding's leaks, in their order. */
  readonly growing: readonly GrowingHolder[];
  readonly last: Graph;
  /** That of the first, whose open connections are counted; left out, nothing is known of them. */
  readonly first?: Graph;
  /** When the first one was taken: a file that was written later may not be what ran. */
  readonly since: Date;
  /** Files are told as seen from here. */
  readonly cwd: string;
}

/** So many leaks are looked up in the source: where there are more, these are enough to begin with. */
const mostLocated = 24;

/**
 * The finding of snapshots with the lines that declare its holders and that add to them, where the source that ran is on this
 * machine, and the packages they are in. What the source says is cut back in time is told in a note instead.
 */
export async function locatedHolders(finding: Finding, compared: ComparedFiles): Promise<Finding> {
  if (finding.leaks.length === 0) return finding;
  const sources = new Sources({ cwd: compared.cwd });
  const texts = scriptTexts(compared.last);
  const ran = new RanScripts(texts, compared.since, sources);
  const heap = new Heap(compared.last);
  const scopes = new Scopes(heap);
  const placed: PlacedHolder[] = [];
  for (const [index, leak] of finding.leaks.entries()) {
    const growing = compared.growing[index]!;
    const scripts = index < mostLocated ? await ran.candidates(growing, leak.holder!) : [];
    const seen = leak.holder!;
    const holder =
      scripts.length === 0 ? seen : await holderWithoutData(seen, growing, scripts, { ran, scopes, heap });
    const named = await ran.declared(holder, scripts);
    const importers = (script: string): Promise<string[]> => ran.importers(script);
    const found = await leakInSource({ leak, growing, named, seen: null, importers }, scripts, sources);
    placed.push({
      leak: withPackage(found.leak, holder, compared.last, sources),
      files: found.files,
      growing,
    });
  }
  const among = { heap, scopes, files: [...texts.keys()], sources };
  const { leaks, notes } = await judgedByText(placed, { ...compared, ...finding.window }, among);
  return { ...finding, leaks, notes: [...finding.notes, ...notes, ...ran.notes, ...sources.notes] };
}

/** The holder without the keys that are data, of a plain object in a variable of the program's or in a field of one of its classes. */
async function holderWithoutData(
  holder: Holder,
  growing: GrowingHolder,
  scripts: readonly string[],
  { ran, scopes, heap }: { readonly ran: RanScripts; readonly scopes: Scopes; readonly heap: Heap },
): Promise<Holder> {
  const classesTo = (at: number): string[] =>
    classPlaces({ heap, scopes }, growing.steps.slice(0, at)).map(({ script }) => script);
  const near = [...new Set([...scripts, ...growing.steps.flatMap((_, at) => classesTo(at + 1))])];
  const isNamed = async (name: string, owner: string): Promise<boolean> =>
    owner !== "" || ran.namesField(name, near);
  const steps = await withoutData(growing.steps, isNamed);
  const first = steps.findIndex((step, at) => step !== growing.steps[at]);
  const table = steps[first - 1];
  if (table === undefined || heap.types[table.node] !== NodeType.object) return holder;
  const isOfProgram = variables.has(table.kind) || (fields.has(table.kind) && classesTo(first).length > 0);
  return isOfProgram ? holderOf({ ...growing, steps }) : holder;
}

const variables = new Set(["module", "closure", "local"]);
const fields = new Set(["property", "private"]);

/** The leak with the package that its holder is of, unless the line that adds has told one, and who brought that in. */
function withPackage(leak: Leak, { file }: Holder, last: Graph, sources: Sources): Leak {
  const found = file === null ? null : sources.package(file);
  if (file === null || found === null) return leak;
  const { name, version } = found;
  const by = requiredBy(last, file, (script) => sources.isApplication(script));
  return {
    ...leak,
    package: leak.package ?? { name, version },
    evidence: by === null ? leak.evidence : [...leak.evidence, `required by ${sources.display(by)}`],
  };
}
