import { z } from 'zod';

export const interval = z.object({ low: z.number(), high: z.number() });
export type Interval = z.infer<typeof interval>;
