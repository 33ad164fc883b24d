import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import { LabelingModule, type ModuleOptions } from '../src/index.ts';

/** Where `import … from 'labelwright'` leads in these tests. */
export const packages = { labelwright: new URL('../../labeling/dist/index.js', import.meta.url).href };

/** What most modules of these tests begin with. */
export const TASK = `
import { defineTask, keywords, type } from 'labelwright';
const { when, functions, asyncFunctions } = defineTask({
  labels: ['ham', 'spam'],
  record: type<{ text: string }>(),
  text: 'text',
});
`;

const folders: string[] = [];
const modules: LabelingModule[] = [];

afterEach(async () => {
  await Promise.all(modules.splice(0).map((module) => module.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Writes files into a new folder, which goes away after the test; the folder. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'labelwright-test-')));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Opens a labeling module with this code, which is closed after the test. */
export async function openModule(code: string, options: ModuleOptions = {}): Promise<LabelingModule> {
  const path = join(folderOf({ 'labeling.ts': code }), 'labeling.ts');
  const module = await LabelingModule.open(path, { packages, ...options });
  modules.push(module);
  return module;
}
