import { expect, it } from 'vitest';
import { deployCommands } from './deploy-commands.ts';

const codeOf = (folder: string) => deployCommands({ folder, image: 'shop/churn:3' }).map(({ code }) => code);

it('leaves plain paths alone', () => {
  expect(codeOf('/home/ada/out')).toEqual([
    'docker build --tag shop/churn:3 /home/ada/out',
    'docker push shop/churn:3',
    'kubectl apply -k /home/ada/out/k8s/overlays/production',
  ]);
});

it('quotes paths with spaces, and keeps the separator of the system', () => {
  expect(codeOf('C:\\my out')[2]).toBe('kubectl apply -k "C:\\my out\\k8s\\overlays\\production"');
});
