/** Every text of a catalogue of messages, functions called with samples that look like what they are given. */

/** By the name of a parameter, behind a part of the path where a name alone does not say it. Else it is a Latin word. */
const SAMPLES: Readonly<Record<string, string>> = {
  ...of(
    '12',
    'account blocked bound changed compared count created days done ended fine freed guard hours id inUse',
  ),
  ...of(
    '12',
    'invoke least left level lines page months more ms n needed open over pages people pid profiles quota seconds',
  ),
  ...of(
    '12',
    'narrowed.of sessions settled shown size steps there times tokens total unchanged wanting watch without below',
  ),
  ...of(
    '12',
    'policyPages.of rollOut.of judged.of audit.id mirror.most invalid.most approval.most plans.most',
  ),
  ...of(
    '12',
    'profiles.most access.most rollOut.owned ofMonths.all raiseQuota.from raiseQuota.to policies.all hygiene.all plans.all',
  ),
  ...of(
    '$1,234.56',
    'amount base billed budget ceiling counted estimated ever excess extra forecast high low limit',
  ),
  ...of(
    '$1,234.56',
    'asking.most asking.left over.amount mid reserve spent granted usual difference stops.left',
  ),
  ...of(
    '$1,234.56',
    'partOf.part partOf.whole chart.whole budgetsSeeing.left optionOver.over headline.over reached.over',
  ),
  ...of(
    '11月21日',
    'day first from last next running until keptFrom lines.to nothingHeld.last freshness.bill',
  ),
  ...of('2026/11/21 14:05', 'at since took time usage'),
  ...of('2026年11月', 'month period'),
  ...of('23.4%', 'more.costCenter more.profile percent share bypass.owned bypass.first bypass.last'),
  ...of('利用', 'what says each freshness.source outbox.channel sortedBy.column form.wanted'),
  ...of('12', 'counts.user counts.costCenter listed.most verdict.open days.billed begun verdict.days'),
  ...of('$1,234.56', 'worth answer.change before parts.final parts.provisional'),
  ...of('$1,234.56', 'charged nobodys unbilled beyond way.others acceptAmount.ledger acceptAmount.aws'),
  ...of('$1,234.56', 'mendAmount.ledger mendAmount.aws mendGone.ledger'),
  ...of('12', 'lineOf.line centers setup.all setup.ok requests tooMuch.count tooMuch.most'),
  ...of('前月', 'than'),
  ...of(
    '12',
    'progress.all permissions.ok permissions.all tags.known tags.lacking collection.requests tooMuch.most',
  ),
  ...of('$1,234.56', 'collection.charge'),
  ...of('Alpha|12|12', 'quotaUsedUp.['),
  ...of('$1,234.56', 'advice.saved advice.cost advice.instead advice.input advice.read advice.write'),
  ...of('12', 'advice.pays'),
  ...of('12', 'plans.have plans.lack'),
  ...of('利用', 'advice.route'),
  ...of('Alpha', 'plans.from accounts.from hygiene.from hands.from bypass.most'),
};
function of(sample: string, names: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [name, sample]));
}

/** A text that can be read as a list of texts too. */
function wordOf(name: string, path: string): unknown {
  const part = path.split('.').findLast((one) => `${one}.${name}` in SAMPLES);
  const text = SAMPLES[part === undefined ? name : `${part}.${name}`] ?? 'Alpha';
  const list = text.includes('|') ? text.split('|') : [text, text];
  return Object.assign(list, { toString: () => text, toLocaleString: () => text });
}
const recordOf = (path: string): unknown =>
  new Proxy({}, { get: (_, name) => (typeof name === 'string' ? wordOf(name, path) : undefined) });

/** Names of the parameters of a function, a pattern as `{`. */
function parametersOf(fn: (...args: never[]) => unknown): string[] {
  const head = (fn.toString().split(') =>')[0] ?? '').split(/^[^(]*=>/)[0] ?? '';
  const inside = head.startsWith('(') ? head.slice(1) : (/^\w+/.exec(fn.toString())?.[0] ?? '');
  return inside
    .replaceAll(/\{[^}]*\}/g, '{')
    .replaceAll(/\[[^\]]*\]/g, '[')
    .split(',')
    .map((name) => name.trim().replace(/[ :=].*$/s, ''))
    .filter((name) => name !== '');
}

/** Parameters of which fields are taken. */
const OF_FIELDS: ReadonlySet<string> = new Set(['{', 'f', 'words']);

/** Paths and texts. A function is called with samples by the names of its parameters. */
export function textsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return [];
  if (typeof value === 'function') {
    const fn = value as (...args: unknown[]) => unknown;
    const args = parametersOf(fn).map((name) => (OF_FIELDS.has(name) ? recordOf(path) : wordOf(name, path)));
    return textsOf(fn(...args), path);
  }
  return Object.entries(value).flatMap(([name, inner]) => textsOf(inner, `${path}.${name}`));
}
