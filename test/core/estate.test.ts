import { expect, it } from 'vitest';
import { ownerOf } from '../../src/core/estate.ts';

it("a profile is whose its tags of today say, and nobody's where they do not", () => {
  const keys = { user: 'UserEmail', costCenter: 'CostCenter' };
  const version = (from: string, tags: Record<string, string>) => ({ from, tags });
  const first = version('2026-11-01T00:00:00.000Z', { UserEmail: 'ann@example.com', CostCenter: 'Mobile' });
  const second = version('2026-11-02T00:00:00.000Z', { UserEmail: 'eve@example.com', useremail: 'x' });
  expect(ownerOf({ history: [first] }, keys)).toEqual({ user: 'ann@example.com', costCenter: 'Mobile' });
  expect(ownerOf({ history: [first, second] }, keys)).toEqual({ user: 'eve@example.com', costCenter: '' });
  expect(ownerOf({ history: [] }, keys)).toEqual({ user: '', costCenter: '' });
});
