const ROUNDING = 1e-9;

/** An amount that calls may cost together: one begins only where the dearest so far would be within it. */
export class Budget {
  #left: number;
  /** What calls under way may cost, as far as can be told. */
  #reserved = 0;
  #underWay = 0;
  #waiting: (() => void)[] = [];

  constructor(amount: number) {
    // Costs are added up in binary fractions: ten calls at 0.1 are within a budget of 1.
    this.#left = amount * (1 + ROUNDING);
  }

  /** Takes note of what a call cost. */
  spend(cost: number): void {
    this.#left -= cost;
  }

  /**
   * Waits until a call may begin; the first call of a function, of which nobody knows what it costs, is alone.
   *
   * @param dearest - the most that a call has cost by now; `undefined` where that is not known
   * @returns what to call when the call is over; `undefined` where it is not within the budget
   */
  async reserve(dearest: () => number | undefined): Promise<(() => void) | undefined> {
    for (;;) {
      const expected = dearest();
      const alone = this.#underWay === 0;
      const within =
        expected === undefined ? alone && this.#left > 0 : this.#reserved + expected <= this.#left;
      if (within) return this.#begin(expected ?? 0);
      if (alone) return undefined;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #begin(expected: number): () => void {
    this.#reserved += expected;
    this.#underWay++;
    return () => {
      this.#reserved -= expected;
      this.#underWay--;
      for (const resume of this.#waiting.splice(0)) resume();
    };
  }
}
