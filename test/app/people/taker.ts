import type { Asking } from '../../../src/app/asking.ts';
import { bindAccount, unbindAccounts } from '../../../src/app/credentials/bindings.ts';
import { addAliasOf, renamePerson } from '../../../src/app/people/addresses.ts';
import { changePerson } from '../../../src/app/people/change.ts';
import { importPeople } from '../../../src/app/people/import.ts';
import { withdrawRole } from '../../../src/app/people/roles.ts';
import { openStore } from '../../../src/store/open.ts';
import { askingOf } from '../../asking.ts';
import { NOW_MS } from '../../store/setup.ts';
import { ISSUER, signingIn } from './settings.ts';

/** Every way in which people take an administrator away, by themselves or in a process of their own. */

export interface Take {
  how: keyof typeof WAYS;
  /** Who administers. */
  email: string;
  /** Somebody who has left. */
  gone: string;
}

const HOW = { strangers: true, force: false, confirmed: true };

export const WAYS = {
  withdraw: (asking: Asking, { email }: Omit<Take, 'how'>) =>
    withdrawRole(asking, email, { role: 'administrator' }, { strangers: true }),
  leave: (asking: Asking, { email }: Omit<Take, 'how'>) =>
    changePerson(asking, email, { status: 'left' }, { confirmed: true }),
  importLeft: (asking: Asking, { email }: Omit<Take, 'how'>) =>
    importPeople(
      asking,
      {
        rows: [{ line: 2, cells: { email, status: 'left' } }],
        columns: ['email', 'status'],
        unread: [],
        whole: true,
      },
      { complete: false, rehearse: false, force: true, reason: '' },
    ),
  /** Becomes one with somebody who has left. */
  merge: (asking: Asking, { email, gone }: Omit<Take, 'how'>) =>
    addAliasOf(asking, gone, { alias: email }, { confirmed: true }),
  rename: (asking: Asking, { email, gone }: Omit<Take, 'how'>) =>
    renamePerson(asking, email, { email: gone }, { confirmed: true }),
  unbind: (asking: Asking, { email }: Omit<Take, 'how'>) => unbindAccounts(asking, email, {}, HOW),
  /** Their account becomes that of somebody else. */
  move: (asking: Asking, { email, gone }: Omit<Take, 'how'>) =>
    bindAccount(asking, gone, { issuer: ISSUER, subject: email }, HOW),
} as const;

const [, me = '', file] = process.argv;
if (me === import.meta.filename && file !== undefined) {
  const store = await openStore(file, { now: NOW_MS });
  const asking = askingOf(store, { settings: signingIn });
  process.on('message', ({ how, ...who }: Take) => {
    WAYS[how](asking, who).then(
      () => process.send?.('done'),
      (error: unknown) => process.send?.((error as { code?: string }).code ?? String(error)),
    );
  });
  process.send?.('ready');
}
