import type { ErrorCode } from '../shared/errors.ts';

/** What the command line answers to the shell. 0 is success; the others say whose turn it is. */
export const exitCodes: Readonly<Record<ErrorCode, number>> = {
  internal: 1,
  'job-failed': 1,
  'invalid-input': 2,
  'not-found': 3,
  'already-exists': 4,
  conflict: 4,
  'port-in-use': 4,
  'not-a-project': 5,
  'project-too-new': 5,
  'project-damaged': 5,
  'data-malformed': 6,
  'model-invalid': 6,
  unavailable: 7,
  'permission-denied': 8,
  'disk-full': 8,
  cancelled: 130,
};

export const exitCodeMeanings: readonly (readonly [number, string])[] = [
  [0, 'done'],
  [1, 'failed: a job failed, or a defect of Modelyard'],
  [2, 'the command line or a value in it is wrong'],
  [3, 'something named does not exist'],
  [4, 'in the way: exists already, wrong state, port in use'],
  [5, 'the folder is no project, or one that cannot be opened'],
  [6, 'a data file or a model file cannot be read'],
  [7, 'something needed is not there now, such as Docker'],
  [8, 'the system refuses: no permission, disk full'],
  [130, 'cancelled'],
];
