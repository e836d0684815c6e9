import type { RunStatus } from '../../../../shared/model/run.ts';

/** By the number that MLflow's files hold, from 1 (`RunStatus` of its protocol). */
const byNumber: readonly RunStatus[] = ['running', 'scheduled', 'finished', 'failed', 'killed'];

/** The status as files (a number) or databases (a word) have it; what is missing counts as running, as in MLflow. Undefined: no status. */
export const parseRunStatus = (text: string | null): RunStatus | undefined => {
  if (text === null || text === '') return 'running';
  if (/^\d+$/.test(text)) return byNumber[Number(text) - 1];
  return byNumber.find((status) => status === text.toLowerCase());
};

export const runStatusNumber = (status: RunStatus): number => byNumber.indexOf(status) + 1;

const modelStatuses = ['unspecified', 'pending', 'ready', 'failed'] as const;
type LoggedModelStatus = (typeof modelStatuses)[number];

/** Files hold the name, with or without the prefix of the protocol; databases the number. */
export const parseLoggedModelStatus = (text: string | null): LoggedModelStatus => {
  if (text === null) return 'unspecified';
  if (/^\d+$/.test(text)) return modelStatuses[Number(text)] ?? 'unspecified';
  const word = text.toLowerCase().replace('logged_model_', '').replace('upload_', '');
  return modelStatuses.find((status) => status === word) ?? 'unspecified';
};

export const loggedModelStatusNumber = (status: LoggedModelStatus): number => modelStatuses.indexOf(status);
