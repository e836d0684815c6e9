/** A number of a JSON text that JavaScript would round: `12345678901234567890`. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
