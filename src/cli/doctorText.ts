import type { Check } from './doctorAws.ts';
import { GROUPS, type Grouped } from './doctorFrame.ts';

/** Findings as lines of a terminal. */

/** Where nobody says how wide the terminal is. */
const USUAL_WIDTH = 80;
/** Width of the column with the state. */
const STATE = 'warning'.length;
const GAP = '  ';
const INDENT = ' '.repeat(STATE + GAP.length);

/** What all checks together say: the worst of them. */
export type Verdict = Check['state'];
export const verdictOf = (checks: readonly Check[]): Verdict =>
  checks.some(({ state }) => state === 'failed')
    ? 'failed'
    : checks.some(({ state }) => state === 'warning')
      ? 'warning'
      : 'ok';

/** Colours a state; the word says it without. */
export type Paint = (state: Check['state'], text: string) => string;

/** Breaks text at its blanks. A word that is longer than the line, such as an ARN, stays whole: it can be copied. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines;
}

/**
 * The verdict, then what is wrong, the worst first, each with what mends it, then what is well by group.
 * @param width of the terminal, in characters
 * @param all whether each check that is well is listed; `brief`: whether none of it is said
 */
export function reportLines(
  checks: readonly Grouped[],
  {
    width = USUAL_WIDTH,
    all = false,
    brief = false,
  }: { width?: number | undefined; all?: boolean; brief?: boolean },
  paint: Paint = (_, text) => text,
): string[] {
  const of = (state: Check['state']) => checks.filter((check) => check.state === state);
  const wrong = [...of('failed'), ...of('warning')];
  const unasked = checks.filter((check) => check.unasked === true);
  const asked = checks.length - unasked.length;
  const verdict = wrap(verdictLine(of('failed').length, of('warning').length, asked, unasked.length), width);
  const well = of('ok').filter((check) => check.unasked !== true);
  return [
    ...verdict.map((line) => paint(verdictOf(checks), line)),
    ...wrong.flatMap((check) => ['', ...checkLines([check], width, paint)]),
    ...(unasked.length === 0 || brief
      ? []
      : [
          '',
          'Not looked at:',
          ...unasked.flatMap(({ check, found }) => hanging(`${check}: ${found}`, width)),
        ]),
    ...(brief || well.length === 0
      ? []
      : ['', ...(all ? everyLine(well, width, paint) : wrap(summary(well), width))]),
  ];
}

const hanging = (text: string, width: number): string[] =>
  wrap(text, width - 4).map((line, i) => `${i === 0 ? '  ' : '    '}${line}`);

function verdictLine(failed: number, warnings: number, all: number, unasked: number): string {
  const parts = [
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(warnings === 0 ? [] : [`${warnings} to look at`]),
  ];
  const verb = failed + warnings === 1 ? 'wants' : 'want';
  return parts.length === 0
    ? unasked === 0
      ? `Everything is in order: ${all} checks.`
      : `Nothing is wrong in the ${all} checks that were made; ${unasked} could not be.`
    : `${failed + warnings} of ${all} checks ${verb} attention: ${parts.join(', ')}.`;
}

const summary = (well: readonly Grouped[]): string =>
  `In order: ${GROUPS.flatMap((group) => {
    const count = well.filter((check) => check.group === group).length;
    return count === 0 ? [] : [`${group} ${count}`];
  }).join(', ')}. To list them: bedrock-ledger doctor --all`;

const everyLine = (well: readonly Grouped[], width: number, paint: Paint): string[] =>
  GROUPS.flatMap((group) => {
    const some = well.filter((check) => check.group === group);
    return some.length === 0 ? [] : [`In order: ${group}`, ...checkLines(some, width, paint)];
  });

/**
 * State, check and what was found side by side where they fit, else below each other; what to do always below, and last
 * the one step that mends it, whole, so that it can be copied.
 * @param width of the terminal, in characters
 */
export function checkLines(
  checks: readonly Check[],
  width: number = USUAL_WIDTH,
  paint: Paint = (_, text) => text,
): string[] {
  const names = Math.max(0, ...checks.map(({ check }) => check.length));
  return checks.flatMap(({ state, check, found, advice, mend }) => {
    const start = `${state.padEnd(STATE)}${GAP}`;
    const beside = `${start}${check.padEnd(names)}${GAP}${found}`;
    const painted = (line: string) => paint(state, line.slice(0, STATE)) + line.slice(STATE);
    const indented = (text: string, first = '') =>
      wrap(text, width - INDENT.length - first.length).map(
        (line, i) => `${INDENT}${i === 0 ? first : ' '.repeat(first.length)}${line}`,
      );
    return [
      ...(beside.length <= width && !found.includes('\n')
        ? [painted(beside.trimEnd())]
        : [painted(`${start}${check}`), ...indented(found)]),
      ...(advice === '' ? [] : advice.split('\n').flatMap((line) => indented(line, '→ '))),
      ...(mend === undefined || state === 'ok' ? [] : [`${INDENT}${mendLine(mend)}`]),
    ];
  });
}

/** A command looks like what is typed; where else something is to be done is said. */
const mendLine = (mend: string): string =>
  /^(?:bedrock-ledger|chmod) /.test(mend) ? `$ ${mend}` : mend.startsWith('/') ? `page ${mend}` : mend;
