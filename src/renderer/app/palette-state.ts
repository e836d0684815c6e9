import { create } from 'zustand';

export const usePalette = create<{ isOpen: boolean }>(() => ({ isOpen: false }));
export const useShortcutSheet = create<{ isOpen: boolean }>(() => ({ isOpen: false }));
