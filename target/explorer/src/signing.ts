// ACS3-HMAC-SHA256 signatures by Web Crypto, with the results of all steps.

export interface Key {
  id: string;
  /** Signs a string to sign; the implementation has access to the secret. */
  sign(stringToSign: string, canonicalRequest: string): Promise<string>;
  securityToken?: string;
}

export interface Unsigned {
  action: string;
  method: string;
  /** Percent-encoded, as sent; so is the query. */
  path: string;
  query: string;
  host: string;
  headers: Record<string, string>;
  body: string;
}

export interface Moment {
  date: string;
  nonce: string;
}

export interface Signed {
  headers: Record<string, string>;
  signedHeaders: string;
  bodyHash: string;
  canonicalRequest: string;
  stringToSign: string;
  signature: string;
  authorization: string;
}

const ALGORITHM = "ACS3-HMAC-SHA256";
const encoder = new TextEncoder();

/** Signs all headers of a request, host included. */
export async function sign(
  request: Unsigned,
  key: Key,
  version: string,
  moment: Moment,
): Promise<Signed> {
  const bodyHash = await sha256(request.body);
  const headers = headersToSign(request, key, version, moment, bodyHash);
  const signedHeaders = Object.keys(headers).sort().join(";");
  const canonicalRequest = canonical(request, headers, bodyHash);
  const stringToSign = `${ALGORITHM}\n${await sha256(canonicalRequest)}`;
  const signature = await key.sign(stringToSign, canonicalRequest);
  const authorization = `${ALGORITHM} Credential=${key.id},SignedHeaders=${signedHeaders},Signature=${signature}`;
  return {
    headers: { ...headers, authorization },
    signedHeaders,
    bodyHash,
    canonicalRequest,
    stringToSign,
    signature,
    authorization,
  };
}

/** Returns a key with its secret, which is kept in memory only. */
export function keyWithSecret(id: string, secret: string, securityToken?: string): Key {
  return { id, securityToken, sign: (stringToSign) => hmac(secret, stringToSign) };
}

/** Returns date and nonce of one request: the time in UTC to the second, and random bytes. */
export function momentNow(): Moment {
  const nonce = crypto.getRandomValues(new Uint8Array(16));
  return { date: `${new Date().toISOString().slice(0, 19)}Z`, nonce: hex(nonce) };
}

export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Returns all headers that are signed, by lower-case name. */
export function headersToSign(
  request: Unsigned,
  key: Pick<Key, "id" | "securityToken">,
  version: string,
  moment: Moment,
  bodyHash: string,
): Record<string, string> {
  const own = Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    host: request.host,
    ...Object.fromEntries(own),
    "x-acs-action": request.action,
    "x-acs-version": version,
    "x-acs-date": moment.date,
    "x-acs-signature-nonce": moment.nonce,
    "x-acs-content-sha256": bodyHash,
    ...(key.securityToken && {
      "x-acs-accesskey-id": key.id,
      "x-acs-security-token": key.securityToken,
    }),
  };
}

function canonical(request: Unsigned, headers: Record<string, string>, bodyHash: string): string {
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${(headers[name] ?? "").trim()}\n`).join("");
  const query = canonicalQuery(request.query);
  return [request.method, request.path, query, lines, names.join(";"), bodyHash].join("\n");
}

/** Returns the query with canonical encoding, sorted by key. */
export function canonicalQuery(query: string): string {
  return query
    .split("&")
    .filter((pair) => pair)
    .map((pair) => {
      const [key = "", ...value] = pair.replaceAll("+", " ").split("=");
      return [decodeURIComponent(key), decodeURIComponent(value.join("="))] as const;
    })
    .sort(([left], [right]) => compareBytes(left, right))
    .map(([key, value]) => `${percentEncode(key)}=${percentEncode(value)}`)
    .join("&");
}

/** Compares by UTF-8, which differs from the order of UTF-16 strings beyond the BMP. */
function compareBytes(first: string, second: string): number {
  const [left, right] = [encoder.encode(first), encoder.encode(second)];
  const at = left.findIndex((byte, index) => byte !== right[index]);
  return at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
}

async function sha256(text: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text))));
}

async function hmac(secret: string, text: string): Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const raw = encoder.encode(secret);
  const key = await crypto.subtle.importKey("raw", raw, algorithm, false, ["sign"]);
  return hex(new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(text))));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
