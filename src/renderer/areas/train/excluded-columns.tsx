import { Checkbox, Text } from '../../ui/index.ts';
import type { Suggestion } from './choices.ts';
import styles from './train.module.css';

/** Which columns are learnt from; those that should not be say why. */
export function ExcludedColumns({
  columns,
  excluded,
  suggested,
  onChange,
}: {
  columns: readonly string[];
  excluded: readonly string[];
  suggested: Suggestion['exclude'];
  onChange: (excluded: readonly string[]) => void;
}) {
  const reasons = new Map(suggested.map(({ column, reason }) => [column, reason]));
  // Columns with a reason come first: they are what one looks for.
  const ordered = [...columns].sort((one, other) => Number(reasons.has(other)) - Number(reasons.has(one)));
  return (
    <div className={styles.excluded}>
      {ordered.map((column) => {
        const reason = reasons.get(column);
        return (
          <Checkbox
            key={column}
            checked={!excluded.includes(column)}
            onChange={(used) =>
              onChange(used ? excluded.filter((each) => each !== column) : [...excluded, column])
            }
            label={
              <>
                {column}
                {reason !== undefined && (
                  <Text tone="muted" size="small">
                    {' '}
                    {reason}
                  </Text>
                )}
              </>
            }
          />
        );
      })}
    </div>
  );
}
