import type { PoliciesShown } from '../../app/policies/print.ts';
import { href } from '../../core/href.ts';
import { CLOSED } from '../../core/policies/actions.ts';
import { SERVICE_TIERS } from '../../core/policies/choices.ts';
import type { PolicyKind } from '../../core/policies/generate.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Faults, FieldFault, faultOf } from '../../ui/plain.tsx';

/** What an administrator may choose otherwise than the settings have it: only to look at, nothing is kept. */

/** Parameters of the address, as `showPolicies` reads them. */
export const CHOSEN = [
  'account',
  'region',
  'model',
  'geography',
  'selfService',
  'enforcement',
  'tier',
  'open',
  'exempt',
] as const;

export function ChoiceForm({
  frame: { m },
  kind,
  shown: { choices, geographies },
  typed,
  faults,
}: {
  frame: Frame;
  kind: PolicyKind;
  shown: PoliciesShown;
  typed: Readonly<Record<string, string>>;
  faults: Faults;
}) {
  const words = m.policies.choose;
  const text = (name: keyof typeof words & (typeof CHOSEN)[number], standard: string) => (
    <label>
      {words[name]}
      <input name={name} value={typed[name] ?? ''} placeholder={standard} {...faultOf(name, faults)} />
      <FieldFault name={name} faults={faults} />
    </label>
  );
  const onOff = (name: 'selfService' | 'enforcement', set: boolean) => (
    <label>
      {words[name]}
      <select name={name}>
        {(['', 'on', 'off'] as const).map((value) => (
          <option value={value} selected={(typed[name] ?? '') === value}>
            {value === '' ? words.asSet(set ? words.on : words.off) : words[value]}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <details class="create" open={Object.keys(typed).length > 0}>
      <summary>{words.title}</summary>
      <p class="note">{words.intro}</p>
      <form class="inline" method="get" action={href`/policies`}>
        <input type="hidden" name="kind" value={kind} />
        {text('account', choices.accounts.join(','))}
        {text('region', choices.regions.join(','))}
        {text('geography', geographies.join(','))}
        {text('model', choices.models?.join(',') ?? words.allModels)}
        {onOff('selfService', choices.selfService)}
        {onOff('enforcement', choices.enforcement)}
        {text('tier', SERVICE_TIERS.join(','))}
        {text('open', CLOSED[0])}
        {text('exempt', words.exemptSample)}
        <button class="primary" type="submit">
          {words.show}
        </button>
        {Object.keys(typed).length > 0 && <a href={href`/policies?kind=${kind}`}>{words.back}</a>}
      </form>
    </details>
  );
}
