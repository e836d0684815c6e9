import type { TrackingServer } from '../../support/mlflow-server.ts';
import { type HttpAnswer, httpCall } from './http-call.ts';
import type { RawRequest } from './raw/request.ts';
import { type RawFixture, writeRawFixture } from './raw-fixture.ts';
import { rawRequests } from './raw-requests.ts';
import type { GoldenRecord } from './run-golden.ts';

/** Sends every raw request and answers records as the golden runs do, each a step of its own. */
export async function runRaw(server: TrackingServer): Promise<GoldenRecord[]> {
  const fixture = await writeRawFixture(server.port);
  const requests = rawRequests(fixture);
  const names = new Set(requests.map(({ name }) => name));
  if (names.size < requests.length) throw new Error('Two raw requests have the same name');

  const records: GoldenRecord[] = [];
  for (const request of requests) {
    records.push({ kind: 'step', name: `raw: ${request.name}` });
    records.push(await record(fixture, request));
  }
  return records;
}

async function record(fixture: RawFixture, request: RawRequest): Promise<GoldenRecord> {
  const { name, method, path, headers = {}, body } = request;
  const isText = typeof body === 'string';
  const sentBody = body === undefined ? undefined : isText ? body : JSON.stringify(body);
  const type: Record<string, string> =
    body === undefined || isText ? {} : { 'content-type': 'application/json' };
  const sent = Object.entries({ ...type, ...headers }).filter(([, value]) => value !== '');
  const call = {
    method,
    path,
    headers: Object.fromEntries(sent),
    ...(sentBody === undefined ? {} : { body: sentBody }),
  };
  const answer = await httpCall(fixture.port, call).catch((error: Error) => ({
    status: 0,
    type: '',
    text: error.message,
  }));
  const response = parseResponse({ ...answer, text: nameIds(fixture, answer.text) });
  return { kind: 'raw', name, status: answer.status, type: answer.type, response };
}

/** What one server refuses and the other takes shifts all later ids: here they are called by what they are. */
const nameIds = ({ run, otherRun, spoiled, loggedModel }: RawFixture, text: string): string =>
  text
    .replaceAll(run, '<run>')
    .replaceAll(otherRun, '<other run>')
    .replaceAll(spoiled, '<spoiled run>')
    .replaceAll(loggedModel, '<logged model>')
    .replace(/[0-9a-f]{32}/g, (id) => (/^(.)\1*$/.test(id) ? id : '<new id>'));

function parseResponse({ type, text }: HttpAnswer): unknown {
  if (!type.includes('json')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
