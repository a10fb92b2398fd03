import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readChosen } from '../app/policies/choose.ts';
import { Invalid } from '../core/errors.ts';
import { keyTwice } from '../core/policies/choices.ts';
import { type Shell, scriptFor } from '../core/vending/script.ts';
import { remark, say, UserError } from './output.ts';
import { configOf } from './withContext.ts';

/** `bedrock-ledger policies script`: the script alone on stdout, what there is to say about it on stderr. */

interface Options {
  config?: string;
  shell: Shell;
  region?: string;
  model?: string;
  userTag?: string;
  costCenterTag?: string;
}

const FILES: Readonly<Record<Shell, string>> = { bash: 'own-profiles.sh', powershell: 'own-profiles.ps1' };
const RUN: Readonly<Record<Shell, string>> = {
  bash: 'bash own-profiles.sh --help',
  powershell: 'powershell -File own-profiles.ps1 --help',
};

/** Settings are enough: no ledger is opened, and AWS is not asked. */
export function script(options: Options): void {
  const { tagKeys, regions, policies, vending } = configOf(options);
  const typed = Object.entries({
    region: options.region,
    model: options.model,
    userTag: options.userTag,
    costCenterTag: options.costCenterTag,
  }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const { chosen, faults } = readChosen(Object.fromEntries(typed));
  const keys = { ...tagKeys, ...chosen.tagKeys };
  const again = keyTwice(keys, vending.tags);
  if (again !== null) faults.push({ field: 'userTag', key: 'tagKeyTwice', value: again });
  if (faults.length > 0) throw new Invalid(faults);
  const choices = {
    tagKeys: keys,
    regions: chosen.regions ?? regions,
    models: chosen.models === undefined ? policies.models : chosen.models,
    tags: vending.tags,
  };
  const { shell } = options;
  say(scriptFor(shell, textOf(FILES[shell]), choices).trimEnd());
  remark(
    `For Regions ${choices.regions.join(', ')}; models: ${choices.models?.join(', ') ?? 'all'}; tags: ${[keys.user, keys.costCenter, ...vending.tags.map(({ key }) => key)].join(', ')}. Save it as ${FILES[shell]}, hand it out, and run it as "${RUN[shell]}". It needs the AWS CLI and the self-service policy: bedrock-ledger policies print self-service.`,
  );
}

/** One of the scripts, found from here upward: the code runs from `src` and, bundled, from `dist`. */
function textOf(name: string): string {
  for (let dir = dirname(fileURLToPath(import.meta.url)); dir !== dirname(dir); dir = dirname(dir)) {
    const file = join(dir, 'handout', name);
    if (existsSync(file)) return readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  }
  throw new UserError(`the file handout/${name} is missing beside the program: install it anew`);
}
