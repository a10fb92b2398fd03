import { beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../../../src/simulator/clock.ts';
import { Access, type Session } from '../../../src/simulator/iam/access.ts';
import { judge } from '../../../src/simulator/iam/judge.ts';

/** Which policies bind whom. */

const ACCOUNT = '222233334444';
const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const ALL = policy({ Effect: 'Allow', Action: '*', Resource: '*' });
const TRUST = policy({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' });
const DENY = policy({ Effect: 'Deny', Action: '*', Resource: '*' });

let access: Access;
beforeEach(() => {
  const levels = [
    { target: 'root', documents: [ALL] },
    { target: ACCOUNT, documents: [ALL, DENY] },
  ];
  access = new Access(createClock({ epochMs: 0, rate: 0 }), (account) => (account === ACCOUNT ? levels : []));
});

const role = (name: string, more: Partial<Parameters<Access['putRole']>[0]> = {}) =>
  access.putRole({ account: ACCOUNT, name, path: '/', trust: TRUST, inline: { own: ALL }, ...more });

function session(
  { account, name, id }: { account: string; name: string; id: string },
  more: Partial<Session> = {},
) {
  const key = `key of ${name}`;
  const own = {
    account,
    roleName: name,
    roleId: id,
    sessionName: 's',
    tags: {},
    transitive: [],
    policies: [],
  };
  access.sessions.set(key, { ...own, ...more });
  return key;
}

function allowed(key: string): boolean {
  const caller = access.principalOf(key);
  if (!caller) throw new Error(`nobody has ${key}`);
  return judge(caller.policies, { action: 's3:GetObject', resource: '*', context: {} }).allowed;
}

describe('a session', () => {
  it('is bound by the service control policies of its account alone', () => {
    expect(allowed(session(role('a')))).toBe(false);
    expect(allowed(session(role('a', { account: '111122223333' })))).toBe(true);
  });
  it('of a service-linked role is bound by none', () => {
    expect(allowed(session(role('a', { path: '/aws-service-role/x.amazonaws.com/' })))).toBe(true);
  });
  it('may nothing once its role is gone, also when another has the name', () => {
    const made = role('a', { account: '111122223333' });
    const key = session(made);
    expect(allowed(key)).toBe(true);
    access.identities.length = 0;
    expect(allowed(key)).toBe(false);
    role('a', { account: '111122223333' });
    expect(allowed(key)).toBe(false);
  });
  it('keeps its rights while its role is changed', () => {
    const key = session(role('a', { account: '111122223333' }));
    role('a', { account: '111122223333', inline: {}, attached: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] });
    expect(allowed(key)).toBe(false);
    role('a', { account: '111122223333', attached: ['arn:aws:iam::aws:policy/AdministratorAccess'] });
    expect(allowed(key)).toBe(true);
  });
  it('has the tags of its role, and its own instead where both are, whatever their case', () => {
    const key = session(role('a', { tags: { Team: 'a', Owner: 'x' } }), { tags: { team: 'b' } });
    expect(access.principalOf(key)?.tags).toEqual({ Owner: 'x', team: 'b' });
  });
  it('may nothing under a boundary that is not there', () => {
    expect(
      allowed(session(role('a', { account: '111122223333', boundary: 'arn:aws:iam::1:policy/x' }))),
    ).toBe(false);
  });
});

describe('a key', () => {
  it('that nobody made is nobody’s', () => {
    expect(access.principalOf('test')).toBeUndefined();
    expect(access.bearer('ABSK')).toBeUndefined();
  });
  it('of Bedrock is its user’s until it expires', () => {
    const user = { ...role('bot'), kind: 'user' as const };
    access.identities.push(user);
    const own = {
      id: 'x',
      account: ACCOUNT,
      userName: 'bot',
      service: 'bedrock.amazonaws.com',
      alias: 'a',
      created: 0,
    };
    access.credentials.push({ ...own, secret: 'never', expires: null });
    access.credentials.push({ ...own, secret: 'over', expires: 1 });
    expect(access.bearer('never')?.userName).toBe('bot');
    expect(access.bearer('over')).toBeUndefined();
  });
});
