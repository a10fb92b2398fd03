import { runSync } from '../../src/jobs/sync.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import { awsAt, settings } from './ledger.ts';

/**
 * A process of its own that does the steps of plans, and kills itself at a given profile that it makes or deletes when told
 * to: `node provisioner.mjs FILE URL NOW [NUMBER before|between|uncommitted|after]`, before AWS is asked, between AWS and the
 * ledger, before the ledger has it for good, or right after. NOW: where its clock stands, UTC milliseconds.
 */
const [file, url, clock, number = '0', moment] = process.argv.slice(2);
if (!file || !url || !clock) throw new Error('usage: provisioner.mjs FILE URL NOW [NUMBER MOMENT]');
const now = Number(clock);
const killAt = Number(number);

/** No handler, no `finally`, no closing of the file runs after this. */
const die = (): void => void process.kill(process.pid, 'SIGKILL');
let changed = 0;
const at = (one: string): boolean => changed === killAt && moment === one;
/** Counts what AWS is asked to change, and dies before or after it. */
const counted =
  <Given extends readonly unknown[], Answer>(ask: (...given: Given) => Promise<Answer>) =>
  async (...given: Given): Promise<Answer> => {
    changed += 1;
    if (at('before')) die();
    const answer = await ask(...given);
    if (at('between')) die();
    return answer;
  };

const opened = await openStore(file, { now, attribution: settings.attribution });
const store: Store = {
  ...opened,
  writing: async (work) => {
    const result = await opened.writing(async (inside) => {
      const worked = await work(inside);
      if (at('uncommitted')) die();
      return worked;
    });
    if (at('after')) die();
    return result;
  },
};
const { runs } = await runSync(
  {
    store,
    awsFactory: (...given) => {
      const aws = awsAt(url)(...given);
      const { createProfile, deleteProfile } = aws.bedrock;
      const bedrock = {
        ...aws.bedrock,
        createProfile: counted(createProfile),
        deleteProfile: counted(deleteProfile),
      };
      return { ...aws, bedrock };
    },
    clock: { now: () => now },
    settings,
    notifiers: [],
    progress: { start() {}, step() {}, done() {} },
  },
  ['provision'],
);
process.stdout.write(JSON.stringify(runs.map(({ status, rows, errors }) => ({ status, rows, errors }))));
opened.close();
