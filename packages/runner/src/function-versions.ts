import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type AnyNode,
  changesIn,
  findSet,
  namesIn,
  parseModule,
  type Statement,
  statementOf,
} from './module-syntax.ts';

/** What makes the version of a function, besides the code. */
export interface VersionParts {
  /** The bundled module. */
  readonly code: string;
  /** The file of the module: other files are named from its folder. */
  readonly file: string;
  readonly labels: readonly string[];
  /** What the code runs with: the version of Labelwright. */
  readonly engine: string;
  /** Holds where the code will run elsewhere, with other files: functions that read some have no version. */
  readonly portable?: boolean | undefined;
}

/**
 * The version of each function of a module: it changes whenever the function might vote differently.
 *
 * It is made of the code of the function and of everything in the module that this code names, directly or by
 * way of something else; of statements that stand on their own; of the files that this code names as they are
 * now; and of the packages that it imports.
 *
 * @returns `undefined` for a function whose votes may depend on something else: the time, chance, variables that
 * change, files whose names are made up as it runs
 */
export function functionVersions(names: readonly string[], parts: VersionParts): (string | undefined)[] {
  const slices = slicesOf(parts.code);
  return names.map((name) => {
    const slice = slices?.get(name) ?? { text: parts.code, doubtful: isDoubtful(parts.code) };
    const files = filesIn(slice.text, parts.file);
    if (slice.doubtful || readsUnnamed(slice.text, files)) return undefined;
    if (parts.portable && READS_FILES.test(slice.text)) return undefined;
    const hash = createHash('sha256');
    for (const part of [parts.engine, name, ...parts.labels, slice.text, ...files]) {
      hash.update(`${part.length}:${part}`);
    }
    return hash.digest('hex').slice(0, 32);
  });
}

interface Slice {
  readonly text: string;
  /** Holds where the votes may depend on more than the record. */
  readonly doubtful: boolean;
}

/** The functions of the set that the module exports, each with the code that it rests on. */
function slicesOf(code: string): Map<string, Slice> | undefined {
  const body = parseModule(code);
  const set = body && findSet(body);
  if (body === undefined || set === undefined) return undefined;
  const rest = body.filter((node) => node !== set.statement).map((node) => statementOf(node, code));
  const changed = new Set(rest.flatMap(({ changes }) => [...changes]));
  for (const { node } of set.entries) for (const name of changesIn(node)) changed.add(name);
  const made = new Set(rest.flatMap(({ makes }) => makes));
  for (const name of changed) if (!made.has(name)) changed.delete(name); // Variables of functions come and go.
  // Where the set itself is named elsewhere, any of its functions may call any other.
  if (rest.some(({ names, text }) => names.has(set.name) && !text.startsWith('export {'))) return undefined;
  return new Map(
    set.entries.map(({ name, node }) => [name, sliceOf(node, { code, rest, changed, maker: set.maker })]),
  );
}

function sliceOf(
  entry: AnyNode,
  {
    code,
    rest,
    changed,
    maker,
  }: { code: string; rest: readonly Statement[]; changed: ReadonlySet<string>; maker: string },
): Slice {
  const known = namesIn(entry).add(maker);
  const taken = new Set<Statement>();
  for (let before = -1; before !== taken.size; ) {
    before = taken.size;
    for (const statement of rest) {
      if (taken.has(statement) || !concerns(statement, known, rest)) continue;
      taken.add(statement);
      for (const name of statement.names) known.add(name);
    }
  }
  const text = [
    code.slice(entry.start, entry.end),
    ...rest.filter((one) => taken.has(one)).map((one) => one.text),
  ];
  const doubtful = [...known].some((name) => changed.has(name)) || text.some(isDoubtful);
  return { text: text.join('\n'), doubtful };
}

/** Holds for a statement that makes something the slice names, or that may change something it names. */
function concerns(statement: Statement, known: ReadonlySet<string>, rest: readonly Statement[]): boolean {
  if (statement.makes.length === 0) return !statement.text.startsWith('export {');
  if (statement.makes.some((name) => known.has(name))) return true;
  if (statement.fixed) return false;
  return [...statement.names].some((name) => {
    if (!known.has(name)) return false;
    const maker = rest.find(({ makes }) => makes.includes(name));
    return maker !== undefined && !maker.fixed;
  });
}

