import type { ElectronApplication } from 'playwright-core';

/** Plays the person in front of the system's own dialogs, which no test can click: chooses these files from now on. */
export const answerFileDialogs = (
  application: ElectronApplication,
  { open, save }: { open: string; save?: string },
): Promise<void> =>
  application.evaluate(
    ({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen.open] });
      dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen.save ?? '' });
    },
    { open, save },
  );

/** Plays the person who presses the button at this place in every message box from now on; answers what the boxes have said by then. */
export const answerMessageBoxes = async (application: ElectronApplication, place: number) => {
  const asked = await application.evaluateHandle(({ dialog }, response) => {
    const messages: string[] = [];
    dialog.showMessageBox = async (...words: unknown[]) => {
      messages.push((words.at(-1) as { message: string }).message);
      return { response, checkboxChecked: false };
    };
    return messages;
  }, place);
  return () => asked.jsonValue();
};
