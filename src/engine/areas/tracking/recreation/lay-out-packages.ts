import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunDetail } from '../../../../shared/model/run.ts';
import type { RecreatedPart } from '../../../../shared/model/run-recreation.ts';
import type { ProjectServices } from '../../../ports/project-services.ts';
import { artifactFile } from './artifact-file.ts';

/** Files in which Python environments are written down, the one that says most first. */
const lists = ['requirements.txt', 'conda.yaml', 'python_env.yaml'] as const;

/** The list of packages that the run left, put into `folder`; of our own trainings, whether Node is what it was. */
export const layOutPackages = async (
  services: Pick<ProjectServices, 'store' | 'objects'>,
  { id, artifacts, environment, jobId }: RunDetail,
  folder: string,
): Promise<RecreatedPart[]> => {
  const found = lists.flatMap((name) => {
    const artifact = artifacts.find(({ path }) => path === name || path.endsWith(`/${name}`));
    return artifact === undefined ? [] : [{ name, artifact }];
  });
  const parts: RecreatedPart[] = [];
  for (const { name, artifact } of found) {
    await copyFile(await artifactFile(services, id, artifact.path), join(folder, name));
    parts.push({
      what: 'packages',
      isMatched: true,
      text: `${name}, as the run left it in ${artifact.path}.`,
    });
  }
  if (parts.length > 0) return parts;
  if (jobId === null)
    return [
      {
        what: 'packages',
        isMatched: false,
        text: 'The run left no list of its packages (requirements.txt).',
      },
    ];
  const isSame = environment.node === process.versions.node;
  return [
    {
      ...{ what: 'packages', isMatched: isSame },
      text: isSame
        ? `Node ${process.versions.node}, as it was; Modelyard’s learners need nothing else.`
        : `Node was ${environment.node ?? 'not recorded'}, and is ${process.versions.node} now.`,
    },
  ];
};
