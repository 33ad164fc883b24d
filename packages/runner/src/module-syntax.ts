import { type Node, parse } from 'acorn';

/** A statement of the module, what it makes and what it names. */
export interface Statement {
  readonly text: string;
  readonly makes: readonly string[];
  readonly names: ReadonlySet<string>;
  /** Names that it gives new values to. */
  readonly changes: ReadonlySet<string>;
  /** Imports, functions and constants cannot be changed by who names them. */
  readonly fixed: boolean;
}

/** A node of the syntax tree; its parts are looked at by name. */
export type AnyNode = Node & Readonly<Record<string, unknown>>;

/** The statements of a module; `undefined` where the parser does not know its syntax. */
export function parseModule(code: string): readonly AnyNode[] | undefined {
  try {
    const program = parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
    return program.body as unknown as readonly AnyNode[];
  } catch {
    return undefined;
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string';
}

function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
}

/** All names in a piece of code, those of properties too. */
export function namesIn(node: AnyNode, found: Set<string> = new Set()): Set<string> {
  if (node.type === 'Identifier' || node.type === 'PrivateIdentifier') found.add(String(node.name));
  for (const child of childrenOf(node)) namesIn(child, found);
  return found;
}

/** Names that a piece of code gives new values to, by themselves or in their parts. */
export function changesIn(node: AnyNode, found: Set<string> = new Set()): Set<string> {
  if (node.type === 'AssignmentExpression') for (const name of namesIn(node.left as AnyNode)) found.add(name);
  if (node.type === 'UpdateExpression') for (const name of namesIn(node.argument as AnyNode)) found.add(name);
  for (const child of childrenOf(node)) changesIn(child, found);
  return found;
}

/** What a statement makes, names and changes. */
export function statementOf(node: AnyNode, code: string): Statement {
  const declared =
    node.type === 'ExportNamedDeclaration' && isNode(node.declaration) ? node.declaration : node;
  return {
    text: code.slice(node.start, node.end),
    makes: makesOf(declared),
    names: namesIn(node),
    changes: changesIn(node),
    fixed: isFixed(declared),
  };
}

function makesOf(node: AnyNode): string[] {
  if (node.type === 'ImportDeclaration')
    return (node.specifiers as AnyNode[]).map(({ local }) => String((local as AnyNode).name));
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration')
    return [String((node.id as AnyNode).name)];
  if (node.type !== 'VariableDeclaration') return [];
  return (node.declarations as AnyNode[]).flatMap(({ id }) => [...namesIn(id as AnyNode)]);
}

/** Holds where what is made cannot be changed by those who name it. */
function isFixed(node: AnyNode): boolean {
  if (node.type === 'ImportDeclaration' || node.type === 'FunctionDeclaration') return true;
  if (node.type !== 'VariableDeclaration') return false;
  return (node.declarations as AnyNode[]).every(({ init }) => {
    if (!isNode(init)) return false;
    const { type, callee } = init as AnyNode & { readonly callee?: AnyNode };
    const made = callee?.type === 'Identifier' && TASK.test(String(callee.name));
    return FIXED.has(type) || (type === 'CallExpression' && made);
  });
}

const FIXED: ReadonlySet<string> = new Set([
  'Literal',
  'TemplateLiteral',
  'ArrowFunctionExpression',
  'FunctionExpression',
]);
const TASK = /^defineTask\d*$/;
const SET = /^(?:functions|asyncFunctions)\d*$/;

/** The set of a module, and where its functions are written. */
export interface FoundSet {
  readonly statement: AnyNode;
  /** The variable that holds it. */
  readonly name: string;
  /** What made it, `functions` of a task. */
  readonly maker: string;
  readonly entries: readonly { readonly name: string; readonly node: AnyNode }[];
}

/** The set that the module exports, where it is written out: `functions({ name: …, … })`. */
export function findSet(body: readonly AnyNode[]): FoundSet | undefined {
  const found = body.flatMap((statement) => setIn(statement) ?? []);
  return found.length === 1 ? found[0] : undefined;
}

function setIn(statement: AnyNode): FoundSet | undefined {
  if (statement.type !== 'VariableDeclaration') return undefined;
  const [declaration, ...others] = statement.declarations as AnyNode[];
  const { id, init } = declaration as AnyNode & { readonly id: AnyNode; readonly init?: AnyNode };
  const callee = init?.callee as AnyNode | undefined;
  const called =
    init?.type === 'CallExpression' && callee?.type === 'Identifier' && SET.test(String(callee.name));
  if (others.length > 0 || id.type !== 'Identifier' || !called) return undefined;
  const [object] = init.arguments as AnyNode[];
  if (object?.type !== 'ObjectExpression') return undefined;
  const entries = (object.properties as AnyNode[]).map((property) => ({
    name: keyOf(property),
    node: property,
  }));
  if (entries.some(({ name }) => name === undefined)) return undefined;
  return {
    statement,
    name: String(id.name),
    maker: String(callee.name),
    entries: entries as FoundSet['entries'],
  };
}

function keyOf({ type, key, computed }: AnyNode): string | undefined {
  if (type !== 'Property' || computed === true || !isNode(key)) return undefined;
  return String(key.type === 'Identifier' ? key.name : key.value);
}
