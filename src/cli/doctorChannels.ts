import { type Asking, mayDo } from '../app/asking.ts';
import { type ChannelShown, listChannels } from '../app/notify/channels.ts';
import { type Reached, readReached } from '../app/notify/reached.ts';
import { awsOf, type Context } from '../context.ts';
import { addressOf, personalChannels, settingNameOf, WEBHOOK } from '../core/channels.ts';
import { isLoopback } from '../core/hosts.ts';
import type { NotifySettings } from '../core/notifySettings.ts';
import { minuteOf } from '../core/periods.ts';
import { attempt, type Check, unasked } from './doctorAws.ts';
import { MENDS, setting } from './doctorMends.ts';

/** By what people are told, looked at without sending anything: the channels that are set, and whether they reach anybody. */

export async function channelChecks(asking: Asking): Promise<Check[]> {
  if (!mayDo(asking, 'change', { kind: 'jobs' }))
    return [unasked('channels', 'not asked: that is for administrators')];
  const { notify } = asking.settings;
  const reached = await readReached(asking);
  const channels = await listChannels(asking);
  return [
    healthCheck(reached, channels.length),
    ...rolesCheck(reached, notify),
    ...channels.map((one) => channelCheck(one, notify)),
  ];
}

function healthCheck({ ofHealth }: Reached, channels: number): Check {
  const check = 'who is told when this service fails';
  if (ofHealth > 0)
    return { check, state: 'ok', found: ofHealth === 1 ? 'one reader' : `${ofHealth} readers`, advice: '' };
  return {
    check,
    state: 'warning',
    found:
      channels === 0
        ? 'nobody: no channel is set'
        : 'nobody: no administrator can be told, and no channel is told of health',
    advice:
      'set notify.smtpUrl, with an administrator or an address in notify.to, or a channel with the topic health',
    mend: setting(channels === 0 ? 'notify.smtpUrl' : 'notify.channels'),
  };
}

interface Role {
  name: string;
  lack: string;
  mend: string;
}
const ROLES: Readonly<Record<Reached['empty'][number], Role>> = {
  managers: {
    name: 'managers (notify.toManagers)',
    lack: 'the directory says of nobody who their manager is',
    mend: MENDS.importPeople,
  },
  ownersOfCostCenters: {
    name: 'owners (notify.toCostCenterOwners)',
    lack: 'no cost center of anybody has an owner',
    mend: MENDS.grantOwner,
  },
  finance: { name: 'finance (notify.toFinance)', lack: 'nobody has the role', mend: MENDS.grantFinance },
  administrators: {
    name: 'administrators (notify.toAdministrators)',
    lack: 'nobody has the role',
    mend: MENDS.grant,
  },
};

/** Where single people are told at all. */
function rolesCheck({ empty }: Reached, notify: NotifySettings): Check[] {
  if (personalChannels(notify).length === 0) return [];
  const check = 'roles that are told';
  const [first] = empty;
  if (first === undefined) return [{ check, state: 'ok', found: 'each has somebody', advice: '' }];
  return [
    {
      check,
      state: 'warning',
      found: empty.map((role) => `${ROLES[role].name}: ${ROLES[role].lack}`).join('; '),
      advice: 'say who they are, or switch off that they are told',
      mend: ROLES[first].mend,
    },
  ];
}

/** Microsoft has retired these; a Workflows URL takes their place. */
const RETIRED = /\.webhook\.office\.com$/;

function channelCheck(shown: ChannelShown, notify: NotifySettings): Check {
  const { name, kind, host, lastDeliveredAt } = shown;
  const check = `channel ${name}`;
  const wrong = (found: string, advice: string): Check => ({
    ...{ check, state: 'warning', found, advice, mend: setting(settingNameOf(name)) },
  });
  if (kind === 'teams' && RETIRED.test(host))
    return wrong(
      `${host} is an address of a connector, which Microsoft has retired`,
      'make a workflow in Teams ("When a Teams webhook request is received"), and take its URL',
    );
  if (isOpen(shown, notify))
    return wrong(
      `what is sent to ${host} is not encrypted on its way`,
      'take an address that begins with https://',
    );
  const arrived =
    lastDeliveredAt === null
      ? 'nothing arrived lately'
      : `the last message arrived at ${minuteOf(lastDeliveredAt)}`;
  return {
    check,
    state: 'ok',
    found: `${kind} at ${host}, ${arrived}; "${MENDS.testChannel}" sends a test`,
    advice: '',
  };
}

/** Whether it is posted in the clear to another machine. Mail servers offer TLS themselves where they have it. */
function isOpen({ name, host }: ChannelShown, { webhook, channels }: NotifySettings): boolean {
  const set = channels.find((one) => one.name === name);
  const url = name === WEBHOOK ? webhook?.url : set && addressOf(set);
  return url?.startsWith('http:') === true && !isLoopback(host.replace(/:\d+$/, ''));
}

/** Topics are asked what they are: whoever may that and publishes to them is in the same statement of the policy. */
export function topicChecks(
  context: Pick<Context, 'settings' | 'awsFactory' | 'store' | 'clock'>,
): Promise<Check[]> {
  const topics = context.settings.notify.channels.flatMap((one) => (one.kind === 'sns' ? [one] : []));
  const { sns } = awsOf(context);
  return Promise.all(
    topics.map(({ name, topicArn }) =>
      attempt(
        `topic of ${name}`,
        'see to notify.channels, to the policy of the topic, and print the policy of the service anew',
        async () => {
          await sns.look(topicArn);
          return topicArn;
        },
        MENDS.printService,
      ),
    ),
  );
}