/** What may answer differently the next time. Environment variables count as settings, which do not matter. */
const DOUBTFUL =
  /\b(?:Date|Math\.random|crypto|performance|globalThis|eval|Function|hrtime|WeakRef|setInterval)\b|\bimport\s*\(|\brequire\s*\(|\bprocess\.(?!env\b)|=\s*process\s*[;,)]|\bfrom\s*["'](?:node:)?(?:process|os)["']/;

function isDoubtful(text: string): boolean {
  return DOUBTFUL.test(text);
}

/** What reads files: their names must be found in the code. */
const READS_FILES =
  /\b(?:listFile|tableFile|queryList|queryTable|queryDatabase|readJson)\b|["'](?:node:)?(?:fs|fs\/promises|child_process|sqlite|worker_threads)["']/;

/** Calls that read what their first argument names. */
const READING =
  /\b(?:readFile|readFileSync|readdir|readdirSync|createReadStream|openSync|opendir|opendirSync|(?<!\.)exec|execSync|execFile|execFileSync|spawn|spawnSync|DatabaseSync|Worker|listFile|tableFile|readJson)\s*\(\s*/g;
/** A name that is written out, alone or in a URL, where one is looked for. */
const NAMED = /(?:new URL\(\s*)?(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\$]|\\.)*`)\s*[,);]/y;
const VARIABLE = /([\w$]+)\s*[,)]/y;

/** Holds where files may be read whose names are not written in the code, or none of which is there. */
function readsUnnamed(text: string, files: readonly string[]): boolean {
  if (!READS_FILES.test(text)) return false;
  if (files.every((one) => one.startsWith('file:'))) return true;
  return [...text.matchAll(READING)].some(({ index, 0: call }) => !isNamed(text, index + call.length));
}

/** Holds where what begins here is a name that is written out, or a variable that is one. */
function isNamed(text: string, at: number): boolean {
  if (matchAt(NAMED, text, at)) return true;
  const variable = matchAt(VARIABLE, text, at)?.[1];
  if (variable === undefined) return false;
  const made = new RegExp(`\\b(?:var|let|const) ${variable.replaceAll('$', '\\$')} = `).exec(text);
  return made !== null && matchAt(NAMED, text, made.index + made[0].length) !== null;
}

function matchAt(sticky: RegExp, text: string, at: number): RegExpExecArray | null {
  sticky.lastIndex = at;
  return sticky.exec(text);
}

const LITERAL = /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\$]|\\.)*)`/g;

/** The files that are named in the code, with what is in them; packages by their place, size and time. */
function filesIn(text: string, file: string): string[] {
  const found: string[] = [];
  const names = [...text.matchAll(LITERAL)]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
    .filter((name) => name !== '' && name.length <= 500 && !name.includes('\0'));
  const folders = new Set([dirname(file), resolve('.'), ...names.flatMap(folderOf)]);
  for (const name of names) {
    if (name.startsWith('file:')) {
      found.push(...stampOf(name));
      continue;
    }
    for (const path of new Set([...folders].map((folder) => resolve(folder, name)))) {
      if (path !== file && isFile(path))
        found.push(`${name}=${createHash('sha256').update(readFileSync(path)).digest('hex')}`);
    }
  }
  return found;
}

/** The folder of a module that is named by its URL or its path, as the bundle writes it for `import.meta`. */
function folderOf(name: string): string[] {
  if (!name.startsWith('file:') && !isAbsolute(name)) return [];
  try {
    const path = name.startsWith('file:') ? fileURLToPath(name) : name;
    return [statSync(path).isDirectory() ? path : dirname(path)];
  } catch {
    return [];
  }
}

function stampOf(url: string): string[] {
  try {
    const path = fileURLToPath(url);
    const { size, mtimeMs } = statSync(path);
    return [`${url}=${size}@${mtimeMs}`];
  } catch {
    return [];
  }
}

function isFile(path: string): boolean {
  try {
    return existsSync(path) && statSync(path).isFile();
  } catch {
    return false;
  }
}
