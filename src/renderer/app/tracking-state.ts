import { create } from 'zustand';

/** Whether the tracking server's switch is on display; the palette opens it too. */
export const useTrackingPopover = create<{ isOpen: boolean }>(() => ({ isOpen: false }));
