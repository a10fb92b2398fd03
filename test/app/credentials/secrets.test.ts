import { expect, it } from 'vitest';
import { newId } from '../../../src/app/credentials/secrets.ts';

it('ids can be typed at a command line: none begins like an option', () => {
  const ids = Array.from({ length: 2_000 }, newId);
  expect(ids.filter((id) => !/^[A-Za-z0-9_][A-Za-z0-9_-]{11}$/.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});
