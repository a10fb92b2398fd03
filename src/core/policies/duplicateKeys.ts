/** Names that stand twice in an object of a JSON text, each with its place: `Statement[0].Condition.StringEquals`. */
export function duplicateKeys(text: string): string[] {
  const found = new Set<string>();
  const open: Level[] = [];
  for (const [token] of text.matchAll(TOKENS)) {
    const level = open.at(-1);
    if (token === '{' || token === '[')
      open.push({
        path: placeOf(level),
        names: token === '{' ? new Set() : null,
        name: '',
        index: 0,
        key: token === '{',
      });
    else if (token === '}' || token === ']') open.pop();
    else if (level === undefined) continue;
    else if (token === ',') {
      level.index++;
      level.key = level.names !== null;
    } else if (token === ':') level.key = false;
    else if (level.key && isSecond(level, String(JSON.parse(token)))) found.add(placeOf(level));
  }
  return [...found];
}

function isSecond(level: Level, name: string): boolean {
  const second = level.names?.has(name) ?? false;
  level.names?.add(name);
  level.name = name;
  return second;
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

interface Level {
  path: string;
  /** Names seen in it; null in a list. */
  names: Set<string> | null;
  name: string;
  index: number;
  /** A name comes next. */
  key: boolean;
}

function placeOf(level: Level | undefined): string {
  if (level === undefined) return '';
  if (level.names === null) return `${level.path}[${level.index}]`;
  return level.path === '' ? level.name : `${level.path}.${level.name}`;
}
