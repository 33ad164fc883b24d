import { defineConfig } from 'vitest/config';
import { doctest } from './scripts/doctest.ts';

const conditions = ['@labelwright/source', 'node', 'import', 'default'];

export default defineConfig({
  plugins: [doctest()],
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
    includeSource: ['packages/*/src/**/*.ts'],
    typecheck: {
      enabled: true,
      include: ['packages/*/test/**/*.test-d.ts'],
      tsconfig: './tsconfig.test.json',
    },
  },
});
