// Samples of the command line, and of curl with a signature by openssl.
import { BODY } from "../contract.js";
import { canonicalQuery, headersToSign } from "../signing.js";
import { keyNote, type Sample, shellText, shellWord } from "./sample.js";

export function commandLine(sample: Sample): string {
  const { resource, method } = sample.operation.names;
  const flags = sample.parameterValues.map(
    ({ name, value }) => `--${name.replaceAll("_", "-")}=${shellWord(value)}`,
  );
  const { body } = sample.request.unsigned;
  const bodyFlag = (sample.operation.names.parameters[BODY] ?? BODY).replaceAll("_", "-");
  if (body) flags.push(`--${bodyFlag}=${shellWord(body)}`);
  return [
    keyNote(sample),
    [
      `${sample.contract.package} ${resource.replaceAll("_", "-")} ${method.replaceAll("_", "-")}`,
      `--endpoint=${shellWord(sample.origin)}`,
      ...flags,
      ...(sample.operation.confirm ? ["--yes"] : []), // a script has no terminal to be asked at
      "--output=json",
    ].join(" \\\n  "),
    "",
  ].join("\n");
}

export function curl(sample: Sample): string {
  const { unsigned } = sample.request;
  const signed = signedHeaders(sample);
  const names = Object.keys(signed).sort().join(";");
  const headers = names.split(";").map((name) => [name, headerText(name, signed)] as const);
  return [
    "#!/usr/bin/env bash",
    keyNote(sample),
    "set -euo pipefail",
    `path="${shellText(unsigned.path)}"`,
    `query="${shellText(canonicalQuery(unsigned.query))}"`,
    "date=$(date -u +%Y-%m-%dT%H:%M:%SZ)",
    "nonce=$(openssl rand -hex 16)",
    `body=${unsigned.body ? shellWord(unsigned.body) : "''"}`,
    `body_hash=$(printf '%s' "$body" | openssl dgst -sha256 -r | cut -d' ' -f1)`,
    "",
    "# Method, path, query, a line for each signed header, their names, the hash of the body.",
    `canonical="${unsigned.method}`,
    "$path",
    "$query",
    ...headers.map(([name, text]) => `${name}:${text}`),
    "",
    names,
    '$body_hash"',
    "",
    `canonical_hash=$(printf '%s' "$canonical" | openssl dgst -sha256 -r | cut -d' ' -f1)`,
    "# The secret is an argument of openssl: others on this machine could see it for a moment.",
    `signature=$(printf 'ACS3-HMAC-SHA256\\n%s' "$canonical_hash" |`,
    `  openssl dgst -sha256 -hmac "$ALIBABA_CLOUD_ACCESS_KEY_SECRET" -r | cut -d' ' -f1)`,
    `credential="Credential=$ALIBABA_CLOUD_ACCESS_KEY_ID"`,
    "",
    `curl --silent --show-error --globoff --path-as-is --request ${unsigned.method} \\`,
    ...headers
      .filter(([name]) => name !== "host")
      .map(([name, text]) => `  --header "${name}: ${text}" \\`),
    `  --header "Authorization: ACS3-HMAC-SHA256 $credential,SignedHeaders=${names},Signature=$signature" \\`,
    ...(unsigned.body ? [`  --data-binary "$body" \\`] : []),
    `  "${shellText(sample.origin)}$path${unsigned.query ? "?$query" : ""}"`,
    "",
  ].join("\n");
}

/** Returns the headers to sign; those that change with each request are empty. */
function signedHeaders({ request, contract, isTemporary }: Sample): Record<string, string> {
  const key = { id: "", securityToken: isTemporary ? "token" : undefined };
  const moment = { date: "", nonce: "" };
  return headersToSign(request.unsigned, key, contract.signature.version, moment, "");
}

/** Returns the value of a header in the script: a variable if it changes with each request. */
function headerText(name: string, signed: Record<string, string>): string {
  const changing: Record<string, string> = {
    "x-acs-date": "$date",
    "x-acs-signature-nonce": "$nonce",
    "x-acs-content-sha256": "$body_hash",
    "x-acs-accesskey-id": "$ALIBABA_CLOUD_ACCESS_KEY_ID",
    "x-acs-security-token": "$ALIBABA_CLOUD_SECURITY_TOKEN",
  };
  return changing[name] ?? shellText((signed[name] ?? "").trim());
}
