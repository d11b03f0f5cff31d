import { TargetError } from "./target-error.ts";

export interface HttpLinesOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** No message of an agent is nearly as long. */
const LONGEST_LINE = 64 << 20;

/**
 * The lines of an answer as they come, however long that takes. Throws a TargetError with the reason a server gives, or
 * when the answer breaks off.
 */
export async function* readLines(url: URL, { headers, signal }: HttpLinesOptions): AsyncGenerator<string> {
  const response = await fetch(url, { headers, signal: signal ?? null }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw lost(url, error);
  });
  if (!response.ok) throw await refused(url, response);
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for await (const chunk of response.body ?? []) {
      rest += decoder.decode(chunk as Uint8Array, { stream: true });
      const lines = rest.split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
      if (rest.length > LONGEST_LINE) throw new Error("a line without end");
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw lost(url, error);
  }
}

async function refused(url: URL, response: Response): Promise<TargetError> {
  const [reason = ""] = (await response.text()).slice(0, 1000).split("\n");
  const said = reason === "" ? `${response.status} ${response.statusText}` : reason;
  return new TargetError("protocol-error", `${url.origin}${url.pathname} was refused: ${said}`);
}

function lost(url: URL, cause: unknown): TargetError {
  return new TargetError(
    "connection-lost",
    `${url.origin} ended its answer in the middle: see whether the service still runs, and look again`,
    { cause },
  );
}
