import { ArrowDown, ArrowUp } from 'lucide-react';
import { Button, Checkbox, IconButton, Popover, Select, Text } from '../../ui/index.ts';
import { type AxisSetting, withAxis, withMovedAxis, withoutAxis } from './axis-settings.ts';
import type { ChartRuns } from './chart-runs.ts';
import { colorColumns } from './comparison-columns.ts';
import styles from './runs.module.css';

const mostAxes = 16;

/** Which axes there are, in which order, which way around and on which scale: what dragging does, for those who do not drag. */
export function AxesPopover({
  runs,
  axes,
  onAxes,
}: {
  runs: ChartRuns;
  axes: readonly AxisSetting[];
  onAxes: (axes: readonly AxisSetting[]) => void;
}) {
  const options = colorColumns(runs.columns);
  const shown = axes.flatMap(({ key }) => options.find(({ value }) => value === key) ?? []);
  const hidden = options.filter(({ value }) => !axes.some(({ key }) => key === value));
  const kindOf = (key: string) => runs.columns.find((column) => column.key === key)?.kind;
  const change = (key: string, next: Partial<AxisSetting>) => onAxes(withAxis(axes, key, next));
  return (
    <Popover label="Axes" trigger={<Button>Axes: {axes.length}</Button>}>
      <div className={styles.axisList}>
        {shown.map(({ value, label }, place) => {
          const axis = axes[place];
          return (
            <div key={value} className={styles.axisEntry}>
              <Checkbox
                label={label}
                checked
                disabled={axes.length < 3}
                onChange={() => onAxes(withoutAxis(axes, value))}
              />
              <span className={styles.axisActions}>
                <Button
                  size="small"
                  variant="quiet"
                  aria-label={`${axis?.isFlipped === true ? 'Turned' : 'Turn'} around: ${label}`}
                  aria-pressed={axis?.isFlipped}
                  onClick={() => change(value, { isFlipped: axis?.isFlipped !== true })}
                >
                  {axis?.isFlipped === true ? 'Turned' : 'Turn'}
                </Button>
                {kindOf(value) === 'number' && (
                  <Select
                    label={`Scale of ${label}`}
                    hideLabel
                    inline
                    value={axis?.scale ?? 'either'}
                    onChange={(scale) => change(value, { scale: scale === 'either' ? undefined : scale })}
                    options={[
                      { value: 'either', label: 'Scale as fits' },
                      { value: 'linear', label: 'Linear' },
                      { value: 'log', label: 'Logarithmic' },
                    ]}
                  />
                )}
                <IconButton
                  size="small"
                  label={`Move ${label} up the list, to the left`}
                  icon={<ArrowUp size={14} />}
                  disabled={place === 0}
                  onClick={() => onAxes(withMovedAxis(axes, place, place - 1))}
                />
                <IconButton
                  size="small"
                  label={`Move ${label} down the list, to the right`}
                  icon={<ArrowDown size={14} />}
                  disabled={place === shown.length - 1}
                  onClick={() => onAxes(withMovedAxis(axes, place, place + 1))}
                />
              </span>
            </div>
          );
        })}
        {hidden.length > 0 && <Text tone="muted">Not shown</Text>}
        {hidden.map(({ value, label }) => (
          <div key={value} className={styles.axisEntry}>
            <Checkbox
              label={label}
              checked={false}
              disabled={axes.length >= mostAxes}
              onChange={() => onAxes([...axes, { key: value, isFlipped: false }])}
            />
          </div>
        ))}
      </div>
    </Popover>
  );
}
