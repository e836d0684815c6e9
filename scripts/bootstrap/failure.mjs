/** A step that could not be done, with what the person in front of the terminal can do about it. */
export class BootstrapFailure extends Error {
  /**
   * @param {string} message what failed, in one sentence
   * @param {{ wayOut?: string, output?: string, exitCode?: number }} [details]
   */
  constructor(message, { wayOut, output, exitCode = 1 } = {}) {
    super(message);
    this.name = 'BootstrapFailure';
    this.wayOut = wayOut;
    this.output = output;
    this.exitCode = exitCode;
  }
}
