import { describe, expect, it } from 'vitest';
import { timeOf } from '../src/moment.ts';

describe('timeOf', () => {
  it.each([
    ['2024', '2024-01-01T00:00:00Z'],
    ['2024-05', '2024-05-01T00:00:00Z'],
    ['2024-05-06', '2024-05-06T00:00:00Z'],
    ['2024-05-06T07:08', '2024-05-06T07:08:00Z'],
    [' 2024-05-06 07:08:09 ', '2024-05-06T07:08:09Z'],
    ['2024-05-06T07:08:09,123', '2024-05-06T07:08:09.123Z'],
    ['2024-05-06T07:08:09.123456', '2024-05-06T07:08:09.123Z'],
    ['2024-05-06t07:08:09z', '2024-05-06T07:08:09Z'],
    ['2024-05-06T07:08:09+02', '2024-05-06T05:08:09Z'],
    ['2024-05-06T07:08:09 -0330', '2024-05-06T10:38:09Z'],
    ['2024-05-06T07:08:09+05:30', '2024-05-06T01:38:09Z'],
  ])('reads %s', (text, same) => {
    expect(new Date(timeOf(text)).toISOString()).toBe(new Date(same).toISOString());
  });

  it.each(['May 6, 2024', '06.05.2024', '2024-5-6', '2024-05-06T', '20240506', '2024-05-06T25:00'])(
    'does not guess at %s',
    (text) => {
      expect(timeOf(text)).toBeNaN();
    },
  );

  it.each(['2026-02-30', '2023-02-29', '2026-04-31T10:00', '2026-13'])('knows no %s', (text) => {
    expect(timeOf(text)).toBeNaN();
  });

  it('takes nothing else for a moment', () => {
    expect(timeOf(null as unknown as Date)).toBeNaN();
    expect(timeOf({} as unknown as Date)).toBeNaN();
  });
});
