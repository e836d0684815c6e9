import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { z } from 'zod';
import { type Callable, type MessageServer, serveMessages } from '../dispatch/serve-messages.ts';
import type { Clock, Logger } from '../ports/surroundings.ts';
import { announceEngine, readAnnouncement, withdrawAnnouncement } from './engine-announcement.ts';
import { openLineChannel } from './line-channel.ts';
import { createSocketAddress, removeSocketAddress } from './socket-address.ts';

export interface AttachServer {
  /** Takes the announcement away, then ends all connections: who was attached can take the project over. */
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
  target: Callable;
  clock: Clock;
  logger: Logger;
}): Promise<AttachServer> => {
  removeLeftovers(stateFolder);
  const token = randomBytes(32).toString('hex');
  const socketAddress = createSocketAddress();
  const sockets = new Set<Socket>();

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serveSocket({ socket, token, version, target, logger });
  });
  server.listen(socketAddress);
  await once(server, 'listening');
  announceEngine(stateFolder, {
    pid: process.pid,
    socket: socketAddress,
    token,
    startedAt: new Date(clock.nowMs()).toISOString(),
    version,
  });

  return {
    close: async () => {
      withdrawAnnouncement(stateFolder);
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      removeSocketAddress(socketAddress);
    },
  };
};

/** What an engine left that was killed. Only the holder of the lock comes here, so nobody listens there any more. */
const removeLeftovers = (stateFolder: string): void => {
  const earlier = readAnnouncement(stateFolder);
  if (earlier !== null) removeSocketAddress(earlier.socket);
};

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
  target: Callable;
  logger: Logger;
}): void => {
  let messages: MessageServer | undefined;
  const channel = openLineChannel(socket, {
    onMessage: (message) => {
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
    onClose: () => messages?.close(),
  });
};

const isGreeting = (message: unknown, token: string): boolean => {
  const parsed = greeting.safeParse(message);
  if (!parsed.success) return false;
  const given = Buffer.from(parsed.data.token);
  const wanted = Buffer.from(token);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
};
