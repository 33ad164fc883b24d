import { describe, expect, it } from 'vitest';
import { RecordSample } from '../src/record-sample.ts';

describe('RecordSample', () => {
  it('keeps all records where they are few', () => {
    const sample = new RecordSample();
    for (let row = 0; row < 1000; row++) sample.keep(row, { fields: { text: `text ${row}` } });
    expect(
      sample.toList(Array.from({ length: 1000 }, (_, row) => row)).map((record) => record?.fields.text),
    ).toEqual(Array.from({ length: 1000 }, (_, row) => `text ${row}`));
  });

  it('keeps a sample spread over all records where they are many', () => {
    const sample = new RecordSample();
    const record = { fields: { text: 'x' } };
    for (let row = 0; row < 250_000; row++) if (sample.wants(row)) sample.keep(row, record);
    const list = sample.toList(Array.from({ length: 250_000 }, (_, row) => row));
    const kept = (from: number, to: number): number =>
      list.slice(from, to).filter((found) => found !== undefined).length;
    expect(kept(0, 250_000)).toBeLessThanOrEqual(100_000);
    expect(kept(0, 250_000)).toBeGreaterThan(50_000);
    expect(kept(0, 125_000) / kept(125_000, 250_000)).toBeCloseTo(1, 1);
  });

  it('keeps fewer records where their texts are long', () => {
    const sample = new RecordSample();
    const record = { fields: { text: 'x'.repeat(2000) } };
    for (let row = 0; row < 60_000; row++) sample.keep(row, record);
    const kept = sample
      .toList(Array.from({ length: 60_000 }, (_, row) => row))
      .filter((found) => found !== undefined).length;
    expect(kept * 2000).toBeLessThan(40_000_000);
    expect(kept * 2000).toBeGreaterThan(15_000_000);
  });
});
