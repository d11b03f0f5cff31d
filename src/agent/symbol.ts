import { textAnswer, type AgentRequest, type Answer } from "./answer.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Names of addresses, `0x1+0x2` in the query or the body of a POST: one line `0x… name` for each that is known. The
 * count says only whether symbols can be asked for, as in Go.
 */
export async function answerSymbol({ addresses }: Surroundings, request: AgentRequest): Promise<Answer> {
  const asked = request.method === "POST" ? request.body : rawQuery(request);
  const lines = asked.split("+").flatMap((text) => {
    const address = /^(?:0x)?[0-9a-f]{1,13}$/i.test(text) ? Number.parseInt(text, 16) : 0;
    const name = addresses.nameAt(address);
    return name === null ? [] : [`0x${address.toString(16)} ${name}\n`];
  });
  return textAnswer(`num_symbols: 1\n${lines.join("")}`);
}

/** The query is no list of parameters here: its `+` are separators, which were read as spaces. */
function rawQuery({ query }: AgentRequest): string {
  const first = [...query.keys()].find((key) => key !== "token");
  return (first ?? "").replaceAll(" ", "+");
}
