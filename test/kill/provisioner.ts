import { runSync } from '../../src/jobs/sync.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import { awsAt, NOW, settings } from './ledger.ts';

/**
 * A process of its own that does the steps of plans, and kills itself at a given profile that it makes when told to:
 * `node provisioner.mjs FILE URL [NUMBER before|between|uncommitted|after]`, before AWS is asked, between AWS and the ledger,
 * before the ledger has it for good, or right after.
 */
const [file, url, number = '0', moment] = process.argv.slice(2);
if (!file || !url) throw new Error('usage: provisioner.mjs FILE URL [NUMBER MOMENT]');
const killAt = Number(number);

/** No handler, no `finally`, no closing of the file runs after this. */
const die = (): void => void process.kill(process.pid, 'SIGKILL');
let made = 0;
const at = (one: string): boolean => made === killAt && moment === one;

const opened = await openStore(file, { now: NOW, attribution: settings.attribution });
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
      const createProfile: typeof aws.bedrock.createProfile = async (place, input) => {
        made += 1;
        if (at('before')) die();
        const answer = await aws.bedrock.createProfile(place, input);
        if (at('between')) die();
        return answer;
      };
      return { ...aws, bedrock: { ...aws.bedrock, createProfile } };
    },
    clock: { now: () => NOW },
    settings,
    notifiers: [],
    progress: { start() {}, step() {}, done() {} },
  },
  ['provision'],
);
process.stdout.write(JSON.stringify(runs.map(({ status, rows, errors }) => ({ status, rows, errors }))));
opened.close();
