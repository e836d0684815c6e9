import type { TrackingServer } from '../../support/mlflow-server.ts';
import { type HttpAnswer, httpCall } from './http-call.ts';
import { writeRawFixture } from './raw-fixture.ts';
import { type RawRequest, rawRequests } from './raw-requests.ts';
import type { GoldenRecord } from './run-golden.ts';

/** Sends every raw request and answers records as the golden runs do, each a step of its own. */
export async function runRaw(server: TrackingServer): Promise<GoldenRecord[]> {
  const fixture = await writeRawFixture(server.port);
  const records: GoldenRecord[] = [];
  for (const request of rawRequests(fixture)) {
    records.push({ kind: 'step', name: `raw: ${request.name}` });
    records.push(await record(server.port, request));
  }
  return records;
}

async function record(
  port: number,
  { name, method, path, headers = {}, body }: RawRequest,
): Promise<GoldenRecord> {
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
  const answer = await httpCall(port, call).catch((error: Error) => ({
    status: 0,
    type: '',
    text: error.message,
  }));
  return { kind: 'raw', name, status: answer.status, type: answer.type, response: parseResponse(answer) };
}

function parseResponse({ type, text }: HttpAnswer): unknown {
  if (!type.includes('json')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
