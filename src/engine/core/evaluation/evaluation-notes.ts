import { formatNumber } from '../../../shared/model/format.ts';
import type { ReportBody } from './evaluate-binary.ts';
import type { RowUse } from './usable-rows.ts';

const fewRows = 100;
const fewRowsOfClass = 10;

/** What a reader must know before trusting the numbers. */
export function evaluationNotes({
  use,
  body,
}: {
  readonly use: RowUse;
  readonly body: ReportBody;
}): string[] {
  return [
    ...rowNotes(use),
    ...(use.used > 0 && use.used < fewRows
      ? [`Only ${use.used} rows could be scored: the intervals are wide and rough.`]
      : []),
    ...body.classes
      .filter(({ support }) => use.used > 0 && support < fewRowsOfClass)
      .map(({ label, support }) =>
        support === 0
          ? `No row is of class "${label}", so nothing can be said about it.`
          : `Only ${support} ${support === 1 ? 'row is' : 'rows are'} of class "${label}".`,
      ),
  ];
}

function rowNotes(use: RowUse): string[] {
  const notes: string[] = [];
  if (use.used === 0) notes.push('No row could be scored.');
  if (use.missingTruth > 0) notes.push(`${rows(use.missingTruth)} left out: the true value is missing.`);
  if (use.unknownLabel > 0) {
    notes.push(`${rows(use.unknownLabel)} left out: the true label is none of the model's classes.`);
  }
  if (use.missingPrediction > 0) {
    notes.push(`${rows(use.missingPrediction)} left out: the model gave no finite number.`);
  }
  return notes;
}

function rows(count: number): string {
  return count === 1 ? '1 row was' : `${formatNumber(count)} rows were`;
}
