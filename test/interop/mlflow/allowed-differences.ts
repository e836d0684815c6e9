import type { Difference } from './compare.ts';

interface Allowance {
  /** Tested against `step | where`. */
  readonly at: RegExp;
  /** Tested against the JSON of what each answered, where only one kind of deviation is meant. */
  readonly theirs?: RegExp;
  readonly ours?: RegExp;
  readonly reason: string;
}

/** Where the real server is defective, or shows what nobody can depend on, and ours does otherwise on purpose. */
export const allowances: readonly Allowance[] = [
  {
    at: /\.status$/,
    theirs: /^500$/,
    ours: /^400$/,
    reason:
      'A mistake of the client is no error of the server: clients repeat what a 500 answers, for minutes.',
  },
  {
    at: /(\.code|\.error_code|\.message)$/,
    theirs: /INTERNAL_ERROR|Internal Server Error|too many 500 error responses/,
    ours: /./,
    reason: 'The same, inside the answer.',
  },
  {
    at: /^(?!raw)(?!.* PUT ).*\.(type|response|error)$/,
    theirs: /^""$|^null$|^"MlflowException"$/,
    ours: /^"application\/json"$|error_code|^"RestException"$/,
    reason: 'The same, as the client sees it: it throws such an answer away.',
  },
  {
    at: /\.(type|response)$/,
    theirs: /^"text\/(html|plain)"|^"<!doctype html>|^"Internal Server Error"/,
    ours: /^"application\/json"|error_code/,
    reason: 'Ours has no pages for people here: every error is JSON.',
  },
  {
    at: /^raw: (wrong method|update a model by post).* \.status$/,
    theirs: /^405$/,
    ours: /^404$/,
    reason: 'One code for a route that is not there.',
  },
  {
    at: /\.message$/,
    theirs: /sqlite3\./,
    reason: 'The real server shows statements of its database.',
  },
  {
    at: /\.message$/,
    theirs: /Invalid page token|page token does not match/,
    ours: /Invalid page token/,
    reason: 'What the real server reads out of a token that is not its own tells nobody anything.',
  },
  {
    at: /\.tags \[\d+\] \.value$|\.info \.tags$/,
    theirs: /mlflow\.modelVersions|\\"version\\": \d/,
    reason:
      'Server and client each note a new version at its model, so the real server has every version twice.',
  },
  {
    at: /experiments\/update \.response \.error_code$|"rename to a taken name" \.code$/,
    theirs: /BAD_REQUEST/,
    ours: /RESOURCE_ALREADY_EXISTS/,
    reason: 'A name that is taken has an error code of its own, which creating answers too.',
  },
  {
    at: /^raw: server info/,
    reason: 'The real server offers ways that ours does not: presigned addresses and a gateway.',
  },
  {
    at: /^raw: (experiments, unknown view|search: unknown view|update run: unknown status|update run: status as number|finish: unknown status)/,
    theirs: /^200$|^nothing$|^[[{]/,
    reason: 'The real server ignores an unknown name of a view or a status.',
  },
  {
    at: /^raw: (metric: (value true|timestamp fraction|step beyond 64 bits)|batch: (second metric is bad|metric with step as text|param with number)|create run: tags object)/,
    theirs: /^200$|^nothing$|^[[{]/,
    reason:
      'The real server stops reading at a value of the wrong type, stores what it has read so far, and says nothing.',
  },
  {
    at: /^raw: create experiment: upward location/,
    reason: 'The real server takes a place outside of its artifacts.',
  },
  {
    at: /^raw: experiments without max_results/,
    reason: 'The real server knows no default and refuses its own.',
  },
  {
    at: /^raw: content type: upper case/,
    reason: 'Names of media types have no case (RFC 9110, section 8.3.1).',
  },
  {
    at: /^raw: (malformed|list for a|text for a|null for a|empty) body/,
    ours: /BAD_REQUEST|not JSON|JSON object|Missing value for required parameter|nothing/,
    reason:
      'The real server reads what is not JSON as an empty object, and takes lists and texts for its own failure.',
  },
  {
    at: /^raw: batch: null lists/,
    reason: 'The real server fails at null, which its protocol allows for a list that is not given.',
  },
  {
    at: /^raw: host 192\.168\./,
    ours: /^403$|Invalid Host header|text\/plain/,
    reason: 'Ours serves this machine only, so no other host has a reason to be named.',
  },
  {
    at: /^raw: put (backslashes|null byte) \||^raw: list (without path)? *\| .* \.files$/,
    reason:
      'The real server takes names that other systems read as a way out of the folder; they are in its lists from then on.',
  },
  {
    at: /^filter \d+, experiments: .*(\b(like|ilike)\b|attributes\.)/,
    theirs: /^400$|INVALID_PARAMETER_VALUE|^nothing$/,
    ours: /^200$|^nothing$|^\[/,
    reason:
      'In searches of experiments the real server knows LIKE and ILIKE in capitals only and no attributes in the plural; everywhere else it does.',
  },
  {
    at: /^filter \d+, logged models: .*"[^"`]*"/,
    theirs: /^\[/,
    ours: /^\[/,
    reason:
      'In searches of logged models the real server takes double quotes for a part of the text; everywhere else they enclose it.',
  },
  {
    at: /^logged models: search \| ("on a dataset"|POST .* \.models$)/,
    theirs: /^\[\]$|^nothing$/,
    ours: /"second"|"held out"/,
    reason: 'The real server takes a digest that is not given for an empty one, which no dataset has.',
  },
  {
    at: /^(filter \d+, logged models: .*|logged models: search .*)\bstatus\b/,
    reason:
      'The real server compares the number that it stores for a status with its name, which never match.',
  },
  {
    at: /^raw: preflight from elsewhere/,
    reason: 'Both refuse it, with other words.',
  },
];

export const withoutAllowed = (differences: readonly Difference[]): Difference[] =>
  differences.filter((difference) => !allowances.some((allowance) => allows(allowance, difference)));

const allows = (
  { at, theirs = /^/, ours = /^/ }: Allowance,
  { step, where, left, right }: Difference,
): boolean => at.test(`${step} | ${where}`) && theirs.test(left) && ours.test(right);
