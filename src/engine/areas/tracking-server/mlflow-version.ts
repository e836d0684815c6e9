/** The MLflow whose protocol is spoken; clients ask for it to decide how they send traces. */
export const mlflowVersion = '3.17.2';
