/** The bytes are not what they are taken for, or damaged; the message says what is wrong, without naming a file. */
export abstract class ArtifactFormatError extends Error {}
