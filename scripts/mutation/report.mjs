/* What a run came to, in words: a table by file and every survivor with its line. */
const STATES = ['killed', 'timedOut', 'survived', 'noCoverage', 'equivalent'];
const found = ({ killed, timedOut }) => killed + timedOut;
const asked = (counts) => found(counts) + counts.survived + counts.noCoverage;

/** Of the mutants that could be noticed, how many are, in per cent. */
export const scoreOf = (counts) => (asked(counts) === 0 ? 100 : (100 * found(counts)) / asked(counts));

export function countsOf(mutants) {
  return Object.fromEntries(
    STATES.map((state) => [state, mutants.filter(({ status }) => status === state).length]),
  );
}

/** `files` is [{ name, mutants, seconds }]. */
export function tableOf(files) {
  const row = ({ name, mutants, seconds }) => {
    const counts = countsOf(mutants);
    return [name, scoreOf(counts).toFixed(1), ...STATES.map((state) => counts[state]), seconds.toFixed(0)];
  };
  const together = {
    name: 'together',
    mutants: files.flatMap(({ mutants }) => mutants),
    seconds: files.reduce((total, file) => total + file.seconds, 0),
  };
  const rows = [['file', 'score %', ...STATES, 'seconds'], ...[...files, together].map(row)];
  return rows
    .map(([name, ...cells]) => name.padEnd(22) + cells.map((cell) => String(cell).padStart(12)).join(''))
    .join('\n');
}

const unnoticed = (mutants) =>
  mutants.filter(({ status }) => status === 'survived' || status === 'noCoverage');

/** The survivors as entries of equivalents.json, for whoever has the reason. */
export function entriesFor({ mutants }) {
  return unnoticed(mutants).map(({ at, original, text, n }) =>
    JSON.stringify({ at, original, text, ...(n > 1 ? { n } : {}), why: '' }),
  );
}

export function survivorLines({ name, mutants }) {
  return unnoticed(mutants).flatMap(({ line, original, text, status, in: scope, n }) => [
    `${name}:${line} ${status === 'survived' ? 'survived' : 'no coverage'} (in ${scope || 'the file'}, ${n})`,
    `  - ${shortened(original)}`,
    `  + ${shortened(text)}`,
  ]);
}

const shortened = (text) => {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 160 ? `${line.slice(0, 157)}…` : line;
};
