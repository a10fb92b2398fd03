import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const src = new URL('../../src/', import.meta.url);
/** Without the simulator, which is no part of the product and types its wire with the SDK's models. */
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.tsx?$/.test(name) && !name.startsWith('simulator/'),
);
const usesSdk = (name: string) => /from '@(aws-sdk|smithy)\//.test(readFileSync(new URL(name, src), 'utf8'));

it('no SDK type leaves src/aws: nobody else imports it, and neither does the contract', () => {
  const users = files.filter(usesSdk);
  expect(users.length).toBeGreaterThan(5);
  expect(users.filter((name) => !name.startsWith('aws/'))).toEqual([]);
  expect(users).not.toContain('aws/types.ts');
  expect(users).not.toContain('aws/factory.ts');
  expect(users).not.toContain('aws/errors.ts');
});

it('the contract names no type of a gateway file that uses the SDK', () => {
  const contract = readFileSync(new URL('aws/types.ts', src), 'utf8');
  const imported = [...contract.matchAll(/from '\.\/([^']+)'/g)].map(([, name]) => `aws/${name}`);
  expect(imported.filter(usesSdk)).toEqual([]);
});
