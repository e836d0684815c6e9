import { expect, test } from 'vitest';
import { checkHost, isAbsolute, isLocal, isWithin, withBeginning } from './location.ts';

test.each([
  ['s3://bucket/a', true],
  ['s3://bucket//a/', true],
  ['models:/m-1', true],
  ['s3://bucket', false],
  ['nope:a', false],
  ['s3://bucket/./a', false],
  ['s3://bucket/a/../b', false],
  ['s3://bucket/%252e%252e/b', false],
  ['s3://bucket/a%00', false],
])('%s leads from the top: %s', (uri, expected) => {
  expect(isAbsolute(uri)).toBe(expected);
});

test.each([
  ['mlflow-artifacts:/1/r/artifacts', true],
  ['mlflow-artifacts:/1/r/artifacts/model', true],
  ['mlflow-artifacts:///1/r/artifacts/%6dodel', true],
  ['mlflow-artifacts:/1/r/artifacts-of-another', false],
  ['mlflow-artifacts:/1/r', false],
  ['mlflow-artifacts://host/1/r/artifacts', false],
  ['s3:/1/r/artifacts', false],
])('%s lies within a run: %s', (uri, expected) => {
  expect(isWithin(uri, 'mlflow-artifacts:/1/r/artifacts')).toBe(expected);
});

test.each([
  ['/a', true],
  ['C:\\a', true],
  ['file:///a', true],
  ['s3://a/b', false],
])('%s is of this machine: %s', (uri, expected) => {
  expect(isLocal(uri)).toBe(expected);
});

test('a host of the client’s choice is refused', () => {
  for (const uri of ['http://a/b', 'mlflow-artifacts://a/b', 'ABFSS://a/b'])
    expect(() => checkHost(uri, 'source')).toThrow('cannot use the');
  for (const uri of ['mlflow-artifacts:/b', 's3://a/b', '/a'])
    expect(() => checkHost(uri, 'source')).not.toThrow();
});

test.each([
  ['x', '/project/x'],
  ['./x/y', '/project/x/y'],
  ['file:x', 'file:///project/x'],
  ['/x', '/x'],
  ['file:///x', 'file:///x'],
  ['C:\\x', 'C:\\x'],
  ['s3://bucket/x', 's3://bucket/x'],
  ['mlflow-artifacts:/x', 'mlflow-artifacts:/x'],
])('%s begins in the folder unless it has a beginning: %s', (uri, expected) => {
  expect(withBeginning(uri, '/project')).toBe(expected);
});
