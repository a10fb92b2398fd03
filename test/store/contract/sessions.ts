import { expect, it } from 'vitest';
import { at, NOW } from '../setup.ts';
import type { Engine } from './engine.ts';

export function sessionsContract({ open }: Engine): void {
  /** Sessions and the sign-ins before them: what ended, or was never finished, does not pile up. */

  const ANN = { id: 'ann@example.com' };
  const facts = { email: ANN.id, name: null, costCenter: null, manager: null, active: null, groups: null };
  const signIn = (state: string, minutes: number) => ({
    stateHash: state,
    browserHash: 'b',
    nonce: 'n',
    codeVerifier: 'v',
    returnTo: '/',
    expiresAt: at(minutes),
  });

  it('a sign-in that nobody finished is forgotten when the next one begins', async () => {
    const store = await open();
    await store.sessions.begin(signIn('late', 10), NOW);
    await store.sessions.begin(signIn('under way', 19), at(9));
    expect(await store.sessions.take('late', at(9))).not.toBeNull();
    await store.sessions.begin(signIn('late', 10), at(9));
    await store.sessions.begin(signIn('new', 20), at(10));
    // Not even with a clock that was set back: it is gone.
    expect(await store.sessions.take('late', NOW)).toBeNull();
    expect(await store.sessions.take('under way', at(10))).not.toBeNull();
  });

  it('all sessions of somebody end but one, each with its entry in the audit log', async () => {
    const store = await open();
    for (const id of ['one', 'two', 'three'])
      await store.sessions.open(
        { hash: id, id, email: ANN.id, createdAt: NOW, expiresAt: at(60), address: '', agent: '' },
        facts,
        ANN,
      );
    expect(await store.sessions.endAllOf(ANN.id, ANN, at(1), 'two')).toBe(2);
    const HOUR_MS = 3_600_000;
    expect((await store.sessions.listOf(ANN.id, at(1), HOUR_MS)).map(({ id }) => id)).toEqual(['two']);
    expect(await store.audit.count({ action: 'session.end' })).toBe(2);
    expect(await store.sessions.endAllOf(ANN.id, ANN, at(2))).toBe(1);
    expect(await store.sessions.endAllOf(ANN.id, ANN, at(3))).toBe(0);
  });

  it('what somebody who left could still come in with ends with them, and stays so when the address is active again', async () => {
    const store = await open();
    const said = (active: boolean) => [{ ...facts, active }];
    const how = (minutes: number) => ({ complete: false, actor: { id: 'job:people' }, now: at(minutes) });
    await store.people.learn('identityCenter', said(true), how(0));
    await store.sessions.open(
      { hash: 'h', id: 'one', email: ANN.id, createdAt: NOW, expiresAt: at(60), address: '', agent: '' },
      facts,
      ANN,
    );
    const token = {
      id: 't',
      email: ANN.id,
      name: 'prompt',
      scopes: ['me' as const],
      createdAt: NOW,
      expiresAt: at(600),
    };
    await store.tokens.create(token, 'hash', ANN);
    const grant = { email: ANN.id, role: 'costCenterOwner' as const, costCenter: 'Mobile' };
    await store.people.grant(grant, { id: 'boss@example.com' }, NOW);
    await store.people.learn('identityCenter', said(false), how(1));
    await store.people.learn('identityCenter', said(true), how(2));
    expect(await store.sessions.find('h', at(3), 3_600_000)).toBeNull();
    expect(await store.tokens.find('hash')).toMatchObject({
      revokedAt: at(1),
      revokedBy: 'job:people',
    });
    const [revoked] = await store.audit.list({ limit: 1, action: 'token.revoke' });
    expect(revoked).toMatchObject({ actor: 'job:people', reason: 'left', at: at(1) });
    expect(await store.audit.count({ action: 'session.end' })).toBe(1);
    expect(await store.people.grants()).toEqual([]);
    expect(await store.audit.list({ limit: 1, action: 'role.withdraw' })).toMatchObject([
      { actor: 'job:people', reason: 'left', before: { role: 'costCenterOwner', costCenter: 'Mobile' } },
    ]);
  });

  it('groups of a sign-in give roles for a month after it, those of the directory as long as it names them', async () => {
    const store = await open();
    const day = 24 * 60;
    await store.people.learn('identityCenter', [{ ...facts, groups: ['staff'] }], {
      complete: false,
      actor: ANN,
      now: NOW,
    });
    await store.sessions.open(
      { hash: 'h', id: 'one', email: ANN.id, createdAt: NOW, expiresAt: at(60), address: '', agent: '' },
      { ...facts, groups: ['finops'] },
      ANN,
    );
    const groups = async (minutes: number) => (await store.people.viewerFacts(ANN.id, at(minutes)))?.groups;
    expect(await groups(30 * day)).toEqual(['finops', 'staff']);
    expect(await groups(30 * day + 1)).toEqual(['staff']);
  });

  it('a session is listed for as long as it is good for something: not once it expired, or was not used for too long', async () => {
    const store = await open();
    const session = { hash: 'one', id: 'one', email: ANN.id, createdAt: NOW, address: '', agent: '' };
    await store.sessions.open({ ...session, expiresAt: at(600) }, facts, ANN);
    const listed = async (minutes: number, idleMinutes: number) =>
      (await store.sessions.listOf(ANN.id, at(minutes), idleMinutes * 60_000)).length;
    expect(await listed(59, 60)).toBe(1);
    expect(await listed(60, 60)).toBe(0);
    expect(await store.sessions.find('one', at(60), 60 * 60_000)).toBeNull();
    await store.sessions.noteUse('one', at(59));
    expect(await store.sessions.find('one', at(60), 60 * 60_000)).toMatchObject({
      id: 'one',
      seenAt: at(59),
    });
    expect(await listed(600, 1000)).toBe(0);
  });
}
