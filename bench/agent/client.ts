import { get, type Agent } from "node:http";

/** Requests that are under way at once. */
export const CONNECTIONS = 8;

/** The text of an answer. */
export function ask(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      let text = "";
      response
        .setEncoding("utf8")
        .on("data", (piece: string) => (text += piece))
        .on("end", () => resolve(text));
    }).on("error", reject);
  });
}

/** Asks a service so many times. */
export async function load(
  { url, agent }: { readonly url: string; readonly agent: Agent },
  requests: number,
): Promise<void> {
  let left = requests;
  const client = async (): Promise<void> => {
    while (left-- > 0) await ask(url, agent);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
}
