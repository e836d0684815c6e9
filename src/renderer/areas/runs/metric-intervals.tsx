import type { EvaluatedMetric } from '../../../shared/model/evaluation-report.ts';
import { formatNumber, NumberCell, Text } from '../../ui/index.ts';
import styles from './runs.module.css';

/** Metrics with their intervals; what a metric means and where its formula comes from on hover. */
export function MetricIntervals({ metrics }: { metrics: readonly EvaluatedMetric[] }) {
  return (
    <table className={styles.metricTable}>
      <thead>
        <tr>
          <th scope="col">metric</th>
          <th scope="col">value</th>
          <th scope="col">interval</th>
          <th scope="col" className={styles.whole}>
            better is
          </th>
          <th scope="col">what it says</th>
        </tr>
      </thead>
      <tbody>
        {metrics.map((metric) => (
          <tr key={metric.name}>
            <th scope="row" title={metric.source}>
              {metric.title}
            </th>
            <td>
              {metric.value === null ? (
                <Text tone="muted">undefined</Text>
              ) : (
                <NumberCell
                  value={metric.value}
                  source={metric.source}
                  {...(metric.unit !== undefined && { unit: metric.unit })}
                />
              )}
            </td>
            <td className={styles.whole}>
              {metric.interval !== null &&
                `${formatNumber(metric.interval.low)} to ${formatNumber(metric.interval.high)}`}
            </td>
            <td>{metric.goal === 'maximize' ? 'more' : 'less'}</td>
            <td>
              <Text tone="muted" size="small">
                {metric.undefinedBecause ?? metric.explanation}
              </Text>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
