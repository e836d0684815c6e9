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
    at: /\.(code|error_code|error_class|sqlstate|message)$/,
    theirs:
      /INTERNAL_ERROR|XXM00|Internal Server Error|too many 500 error responses|^"(Unable to fetch model from|type object '|invalid literal for int)/,
    ours: /^nothing$|INVALID_PARAMETER_VALUE|KAM00|Invalid|must be|Missing value|not found|Expected|Duplicate|contains duplicate|Unable to fetch/,
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
    at: /experiments\/update \.response \.error_(code|class)$|"rename to a taken name" \.code$/,
    theirs: /BAD_REQUEST|INVALID_PARAMETER_VALUE/,
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
    at: /^raw: (nothing to runs\/create|create run: no experiment) /,
    ours: /^200$|^nothing$|"experiment_id":"0"/,
    reason:
      'The real server means to take the first experiment for a run that names none, and then its database refuses the row.',
  },
  {
    at: /^raw: dataset that lacks something/,
    theirs: /^200$|^nothing$/,
    ours: /^400$|INVALID_PARAMETER_VALUE|KAM00|Missing value for required parameter/,
    reason:
      'The real server keeps datasets without a name, digest or source, although its protocol demands them.',
  },
  {
    at: /^raw: registered models: max_results 0 /,
    theirs: /^200$|^nothing$|token/,
    reason: 'The real server answers an empty page with a token for the same empty page again.',
  },
  {
    at: /^raw: create experiment: (what is )?at s3:.*\?y=/,
    ours: /^4\d\d$|^nothing$|INVALID_PARAMETER_VALUE|KAM00|without a query|RESOURCE_|Could not find/,
    reason: 'Ours keeps places without a query: what lies below them is found by adding to their path.',
  },
  {
    at: /^raw: (create experiment: at|version of) .*\.message$/,
    theirs: /cannot use the '[a-z-]+' scheme: .* environment variable/,
    ours: /cannot use the '[a-z-]+' scheme: /,
    reason: 'The real server names a variable of its environment, which ours has not.',
  },
  {
    at: /^raw: location of 2049 .*\.message$/,
    theirs: /MLFLOW_ARTIFACT_LOCATION_MAX_LENGTH/,
    ours: /cannot be greater than 2048 characters/,
    reason: 'The same.',
  },
  {
    at: /^raw: (put nothing|put with a slash at the end|read a folder|spans: [\w ]+) \| .*\.(detail|error_class|error_code|sqlstate|message)$/,
    theirs: /^nothing$|artifact path|OpenTelemetry|Invalid Content-Type|Field required/i,
    ours: /^nothing$|INVALID_PARAMETER_VALUE|KAM00|artifact path|OpenTelemetry|Invalid Content-Type|x-mlflow-experiment-id is missing/i,
    reason:
      'Here the real server answers in the shape of its web framework; ours has one shape for all errors.',
  },
  {
    at: /^raw: get-artifact without run /,
    theirs: /^404$|RESOURCE_|id=None/,
    ours: /^400$|INVALID_PARAMETER_VALUE|'run_id'/,
    reason: 'The real server looks for a run called None; ours says what is missing.',
  },
  {
    at: /^raw: model called (a@b|a\\b|x+) /,
    theirs: /^200$|^nothing$|"name":/,
    ours: /^400$|^nothing$|INVALID_PARAMETER_VALUE|KAM00|Invalid model name/,
    reason:
      'Ours refuses names that models:/NAME@ALIAS could not tell from an alias, and those that no file can have on some system.',
  },
  {
    at: /^raw: logged models: unknown order .*\.(error_class|sqlstate)$/,
    reason: 'A finer class of this one error, beside the code that clients read.',
  },
  {
    at: /^raw: logged models: max_results 0 .*\.status$/,
    theirs: /LOGGED_MODEL_STATUS_UNSPECIFIED/,
    ours: /LOGGED_MODEL_PENDING/,
    reason: 'What became of the unknown status that the real server ignores.',
  },
  {
    at: /^raw: (traces: of a run|earlier traces: found) .*metadata$/,
    theirs: /^nothing$/,
    ours: /mlflow\.sourceRun/,
    reason:
      'Ours notes the run of spans where MLflow’s clients look for it; the real server keeps it where only its own pages see it.',
  },
  {
    at: /\.spans \[\d+\] \.kind$/,
    theirs: /^nothing$/,
    ours: /SPAN_KIND_/,
    reason: 'Ours tells clients and servers apart where exporters do, which the real server does since 3.18.',
  },
  {
    at: /^raw: traces: as a file \| .*\.response$/,
    theirs: /"name\\": \\"step\\", \\"start/,
    ours: /"name\\": \\"step\\", \\"kind\\": \\"SPAN_KIND_INTERNAL/,
    reason: 'The same, in a file.',
  },
  {
    at: /^raw: spans: .*\.(type|response)$/,
    theirs: /^"application\/x-protobuf"|^""/,
    ours: /^"application\/json"|^\{\}/,
    reason: 'What comes in JSON is answered in JSON, as OTLP has it; the real server does so since 3.18.',
  },
  {
    at: /^raw: traces: (calculate correlation|figures) /,
    ours: /^501$|^nothing$|NOT_IMPLEMENTED|has no POST/,
    reason: 'Ours has no statistics over traces, and says so.',
  },
  {
    at: /^(traces|earlier traces|raw: earlier traces): tag/,
    theirs: /^400$|BAD_REQUEST|INVALID_PARAMETER_VALUE/,
    ours: /^404$|RESOURCE_/,
    reason:
      'The real server leaves it to its database to refuse a tag of an unknown trace; ours says that there is none.',
  },
  {
    at: /^(earlier )?traces: search \| .*\.next_page_token$/,
    theirs: /next_page_token/,
    ours: /^nothing$/,
    reason: 'The real server announces another page when the last one is full.',
  },
  {
    at: /^(earlier )?traces: search \| .*\.message$/,
    theirs: /'issue'/,
    ours: /Invalid entity type/,
    reason: 'Ours knows no issues of traces, so its error does not name them.',
  },
  {
    at: /^runs: metrics \| .*(log-metric|"large step")/,
    theirs: /^200$|^nothing$|^"answer"$|^null$/,
    ours: /^400$|^nothing$|INVALID_PARAMETER_VALUE|KAM00|beyond what Modelyard keeps exactly|"refused"|"RestException"/,
    reason: 'Ours refuses whole numbers that it could not give back exactly, from 2^53 on.',
  },
  {
    at: /^runs: metrics \| (GET .*runs\/get .*\.metrics|"latest" .*large step)$/,
    theirs: /large step|^1$/,
    ours: /^\[|^nothing$/,
    reason: 'The same, in what is read afterwards.',
  },
  {
    at: /^autologging: LightGBM \| .*(dataset_inputs|"inputs" \.value)$/,
    theirs: /^\[/,
    ours: /^\[/,
    reason:
      'A run may read the same data twice, to train and to validate; the real server keeps the first of the two and drops the other without a word.',
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
    at: /^raw: put backslashes \||^raw: list (without path)? *\| .* \.files$/,
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
    ours: /^\["second"\]|"held out"/,
    reason: 'The real server takes a digest that is not given for an empty one, which no dataset has.',
  },
  {
    at: /^(filter \d+, logged models: .*\bstatus\b|logged models: search \| ("attributes\.status = 'READY'"|POST .* \.models$))/,
    theirs: /^"|^\[|^nothing$/,
    ours: /^"|^\[|^nothing$/,
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
