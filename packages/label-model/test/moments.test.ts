import { describe, expect, it, vi } from 'vitest';

const loaded = vi.hoisted(() => ({ mathjs: false }));

vi.mock('mathjs/lib/browser/math.js', () => {
  loaded.mathjs = true;
  return { default: {} };
});

describe('the main entry', () => {
  it('does not load mathjs, the entry moments does', async () => {
    const main = await import('../src/index.ts');
    expect(main.labelModel().name).toBe('auto');
    expect(loaded.mathjs).toBe(false);
    await import('../src/moments.ts');
    expect(loaded.mathjs).toBe(true);
  });
});
