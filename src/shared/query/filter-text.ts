import { z } from 'zod';

/** Room for a list of some 2,500 run ids. */
export const longestFilter = 100_000;

/** A filter as a command takes it. */
export const filterText = z
  .string()
  .max(longestFilter, 'the filter is longer than 100,000 characters; shorten it, or split it into several');
