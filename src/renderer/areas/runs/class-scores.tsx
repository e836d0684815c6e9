import type { ClassScore } from '../../../shared/model/evaluation-report.ts';
import { NumberCell, Panel } from '../../ui/index.ts';
import styles from './runs.module.css';

const figures = ['precision', 'recall', 'f1', 'auc'] as const;

/** How each class fares. */
export function ClassScores({ classes }: { classes: readonly ClassScore[] }) {
  return (
    <Panel title="By class" flush>
      <table className={styles.metricTable}>
        <thead>
          <tr>
            <th scope="col">class</th>
            <th scope="col">rows</th>
            {figures.map((figure) => (
              <th key={figure} scope="col">
                {figure}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classes.map((score) => (
            <tr key={score.label}>
              <th scope="row">{score.label}</th>
              <td>
                <NumberCell value={score.support} />
              </td>
              {figures.map((figure) => (
                <td key={figure}>
                  <NumberCell value={score[figure]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
