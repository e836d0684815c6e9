import type { Socket } from 'node:net';

/** The longest message either side takes: beyond it the connection is cut, because memory is not endless. */
export const longestLineBytes = 64 * 1024 * 1024;

export interface LineChannel {
  send(message: unknown): void;
  close(): void;
}

/**
 * One JSON document a line over a socket. A line that is too long or no JSON, or a peer that does not read, ends the
 * connection; `onClose` is called once, whatever the reason.
 */
export const openLineChannel = (
  socket: Socket,
  { onMessage, onClose }: { onMessage: (message: unknown) => void; onClose: () => void },
): LineChannel => {
  let parts: Buffer[] = [];
  let partsBytes = 0;

  const takeLine = (end: Buffer): boolean => {
    const line = Buffer.concat([...parts, end]).toString('utf8');
    parts = [];
    partsBytes = 0;
    try {
      onMessage(JSON.parse(line));
      return true;
    } catch {
      socket.destroy();
      return false;
    }
  };

  socket.on('data', (chunk: Buffer) => {
    let rest = chunk;
    for (let newline = rest.indexOf(10); newline >= 0; newline = rest.indexOf(10)) {
      if (!takeLine(rest.subarray(0, newline))) return;
      rest = rest.subarray(newline + 1);
    }
    partsBytes += rest.length;
    if (partsBytes > longestLineBytes) socket.destroy();
    else if (rest.length > 0) parts.push(rest);
  });
  // Without a listener an error would end the process; 'close' follows in any case.
  socket.on('error', () => {});
  socket.once('close', onClose);

  return {
    send: (message) => {
      if (!socket.writable) return;
      socket.write(`${JSON.stringify(message)}\n`);
      if (socket.writableLength > longestLineBytes) socket.destroy();
    },
    close: () => {
      socket.end();
      socket.destroySoon();
    },
  };
};
