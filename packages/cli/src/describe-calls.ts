/** What calls of asynchronous functions came to. */
export interface Calls {
  readonly calls: number;
  readonly tokens: number;
  readonly cost: number;
  /** Calls that the budget did not allow. */
  readonly unaffordable: number;
}

/** The calls in words: `120 calls, 4,200 tokens, cost 0.42`; empty where there are none. */
export function describeCalls({ calls, tokens, cost, unaffordable }: Calls): string {
  const parts = [
    ...(calls > 0 ? [`${number(calls)} ${calls === 1 ? 'call' : 'calls'}`] : []),
    ...(tokens > 0 ? [`${number(tokens)} tokens`] : []),
    ...(cost > 0 ? [`cost ${number(cost)}`] : []),
    ...(unaffordable > 0 ? [`${number(unaffordable)} not made for the budget`] : []),
  ];
  return parts.join(', ');
}

function number(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 4 });
}
