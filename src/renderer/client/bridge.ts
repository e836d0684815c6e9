import type { WindowBridge } from '../../shared/protocol.ts';

declare global {
  interface Window {
    /** Put there by the preload script before any script of the page runs. */
    readonly modelyard: WindowBridge;
  }
}

/** The only way out of the window: messages to the engine and to the shell. */
export const bridge = (): WindowBridge => window.modelyard;
