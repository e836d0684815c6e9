import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { Meaning } from './badge.tsx';
import styles from './feedback.module.css';

const icons = { good: CircleCheck, warning: TriangleAlert, bad: CircleAlert, info: Info, neutral: Info };

/** One sign per meaning, so that colour is never alone. */
export function MeaningIcon({ meaning, size = 16 }: { meaning: Meaning; size?: number }) {
  const Icon = icons[meaning];
  return <Icon size={size} className={styles[`text-${meaning}`]} aria-hidden />;
}
