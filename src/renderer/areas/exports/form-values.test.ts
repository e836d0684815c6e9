import { expect, it } from 'vitest';
import { checkValues, defaultValues } from './form-values.ts';

const problemsOf = (changes: Partial<ReturnType<typeof defaultValues>>) =>
  Object.keys(checkValues({ ...defaultValues(), ...changes }).problems);

it('is right as it stands, and leaves an empty image to the engine', () => {
  const { options, problems } = checkValues(defaultValues());
  expect(problems).toEqual({});
  expect(options).toMatchObject({ namespace: 'default', replicas: 2 });
  expect(options).not.toHaveProperty('image');
});

it.each([
  [{ image: 'Shop/Churn:1' }, ['image']],
  [{ image: 'registry.local:5000/shop/churn:1.2' }, []],
  [{ memoryLimit: '512MB' }, ['memoryLimit']],
  [{ cpuRequest: '0.5' }, ['cpuRequest']],
  [{ replicas: null }, ['replicas']],
  [{ replicas: 4, maxReplicas: 3 }, ['maxReplicas']],
  [{ replicas: 4, maxReplicas: 4 }, []],
])('%j has problems in %j', (changes, fields) => {
  expect(problemsOf(changes)).toEqual(fields);
  expect(checkValues({ ...defaultValues(), ...changes }).options === null).toBe(fields.length > 0);
});
