import { useId } from 'react';
import styles from './controls.module.css';

/** A value between two others, by pointer or arrow keys. A native range: it is walked and read out as the system's own. */
export function Slider({
  label,
  value,
  onChange,
  minimum = 0,
  maximum,
  step = 1,
  said,
}: {
  label: string;
  value: number;
  onChange: (value: number) => void;
  minimum?: number;
  maximum: number;
  step?: number;
  /** The value in words, beside it and for screen readers: "step 120". */
  said: string;
}) {
  const id = useId();
  return (
    <span className={styles.choice}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        className={styles.slider}
        min={minimum}
        max={maximum}
        step={step}
        value={value}
        aria-valuetext={said}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <span className={styles.sliderValue}>{said}</span>
    </span>
  );
}
