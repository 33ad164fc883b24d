import type { Plugin } from 'vite';

const fence = /^[ *]*```ts import\.meta\.vitest\n([\s\S]*?)^[ *]*```/gm;
const expectation = /^(.*?);?\s*\/\/ => (.+)$/;

/** Runs fenced `ts import.meta.vitest` examples in doc comments; `expression; // => value` asserts. */
export function doctest(): Plugin {
  return {
    name: 'doctest',
    enforce: 'pre',
    transform(code, id) {
      if (id.includes('node_modules')) return undefined;
      const examples = [...code.matchAll(fence)].map(([, example = '']) => toTest(example));
      if (examples.length === 0) return undefined;
      return `${code}\nif (import.meta.vitest) {\n  const { test, expect } = import.meta.vitest;\n${examples.join('\n')}\n}\n`;
    },
  };
}

function toTest(example: string): string {
  const lines = example.split('\n').map((line) => line.replace(/^\s*\* ?/, ''));
  const imports = lines.filter(isImport).map(toDynamicImport);
  const body = lines.filter((line) => !isImport(line)).map(toExpectation);
  const title = lines.find((line) => line.includes('// =>')) ?? 'example';
  return `  test(${JSON.stringify(title)}, async () => {\n${[...imports, ...body].join('\n')}\n  });`;
}

const isImport = (line: string): boolean => line.startsWith('import ');

const toDynamicImport = (line: string): string =>
  line.replace(/import \{(.*)\} from (.*);/, 'const {$1} = await import($2);');

const toExpectation = (line: string): string => line.replace(expectation, 'expect($1).toEqual($2);');
