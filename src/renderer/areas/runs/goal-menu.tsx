import type { MetricGoal } from '../../../shared/model/metric-goal.ts';
import { useCommand } from '../../client/index.ts';
import { Button, DropdownMenu } from '../../ui/index.ts';

const words = { maximize: 'more is better', minimize: 'less is better' };
const choices: readonly { goal: MetricGoal | null; label: string }[] = [
  { goal: 'maximize', label: 'More is better' },
  { goal: 'minimize', label: 'Less is better' },
  { goal: null, label: 'Neither is better' },
];

/** Says which way a metric is better, and lets it be said; kept in the project. */
export function GoalMenu({ metric, goal }: { metric: string; goal: MetricGoal | null }) {
  const set = useCommand('metrics.setGoal', { failure: 'The goal could not be set' });
  const text = goal === null ? 'no goal' : words[goal];
  return (
    <DropdownMenu
      trigger={
        <Button size="small" variant="quiet" busy={set.isRunning} aria-label={`${text}, goal of ${metric}`}>
          {text}
        </Button>
      }
      entries={choices.map((choice) => ({
        label: choice.label,
        checked: choice.goal === goal,
        isChoice: true,
        onSelect: () => void set.run({ metric, goal: choice.goal }),
      }))}
    />
  );
}
