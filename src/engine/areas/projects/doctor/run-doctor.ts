import { checkBackups, checkDatabase, checkEvents } from './check-database.ts';
import { checkBundles, checkPredictions } from './check-endpoint-folders.ts';
import { checkJobs } from './check-jobs.ts';
import { checkLogs, checkStaging, checkUnfinished } from './check-leftovers.ts';
import { checkObjects, checkOrphans, checkReferences } from './check-objects.ts';
import {
  checkOf,
  type Diagnosis,
  diagnosisOf,
  type Examination,
  examineInTurn,
  type Finding,
} from './examination.ts';

/** What opening a project tidies up by itself, because an engine that was killed leaves it. */
const interruptions = [checkJobs, checkStaging, checkUnfinished];

const everything = [
  checkDatabase,
  checkEvents,
  checkObjects,
  checkReferences,
  checkOrphans,
  ...interruptions,
  checkLogs,
  checkBundles,
  checkPredictions,
  checkBackups,
];

/** Proves what can be proven, and repairs without losing anything that is not there a second time. */
export const runDoctor = async (examination: Examination): Promise<Diagnosis> =>
  diagnosisOf(
    await examineInTurn(everything, examination, (finding) => checkOf(finding, examination.repair)),
  );

/** Only what opening the project would tidy up. */
export const examineInterruptions = (examination: Examination): Promise<Finding[]> =>
  examineInTurn(interruptions, examination, (finding) => finding);
