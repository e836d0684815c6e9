import { parentPort } from 'node:worker_threads';
import type { ForeignChange } from '../../../ports/foreign-runs.ts';
import { readRunFolder } from './read-run-folder.ts';
import type { RunFolderReply } from './run-folder-pool.ts';
import type { RunFolderRequest } from './run-folder-request.ts';

/** A thread that reads the folders of runs it is sent, and goes on reading when its items were taken. */
const port = parentPort;
if (port === null) throw new Error('run-folder-worker runs as a worker thread only.');

/** A reply is sent when it holds about as much as this. */
const itemsInReply = 256;
const pointsInReply = 131_072;

let replies: Iterator<RunFolderReply> | undefined;

port.on('message', (message: readonly RunFolderRequest[] | 'more') => {
  if (message !== 'more') replies = toReplies(message);
  const reply = replies?.next();
  if (reply !== undefined && reply.done !== true) port.postMessage(reply.value);
});

function* toReplies(requests: readonly RunFolderRequest[]): Generator<RunFolderReply> {
  let items: ForeignChange[] = [];
  let points = 0;
  for (const request of requests) {
    for (const item of readRunFolder(request)) {
      items.push(item);
      if (item.kind === 'metric') points += item.points.steps.length;
      if (items.length >= itemsInReply || points >= pointsInReply) {
        yield { items, isLast: false };
        items = [];
        points = 0;
      }
    }
  }
  yield { items, isLast: true };
}
