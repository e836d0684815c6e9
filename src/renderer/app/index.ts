/** What screens may use of the shell. */
export { type Action, useOfferActions } from './actions.ts';
export { RegisterDialog, type RegisterDialogProps } from './dialogs/register-dialog.tsx';
export { FoundTools } from './found-tools.tsx';
export { JobProgress } from './job-progress.tsx';
export { navigate, useNavigation, useRoute } from './navigation.ts';
export { openProject } from './open-project.ts';
export { QueryState } from './query-state.tsx';
export { type AreaId, linkOf, parseRoute, type Route } from './route.ts';
export { showInFolder } from './show-in-folder.ts';
export { BottomPanel, Inspector } from './slots.tsx';
export { stateMeaning } from './state-meaning.ts';
export { tellSaved } from './tell-saved.ts';
