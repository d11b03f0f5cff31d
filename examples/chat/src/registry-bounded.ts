import { randomUUID } from "node:crypto";
import { BoundedMap } from "sawtooth/bounded";
import type { WebSocket } from "ws";
import { metrics } from "./metrics.ts";
import type { Session } from "./session.ts";

/**
 * Several times as many as are ever connected at once: the ones that go are long closed. Nothing else was changed, and
 * whatever is forgotten elsewhere, this holds no more.
 */
const sessions = new BoundedMap<string, Session>({ max: 200, ttl: "30m" });

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

/** Notes that a connection has ended. */
export function closeSession(session: Session): void {
  session.leftAt = Date.now();
  metrics.closed++;
}

/** Sessions in the registry. */
export function sessionCount(): number {
  return sessions.size;
}
