import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setImmediate as afterAnswers, setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { type MessageServer, serveMessages } from '../dispatch/serve-messages.ts';
import type { Clock, Logger } from '../ports/surroundings.ts';
import { announceEngine, readAnnouncement, withdrawAnnouncement } from './engine-announcement.ts';
import type { GuestGate } from './guest-gate.ts';
import { openLineChannel } from './line-channel.ts';
import { detaching, type Ending, longestPartingMs } from './parting.ts';
import { createSocketAddress, removeSocketAddress } from './socket-address.ts';

export interface AttachServer {
  /**
   * Takes the announcement away, finishes what was begun, refuses the rest and ends all connections: who was attached can take the
   * project over.
   */
  close(): Promise<void>;
}

const greeting = z.object({ token: z.string() });

/** Lets other engines of this user reach one open project, over a local socket. The first line of a connection carries the token. */
export const listenForEngines = async ({
  stateFolder,
  version,
  target,
  clock,
  logger,
}: {
  stateFolder: string;
  version: string;
  target: GuestGate;
  clock: Clock;
  logger: Logger;
}): Promise<AttachServer> => {
  removeLeftovers(stateFolder);
  const token = randomBytes(32).toString('hex');
  const socketAddress = createSocketAddress();
  const guests = new Set<Guest>();

  const server = createServer((socket) => {
    const guest = serveSocket({ socket, token, version, target, logger });
    guests.add(guest);
    socket.once('close', () => guests.delete(guest));
  });
  server.listen(socketAddress);
  await once(server, 'listening');
  try {
    announceEngine(stateFolder, {
      pid: process.pid,
      socket: socketAddress,
      token,
      startedAt: new Date(clock.nowMs()).toISOString(),
      version,
    });
  } catch (thrown) {
    server.close();
    removeSocketAddress(socketAddress);
    throw thrown;
  }

  return {
    close: async () => {
      withdrawAnnouncement(stateFolder);
      const closed = new Promise((resolve) => server.close(resolve));
      target.shut();
      await Promise.all([...guests].map((guest) => guest.part()));
      await target.settled();
      await afterAnswers();
      for (const guest of guests) guest.close();
      await closed;
      removeSocketAddress(socketAddress);
    },
  };
};

/** What an engine left that was killed. Only the holder of the lock comes here, so nobody listens there any more. */
const removeLeftovers = (stateFolder: string): void => {
  const earlier = readAnnouncement(stateFolder);
  if (earlier !== null) removeSocketAddress(earlier.socket);
};

interface Guest {
  /** Resolves when the other side has said that it asks nothing more, is gone, or does not answer. */
  part(): Promise<void>;
  /** After what was sent has been read. */
  close(): void;
}

const serveSocket = ({
  socket,
  token,
  version,
  target,
  logger,
}: {
  socket: Socket;
  token: string;
  version: string;
  target: GuestGate;
  logger: Logger;
}): Guest => {
  let hasParted = () => {};
  const parted = new Promise<void>((resolve) => {
    hasParted = resolve;
  });
  let messages: MessageServer | undefined;
  const channel = openLineChannel(socket, {
    onMessage: (message) => {
      if (detaching.safeParse(message).success) {
        hasParted();
        return;
      }
      if (messages !== undefined) {
        messages.receive(message);
        return;
      }
      if (!isGreeting(message, token)) {
        logger.warn('A connection without the right token was refused.');
        socket.destroy();
        return;
      }
      messages = serveMessages({ target, send: channel.send, logger });
      channel.send({ kind: 'ready', version, pid: process.pid });
    },
    onClose: () => {
      hasParted();
      messages?.close();
    },
  });
  return {
    part: async () => {
      // Who has not been let in yet has asked nothing.
      if (messages === undefined) socket.destroy();
      else channel.send({ kind: 'ending' } satisfies Ending);
      await Promise.race([parted, delay(longestPartingMs, undefined, { ref: false })]);
    },
    close: () => {
      messages?.close();
      socket.destroySoon();
      setTimeout(() => socket.destroy(), longestPartingMs).unref();
    },
  };
};

const isGreeting = (message: unknown, token: string): boolean => {
  const parsed = greeting.safeParse(message);
  if (!parsed.success) return false;
  const given = Buffer.from(parsed.data.token);
  const wanted = Buffer.from(token);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
};
