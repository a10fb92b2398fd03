import { runSync } from '../../src/jobs/sync.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import { awsAt, NOW, settings } from './ledger.ts';

/**
 * Mirrors the budgets of a ledger, and dies after so many writes: between AWS's answer and its note, or right after that.
 * Arguments: the ledger, where AWS is, after how many writes (left out: never), `before` or `after` the note.
 */
const [file = '', url = '', at = '0', moment = 'before'] = process.argv.slice(2);
const opened = await openStore(file, { now: NOW, attribution: settings.attribution });
let count = 0;
const record: Store['mirror']['record'] = async (...args) => {
  count += 1;
  const dies = count === Number(at);
  if (dies && moment === 'before') process.kill(process.pid, 'SIGKILL');
  await opened.mirror.record(...args);
  if (dies) process.kill(process.pid, 'SIGKILL');
};
const store = { ...opened, mirror: { ...opened.mirror, record } };
const deps = {
  store,
  awsFactory: awsAt(url),
  clock: { now: () => NOW },
  settings,
  notifiers: [],
  progress: { start() {}, step() {}, done() {} },
};
const { runs } = await runSync(deps, ['budgets']);
opened.close();
process.stdout.write(JSON.stringify(runs.map(({ status, rows, errors }) => ({ status, rows, errors }))));
