import { Refusal, type AgentRequest } from "./answer.ts";

/** A whole number of a query, as Go's `strconv.Atoi` with its error ignored: 0 for what is none. */
export function numberParameter({ query }: AgentRequest, name: string): number {
  const text = query.get(name) ?? "";
  return /^[+-]?\d{1,15}$/.test(text) ? Number(text) : 0;
}

/** Whether a parameter asks for something: `gc=1`, as Go has it, or `confirm=yes`. */
export function isAsked(request: AgentRequest, name: string): boolean {
  const text = request.query.get(name) ?? "";
  return numberParameter(request, name) > 0 || /^(?:yes|true)$/i.test(text);
}

/** Throws a Refusal for a time above `most` seconds, as work on behalf of a client must end some day. */
export function boundedSeconds(seconds: number, most: number): number {
  if (seconds <= most) return seconds;
  throw new Refusal(400, `seconds=${seconds} is too long: give 1 to ${most}`);
}
