import { randomUUID } from "node:crypto";
import type { WebSocket } from "ws";
import { metrics } from "./metrics.ts";
import type { Session } from "./session.ts";

const sessions = new Map<string, Session>();

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
  sessions.set(id, session);
  metrics.opened++;
  return session;
}

/** Notes that a connection has ended, and lets go of it. */
export function closeSession(session: Session): void {
  session.leftAt = Date.now();
  sessions.delete(session.id);
  metrics.closed++;
}

/** Sessions in the registry. */
export function sessionCount(): number {
  return sessions.size;
}
