import { EngineError } from '../../shared/errors.ts';
import { takeProjectLock } from './project-lock.ts';

/** Does something to a project that is not open while nobody else can open it. Error `conflict` when another engine has it open. */
export const withProjectLock = <Result>(stateFolder: string, work: () => Result): Result => {
  const lock = takeProjectLock(stateFolder);
  if (lock === null)
    throw new EngineError('conflict', 'Another Modelyard has this project open. Close it there first.');
  try {
    return work();
  } finally {
    lock.release();
  }
};
