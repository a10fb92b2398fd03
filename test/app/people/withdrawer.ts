import { withdrawRole } from '../../../src/app/people/roles.ts';
import { openStore } from '../../../src/store/open.ts';
import { askingOf } from '../../asking.ts';
import { NOW_MS } from '../../store/setup.ts';
import { signingIn } from './settings.ts';

/**
 * A process of its own that takes the role of an administrator from whoever it is told to, and answers `withdrawn`, or
 * the code of the error.
 */
const [file = ''] = process.argv.slice(2);
const store = await openStore(file, { now: NOW_MS });
const asking = askingOf(store, { settings: signingIn });
process.on('message', (email: string) => {
  withdrawRole(asking, email, { role: 'administrator' }, { strangers: true }).then(
    () => process.send?.('withdrawn'),
    (error: unknown) => process.send?.((error as { code?: string }).code ?? String(error)),
  );
});
process.send?.('ready');
