import { create } from 'zustand';
import type { ProjectInfo } from '../../shared/model/project.ts';

/** The project this window shows; null on the home screen. */
export const useProject = create<{ info: ProjectInfo | null }>(() => ({ info: null }));
