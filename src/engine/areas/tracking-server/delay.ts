/** Does `work` a while after the first start, once for all starts until then. */
export const createDelay = (delayMs: number, work: () => void) => {
  let timer: NodeJS.Timeout | undefined;
  const finish = (): void => {
    clearTimeout(timer);
    timer = undefined;
    work();
  };
  return {
    start: (): void => {
      timer ??= setTimeout(finish, delayMs);
    },
    finish,
  };
};
