import type { ForeignModelLink, ForeignRun, SkippedSubject } from '../../../ports/foreign-runs.ts';
import type { ExportTally } from '../export-tally.ts';
import { type MlflowHttp, RefusedByServer } from './mlflow-http.ts';

/** What is known of an export that is under way: which ids the server gave, and what can only be done at its end. */
export interface Sending {
  readonly http: MlflowHttp;
  readonly tally: ExportTally;
  readonly experiments: Map<string, SentExperiment>;
  readonly runs: Map<string, SentRun>;
  /** Logged models by their old ids. */
  readonly models: Map<string, SentOwner>;
  readonly links: ForeignModelLink[];
  readonly parents: Map<string, string>;
  readonly aliases: { readonly name: string; readonly alias: string; readonly version: string }[];
  /** Whether it takes traces of version 3, and spans by themselves; asked with the first trace. */
  takes: { readonly traces: boolean; readonly spans: boolean } | null;
  /** New numbers of versions by name and old number. */
  readonly versions: Map<string, string>;
}

export interface SentExperiment {
  readonly id: string;
  /** Made by this export, so it may also be deleted by it. */
  readonly isNew: boolean;
  readonly isDeleted: boolean;
}

export interface SentOwner {
  readonly id: string;
  readonly artifactUri: string;
}

export interface SentRun extends SentOwner {
  readonly run: ForeignRun;
}

/** Does it, or names what the server refused. False: refused. */
export const sendOrSkip = async (
  { tally }: Sending,
  skip: { readonly subject: SkippedSubject; readonly what: string; readonly runId?: string },
  send: () => Promise<unknown>,
): Promise<boolean> => {
  try {
    await send();
    return true;
  } catch (thrown) {
    if (!(thrown instanceof RefusedByServer)) throw thrown;
    tally.skip(skip.subject, skip.what, `The server refused it: ${thrown.message}`, skip.runId ?? null);
    return false;
  }
};

export const toPairs = (
  entries: readonly (readonly [string, string])[],
): { readonly key: string; readonly value: string }[] => entries.map(([key, value]) => ({ key, value }));
