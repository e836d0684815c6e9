import { z } from 'zod';

/** Tools besides those whose runs are read, by what they leave in a folder. They are recognised, and nothing of theirs is read yet. */
export const recognisedTool = z.enum(['dvc', 'feast', 'great-expectations']);
export type RecognisedTool = z.infer<typeof recognisedTool>;

export const foundTool = z.object({
  tool: recognisedTool,
  /** Absolute: the file or folder that it was recognised by. */
  path: z.string(),
  /** Its path below the folder that was searched. */
  title: z.string(),
});
export type FoundTool = z.infer<typeof foundTool>;

/** What it is, and what can be done with it here now. */
export const recognisedToolTexts: Readonly<Record<RecognisedTool, { title: string; now: string }>> = {
  dvc: {
    title: 'DVC',
    now: 'Versions of data and pipelines. They are not read yet; data files that are checked out can become datasets.',
  },
  feast: {
    title: 'Feast',
    now: 'A feature repository. Its definitions are not read yet; its data files can become datasets.',
  },
  'great-expectations': {
    title: 'Great Expectations',
    now: 'Expectations about data. They are not read yet; the data they are about can become datasets.',
  },
};
