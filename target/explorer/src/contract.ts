// The contract: the OpenAPI document and the Python names of its operations.

export interface Documented {
  summary?: string;
  description?: string;
}

export interface Schema extends Documented {
  $ref?: string;
  type?: string;
  format?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  required?: string[];
  readOnly?: boolean;
  anyOf?: Schema[];
  enum?: (string | number)[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  default?: unknown;
  "x-time"?: { unit: "second" | "millisecond"; view: string };
  "x-embedded"?: { schema: string; view: string; escapedTimes: number[] };
  "x-short"?: Record<string, string>;
  "x-columns"?: string[];
  "x-more-columns"?: string[];
  "x-blocks"?: Block[];
  /** What values of a state mean: each has a tone. */
  "x-tones"?: Record<string, Tone>;
  "x-durations"?: Record<string, { from: string; to: string }>;
}

export type Tone = "good" | "busy" | "over" | "bad";

/** A group of lines about a value: paths, which may be derived ones. */
export interface Block {
  title: string;
  needs?: string;
  shows: string[];
}

export interface Parameter extends Documented {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  schema: Schema;
  example?: unknown;
  "x-bound"?: "client";
}

/** The name of the body among the values of a request, and among an operation's Python names. */
export const BODY = "body";

/** The JSON body that an operation takes. */
export interface Body extends Documented {
  schema: Schema;
  required: boolean;
  example: unknown;
}

export interface ErrorRule {
  code: string;
  status: number;
  meaning: string;
  when: string;
  remedy: string;
  retryable: boolean;
}

export interface Pagination {
  page: string;
  size: string;
  items: string;
  total: string;
  key: string;
}

export interface Names {
  resource: string;
  method: string;
  parameters: Record<string, string>;
  columns: string[];
}

interface Media {
  schema?: Schema;
  example?: unknown;
}

type PathItem = Documented & { $ref?: string };

interface OperationNode extends Documented {
  operationId: string;
  parameters?: (Parameter & { $ref?: string })[];
  requestBody?: Documented & { required?: boolean; content?: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media> }>;
  "x-pagination"?: Pagination;
  "x-ram"?: { action: string };
  "x-confirm"?: { question: string };
  "x-latest"?: object;
  "x-idempotency"?: { key?: string };
  deprecated?: boolean;
}

export interface Operation extends Documented {
  name: string;
  method: string;
  path: string;
  parameters: Parameter[];
  body: Body | undefined;
  response: Schema;
  pagination: Pagination | undefined;
  action: string | undefined;
  /** What is asked before it is called. */
  confirm: { question: string } | undefined;
  deprecated: boolean;
  /** Whether it is a listing that tells which item is the latest. */
  isNewestFirst: boolean;
  /** The property of the body that makes a repeated request the same one. */
  idempotencyKey: string | undefined;
  names: Names;
}

interface Envelope {
  response: Record<"success" | "code" | "message" | "requestId" | "payload", string>;
  error: Record<"code" | "message" | "requestId" | "recommend", string>;
}

interface Document {
  info: Documented & { title: string; version: string };
  servers?: { url: string }[];
  paths: Record<string, PathItem>;
  components: { securitySchemes: Record<string, { "x-signature"?: SignatureRules }> };
  "x-errors"?: ErrorRule[];
  "x-envelope": Envelope;
}

export interface SignatureRules {
  version: string;
  required: string[];
}

export interface Data {
  package: string;
  names: Record<string, Names>;
  translations: { zh?: Record<string, string> };
  document: Document;
}

const METHODS = ["get", "put", "post", "delete", "patch"];
const JSON_TYPE = "application/json";

export class Contract {
  readonly package: string;
  readonly info: Document["info"];
  readonly operations: Operation[];
  readonly errors: ErrorRule[];
  readonly envelope: Envelope;
  readonly signature: SignatureRules;
  private readonly document: Document;

  constructor(data: Data) {
    this.document = data.document;
    this.package = data.package;
    this.info = data.document.info;
    this.errors = data.document["x-errors"] ?? [];
    this.envelope = data.document["x-envelope"];
    const schemes = Object.values(data.document.components.securitySchemes);
    const signature = schemes.map((scheme) => scheme["x-signature"]).find((rules) => rules);
    if (!signature) throw new Error("the contract has no signature scheme");
    this.signature = signature;
    this.operations = Object.entries(data.document.paths).flatMap(([path, item]) =>
      Object.entries(this.resolve(item))
        .filter(([method]) => METHODS.includes(method))
        .map(([method, node]) => this.operation(method, path, node as OperationNode, data.names)),
    );
  }

  /** The first label of the product's host, which the vendor's package is named after. */
  get product(): string {
    return /\/\/([^.]+)\./.exec(this.document.servers?.[0]?.url ?? "")?.[1] ?? "";
  }

  /** Resolves references; siblings of $ref override the referenced node. */
  resolve<T extends { $ref?: string } & Documented>(node: T): T {
    let resolved: T = node;
    while (resolved.$ref) {
      const { $ref, ...siblings } = resolved;
      resolved = { ...(this.nodeAt($ref) as T), ...siblings };
    }
    return resolved;
  }

  /** Returns the rule of an error code; `{Parameter}` in a rule matches any parameter name. */
  errorFor(code: string): ErrorRule | undefined {
    const exact = this.errors.find((rule) => rule.code === code);
    return exact ?? this.errors.find((rule) => matches(rule.code, code));
  }

  private operation(
    method: string,
    path: string,
    node: OperationNode,
    names: Record<string, Names>,
  ): Operation {
    const response = node.responses["200"]?.content?.[JSON_TYPE]?.schema ?? {};
    const pythonNames = names[node.operationId];
    if (!pythonNames) throw new Error(`the contract has no names for ${node.operationId}`);
    return {
      summary: node.summary,
      description: node.description,
      name: node.operationId,
      method: method.toUpperCase(),
      path,
      parameters: (node.parameters ?? []).map((parameter) => this.resolve(parameter)),
      body: this.body(node),
      response: this.resolve(response),
      pagination: node["x-pagination"],
      action: node["x-ram"]?.action,
      confirm: node["x-confirm"],
      deprecated: node.deprecated ?? false,
      isNewestFirst: node["x-latest"] !== undefined,
      idempotencyKey: node["x-idempotency"]?.key,
      names: pythonNames,
    };
  }

  private body({ requestBody }: OperationNode): Body | undefined {
    const media = requestBody?.content?.[JSON_TYPE];
    if (!requestBody || !media) return undefined;
    return {
      description: requestBody.description,
      schema: this.resolve(media.schema ?? {}),
      required: requestBody.required ?? false,
      example: media.example,
    };
  }

  private nodeAt(reference: string): unknown {
    const steps = reference.slice(2).split("/");
    return steps.reduce<unknown>(
      (node, step) =>
        (node as Record<string, unknown>)[step.replaceAll("~1", "/").replaceAll("~0", "~")],
      this.document,
    );
  }
}

function matches(template: string, code: string): boolean {
  const [before, after] = template.split("{Parameter}");
  if (after === undefined || before === undefined) return false;
  return code.startsWith(before) && code.endsWith(after) && code.length > template.length - 11;
}

/** Returns the schema of the items of a listing, or of the payload of a single response. */
export function itemSchema(contract: Contract, operation: Operation): Schema {
  const property = operation.pagination?.items ?? contract.envelope.response.payload;
  const payload = contract.resolve(operation.response.properties?.[property] ?? {});
  return operation.pagination ? contract.resolve(payload.items ?? {}) : payload;
}
