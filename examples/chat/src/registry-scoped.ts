import { randomUUID } from "node:crypto";
import { ScopedMap } from "sawtooth/bounded";
import type { WebSocket } from "ws";
import { metrics } from "./metrics.ts";
import type { Session } from "./session.ts";

/** A session lives as long as its socket: adding one without saying to which it belongs does not compile. */
const sessions = new ScopedMap<string, Session, WebSocket>();

/** Takes a new connection into the registry. */
export function openSession(socket: WebSocket): Session {
  const id = randomUUID();
  const session: Session = {
    id,
    socket,
    openedAt: Date.now(),
    rooms: new Set(),
    profile: null,
    leftAt: null,
  };
  sessions.set(id, session, socket);
  metrics.opened++;
  return session;
}

/** Notes that a connection has ended. */
export function closeSession(session: Session): void {
  session.leftAt = Date.now();
  metrics.closed++;
}

/** Sessions in the registry. */
export function sessionCount(): number {
  return sessions.size;
}
