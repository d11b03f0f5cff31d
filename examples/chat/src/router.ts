import { metrics } from "./metrics.ts";
import type { Request } from "./protocol.ts";
import { join, leave, say } from "./rooms.ts";
import { send, type Session } from "./session.ts";

/** Does what a message asks for. */
export function route(session: Session, data: string): void {
  metrics.received++;
  const request = parse(data);
  if (request === null) {
    refuse(session);
    return;
  }
  switch (request.type) {
    case "hello":
      session.profile = request.profile;
      send(session, { type: "welcome", session: session.id });
      return;
    case "join":
      join(session, request.room);
      return;
    case "say":
      say(session, request.room, request.text);
      return;
    case "leave":
      leave(session, request.room);
      return;
    default:
      refuse(session);
  }
}

function refuse(session: Session): void {
  metrics.refused++;
  send(session, { type: "error", message: "cannot read that: send hello, join, say or leave as JSON" });
}

function parse(data: string): Request | null {
  try {
    return JSON.parse(data) as Request;
  } catch {
    return null;
  }
}
