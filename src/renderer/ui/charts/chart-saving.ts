import { createContext } from 'react';
import type { CommandInput } from '../../../shared/contract/index.ts';

export type ChartFile = CommandInput<'shell.saveChart'>;

/** Asks where to, saves, and says how that went: what is around the design system gives it. */
export const ChartSaving = createContext<(file: ChartFile) => Promise<void>>(() =>
  Promise.reject(new Error('Nothing around this chart saves it.')),
);
